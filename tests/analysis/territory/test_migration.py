"""Rates of migration from flows, and the proxy where only counts exist."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.analysis.territory.migration import (
    ELSEWHERE,
    growth_rate,
    mean_population,
    migration_proxy,
    movement,
    net_migration_rate,
    pull,
    rate_per_thousand,
)

NAN = float("nan")
# Hashtrud and Sarab send to Tabriz, Tabriz to outside; one person moves the other way.
HASHTRUD, SARAB, TABRIZ = range(3)
ORIGIN = np.array([HASHTRUD, HASHTRUD, SARAB, TABRIZ, TABRIZ])
DESTINATION = np.array([TABRIZ, ELSEWHERE, TABRIZ, ELSEWHERE, HASHTRUD])
PERSONS = np.array([600.0, 200.0, 300.0, 500.0, 1.0])

flows = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 10_000)), min_size=0
).map(lambda rows: np.array(rows, dtype=np.int64).reshape(-1, 3))


def test_what_comes_and_goes_is_added_up_for_each_place() -> None:
    moved = movement(ORIGIN, DESTINATION, PERSONS, 3)

    assert moved.arrivals.tolist() == [1, 0, 900]
    assert moved.departures.tolist() == [800, 300, 501]
    assert moved.net.tolist() == [-799, -300, 399]


def test_the_net_rate_is_a_year_and_a_thousand_people() -> None:
    moved = movement(ORIGIN, DESTINATION, PERSONS, 3)
    people = np.array([59_000.0, NAN, 0.0])

    rates = net_migration_rate(moved, people, 5.0)

    assert rates == pytest.approx([-799 / 59_000 / 5 * 1000, NAN, NAN], nan_ok=True)
    assert rate_per_thousand(moved.departures, people, 5.0)[0] == pytest.approx(2.712, abs=0.001)


def test_the_pull_is_the_share_of_leavers_who_went_there() -> None:
    shares = pull(ORIGIN, DESTINATION, PERSONS, 3, TABRIZ)
    nobody = pull(ORIGIN[:0], DESTINATION[:0], PERSONS[:0], 2, 0)

    assert shares == pytest.approx([0.75, 1.0, NAN], nan_ok=True)
    assert np.isnan(nobody).all()


@given(flows)
def test_over_a_closed_system_the_gains_are_the_losses(rows: np.ndarray) -> None:
    origin, destination, persons = rows.T
    moved = movement(origin, destination, persons.astype(float), 6)

    assert moved.net.sum() == 0
    assert moved.arrivals.sum() == persons.sum()


@given(flows, st.integers(0, 5))
def test_a_pull_is_a_share_and_no_flow_counts_twice(rows: np.ndarray, towards: int) -> None:
    origin, destination, persons = rows.T
    shares = pull(origin, destination, persons.astype(float), 6, towards)
    twice = pull(*np.tile(rows, (2, 1)).T[:2], np.tile(persons, 2).astype(float), 6, towards)

    assert np.isnan(shares[towards])
    assert np.all(np.isnan(shares) | ((shares >= 0) & (shares <= 1)))
    assert twice == pytest.approx(shares, nan_ok=True)


@given(flows)
def test_turning_all_flows_round_turns_the_gains_round(rows: np.ndarray) -> None:
    origin, destination, persons = rows.T
    there = movement(origin, destination, persons.astype(float), 6)
    back = movement(destination, origin, persons.astype(float), 6)

    assert (there.net == -back.net).all()


@pytest.mark.parametrize(
    ("middle", "people"),
    [(1390.0, 100.0), (1392.5, 150.0), (1395.0, 200.0), (1399.0, 200.0), (1388.0, 100.0),
     (1401.0, NAN), (1384.0, NAN)],
)  # fmt: skip
def test_people_between_two_counts_are_interpolated(middle: float, people: float) -> None:
    counted = mean_population(np.array([1390.0, 1395.0]), np.array([100.0, 200.0]), middle, 5.0)

    assert counted == pytest.approx(people, nan_ok=True)


def test_without_a_count_nobody_knows_how_many_lived_there() -> None:
    assert np.isnan(mean_population(np.array([]), np.array([]), 1390.0, 5.0))


def test_growth_is_a_year_and_compound() -> None:
    growth = growth_rate(np.array([1000.0, 0.0, NAN]), np.array([1102.5, 10.0, 10.0]), 2.0)

    assert growth == pytest.approx([50.0, NAN, NAN], nan_ok=True)


def test_the_proxy_is_the_growth_beyond_the_province() -> None:
    counted = np.array([[60_822.0, 57_199.0], [98_988.0, 158_270.0], [3_724_620.0, 3_909_652.0]]).T

    proxy = migration_proxy(counted[0], counted[1], (3_724_620.0, 3_909_652.0), 5.0)

    assert proxy == pytest.approx([-21.95, 88.66, 0.0], abs=0.05)


@given(
    st.lists(st.floats(1, 1e6), min_size=2, max_size=8),
    st.floats(0.5, 2.0),
    st.floats(1.0, 30.0),
)
def test_places_that_all_grow_alike_have_no_proxy_of_moves(
    people: list[float], growth: float, years: float
) -> None:
    first = np.array(people)
    proxy = migration_proxy(first, first * growth, (first.sum(), first.sum() * growth), years)

    assert proxy == pytest.approx(np.zeros(len(people)), abs=1e-6)
