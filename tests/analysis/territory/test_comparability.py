"""Whether two figures stand on the same boundaries."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.analysis.territory.comparability import (
    Change,
    Extent,
    change_told_by_counts,
    same_boundaries,
)

FIRST = Extent(date(2011, 3, 21), date(2012, 3, 19))
SECOND = Extent(date(2016, 3, 20), date(2017, 3, 20))
LATER = Extent(date(2026, 3, 21), date(2027, 3, 20))

days = st.dates(date(2000, 1, 1), date(2030, 1, 1))
extents = st.builds(
    lambda first, length: Extent(first, first + timedelta(days=length)), days, st.integers(0, 400)
)
changes = st.lists(st.builds(Change, st.none() | days, st.none() | days), max_size=4)


def on(day: date) -> Change:
    return Change(day - timedelta(days=1), day)


@pytest.mark.parametrize(
    ("change", "are_same"),
    [
        (on(date(2010, 5, 1)), True),
        (on(FIRST.first), True),
        (on(date(2011, 6, 1)), False),  # within the year of the count: before it or after it
        (on(date(2014, 1, 1)), False),
        (on(date(2016, 6, 1)), False),
        (on(SECOND.last + timedelta(days=1)), True),
        (on(date(2024, 4, 21)), True),
        (Change(None, None), False),
        (Change(SECOND.last, None), True),
        (Change(None, FIRST.first), True),
        (Change(None, SECOND.first), False),
    ],
)
def test_only_a_change_surely_outside_leaves_two_figures_comparable(
    change: Change, are_same: bool
) -> None:
    assert same_boundaries(FIRST, SECOND, [change]) is are_same
    assert same_boundaries(SECOND, FIRST, [change, on(date(1990, 1, 1))]) is are_same


@given(extents, extents, changes)
def test_the_order_of_figures_and_changes_does_not_matter(
    first: Extent, second: Extent, known: list[Change]
) -> None:
    assert same_boundaries(first, second, known) == same_boundaries(second, first, known[::-1])


@given(days, changes.map(lambda known: [each for each in known if each.after and each.by]))
def test_two_figures_on_the_boundaries_of_one_day_are_comparable(
    day: date, known: list[Change]
) -> None:
    exact = [on(change.by) for change in known if change.by]

    assert same_boundaries(Extent(day, day), Extent(day, day), exact)


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ([FIRST, SECOND], [], Change(SECOND.last, None)),  # Hurand: still inside Ahar
        ([FIRST, SECOND], [FIRST, SECOND], Change(None, FIRST.first)),  # Khoda Afarin
        ([FIRST, SECOND], [SECOND], Change(FIRST.last, SECOND.first)),
        ([FIRST, SECOND, LATER], [SECOND], Change(FIRST.last, SECOND.first)),
        ([], [], Change(None, None)),
    ],
)
def test_counts_tell_when_a_place_was_not_yet_counted_apart(
    old: list[Extent], new: list[Extent], change: Change
) -> None:
    assert change_told_by_counts(old, new) == change
