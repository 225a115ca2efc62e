"""The quick measures of targeting against the plain ones, person by person."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.reference import plain_targeting as plain

from kargosha.analysis.allocation.concentration import concentration
from kargosha.analysis.allocation.instruments import Places
from kargosha.analysis.allocation.targeting import coverage

NAN = float("nan")

county = st.builds(
    plain.County,
    people=st.integers(1, 30),
    unemployed=st.integers(1, 9),
    rank=st.integers(0, 4) | st.none(),
    money=st.integers(0, 900),
)
counties = st.lists(county, min_size=1, max_size=7)


def places_of(drawn: list[plain.County]) -> Places:
    rank = np.array([NAN if each.rank is None else each.rank / 4 for each in drawn])
    return Places(
        tuple("ABCDEFG"[: len(drawn)]),
        np.array([float(each.people) for each in drawn]),
        np.array([float(each.unemployed) for each in drawn]),
        rank,
        rank,
    )


def money_of(drawn: list[plain.County]) -> np.ndarray:
    return np.array([each.money for each in drawn])


@settings(max_examples=100, deadline=None)
@given(counties)
def test_the_index_is_twice_the_covariance_with_the_rank_of_each_person(
    drawn: list[plain.County],
) -> None:
    assume(any(each.money for each in drawn if each.rank is not None))
    places = places_of(drawn)

    found = concentration(
        money_of(drawn), money_of(drawn).astype(float), places, places.deprivation
    )

    assert found.money_index == pytest.approx(float(plain.index(drawn)), abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(counties, st.data())
def test_the_mistakes_are_those_of_each_unemployed_person(
    drawn: list[plain.County], data: st.DataObject
) -> None:
    assume(any(each.money for each in drawn))
    parts = [Fraction(data.draw(st.integers(0, 4)), 4) for _ in drawn]
    assume(any(parts))

    to_share = data.draw(st.integers(1, 5000))

    found = coverage(money_of(drawn), np.array(list(map(float, parts))), places_of(drawn), to_share)

    said = plain.mistakes(drawn, parts, to_share)
    assert found.leakage == pytest.approx(float(said.leakage), abs=1e-9)
    assert found.reached == pytest.approx(float(said.reached), abs=1e-9)
    assert found.undercoverage == pytest.approx(float(said.undercoverage), abs=1e-9)
    assert 0 <= 1 - found.reached <= found.undercoverage + 1e-9
