"""Which figures raise a sign."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.analysis.rules import Rule, Rulebook
from kargosha.analysis.territory.comparability import Change, Extent
from kargosha.analysis.territory.signs import Seen, Threshold, signs, thresholds

DAY = date(2026, 11, 23)
MOST = Threshold("sign.rate.most", "rate", "most", 20.0)
LEAST = Threshold("sign.rate.least", "rate", "least", -5.0)
RISE = Threshold("sign.rate.rise", "rate", "rise", 3.0)
FALL = Threshold("sign.rate.fall", "rate", "fall", 3.0)


def seen(value: float | None, day: date = date(2016, 3, 20), **others: object) -> Seen:
    figure = Seen(
        observation=day.toordinal(),
        place=1,
        indicator="rate",
        period="year",
        observed_on=day,
        value=value,
        margin=0.0,
        extent=Extent(day, day),
    )
    return replace(figure, **others)  # type: ignore[arg-type]


def found(figures: list[Seen], *bounds: Threshold, change: Change | None = None) -> list[str]:
    changes = {1: [change]} if change else {}
    return [passed.rule for passed in signs(figures, bounds, changes)]


def test_thresholds_are_rules_of_the_day() -> None:
    rules = [
        Rule(key, value, "percent", date(2024, 1, 1), "test")
        for key, value in (
            ("sign.unemployment_rate.most", 20),
            ("sign.population_change.least", -5),
            ("sign.note", 1),
            ("duty.sign_answer_days", 30),
        )
    ]

    assert thresholds(Rulebook.on(DAY, rules)) == (
        Threshold("sign.population_change.least", "population_change", "least", -5),
        Threshold("sign.unemployment_rate.most", "unemployment_rate", "most", 20),
    )


@pytest.mark.parametrize(
    ("value", "rules"),
    [(24.1, ["sign.rate.most"]), (20.0, []), (-5.0, []), (-6.0, ["sign.rate.least"]), (None, [])],
)
def test_a_figure_beyond_its_bound_raises_a_sign(value: float | None, rules: list[str]) -> None:
    assert found([seen(value)], MOST, LEAST, RISE) == rules


def test_a_sign_says_what_was_held_against_which_bound() -> None:
    (passed,) = signs([seen(24.1)], [MOST], {})

    assert (passed.observation, passed.threshold, passed.measured) == (
        seen(0).observation,
        20.0,
        24.1,
    )


def test_only_the_latest_figure_of_a_series_raises_one() -> None:
    before, after = seen(30.0), seen(15.0, date(2021, 3, 21))

    assert found([after, before], MOST) == []
    assert found([before, replace(after, indicator="other")], MOST) == ["sign.rate.most"]
    assert found([before, replace(after, value=None)], MOST) == []


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        (10.0, 14.0, ["sign.rate.rise"]),
        (10.0, 13.0, []),
        (14.0, 10.0, ["sign.rate.fall"]),
        (None, 14.0, []),
        (10.0, None, []),
    ],
)
def test_a_change_beyond_its_bound_raises_a_sign(
    before: float | None, after: float | None, rules: list[str]
) -> None:
    assert found([seen(before), seen(after, date(2021, 3, 21))], RISE, FALL) == rules


def test_an_unknown_figure_in_between_is_passed_over() -> None:
    figures = [
        seen(10.0),
        seen(None, date(2017, 3, 21)),
        seen(14.0, date(2021, 3, 21)),
    ]

    assert found(figures, RISE) == ["sign.rate.rise"]


def test_a_season_is_compared_with_that_of_the_year_before() -> None:
    spring, winter, next_spring = (
        seen(value, day, period="season")
        for value, day in ((10.0, date(2016, 3, 20)), (20.0, date(2016, 12, 21)),
                           (14.0, date(2017, 3, 21)))
    )  # fmt: skip

    assert found([spring, winter], RISE) == []
    assert found([spring, winter, next_spring], RISE, FALL) == ["sign.rate.rise"]
    assert found([spring, replace(next_spring, period="month")], RISE) == []


def test_a_change_within_its_margin_of_error_raises_none() -> None:
    before, after = seen(10.0, margin=3.0), seen(14.0, date(2021, 3, 21), margin=4.0)

    assert found([before, after], RISE) == []
    assert found([before, replace(after, margin=1.0)], RISE) == ["sign.rate.rise"]


def test_a_change_across_a_changed_border_raises_none() -> None:
    figures = [seen(10.0), seen(14.0, date(2021, 3, 21))]

    assert found(figures, RISE, change=Change(None, None)) == []
    assert found(figures, RISE, change=Change(None, date(2010, 1, 1))) == ["sign.rate.rise"]


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(-50, 50)), max_size=20), st.randoms())
def test_the_order_of_rows_changes_nothing(
    rows: list[tuple[int, float]], dice: st.DataObject
) -> None:
    figures = [
        seen(value, date(2000 + year, 3, 21), place=place, observation=year)
        for year, (place, value) in enumerate(rows)
    ]
    mixed = figures.copy()
    dice.shuffle(mixed)  # type: ignore[attr-defined]

    bounds = [MOST, LEAST, RISE, FALL]
    assert signs(figures, bounds, {}) == signs(mixed, bounds, {})
