"""How far money leans towards need."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.analysis.allocation.concentration import (
    Concentration,
    concentration,
    concentration_index,
)
from kargosha.analysis.allocation.instruments import Places
from kargosha.analysis.allocation.problem import Floats

NAN = float("nan")

rows = st.lists(
    st.tuples(
        st.integers(0, 10**6), st.integers(1, 10**4), st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0])
    ),
    min_size=1,
    max_size=8,
).filter(lambda drawn: any(money for money, _, _ in drawn))


def curve(money: list[int], population: list[float], rank: list[float]) -> Concentration:
    ranks, unknown = np.array(rank), np.full(len(money), NAN)
    places = Places(tuple("ABCDEFGH"[: len(money)]), np.array(population), unknown, ranks, ranks)
    return concentration(np.array(money), np.array(money, float) / 2, places, ranks)


def test_the_curve_of_three_counties_by_hand() -> None:
    found = curve([50, 30, 20], [100.0, 200.0, 100.0], [0.1, 1.0, 0.5])

    assert found.codes == (("B",), ("C",), ("A",))
    assert found.people.tolist() == [0.0, 0.5, 0.75, 1.0]
    assert found.money.tolist() == pytest.approx([0.0, 0.3, 0.5, 1.0])
    assert found.kept_jobs.tolist() == pytest.approx([0.0, 0.3, 0.5, 1.0])
    # 1 - (0.5·0.3 + 0.25·0.8 + 0.25·1.5)
    assert found.money_index == pytest.approx(0.275)
    assert found.outside_money == 0


def test_places_of_equal_rank_enter_together() -> None:
    found = curve([90, 0, 10], [1.0, 1.0, 2.0], [0.5, 0.5, 0.1])

    assert found.codes == (("A", "B"), ("C",))
    assert found.people.tolist() == [0.0, 0.5, 1.0]
    assert found.money.tolist() == [0.0, 0.9, 1.0]


def test_a_place_without_rank_or_population_is_on_no_curve_but_its_money_is_told() -> None:
    found = curve([50, 30, 20], [100.0, NAN, 100.0], [0.1, 1.0, NAN])

    assert found.codes == (("A",),)
    assert found.money.tolist() == [0.0, 1.0]
    assert found.outside_money == 50


def test_without_money_there_is_no_curve_and_without_places_no_step() -> None:
    unpaid, unknown = curve([0], [10.0], [0.5]), curve([5], [10.0], [NAN])

    assert np.isnan(unpaid.money).all()
    assert np.isnan(unpaid.money_index)
    assert unpaid.people.tolist() == [0.0, 1.0]
    assert unknown.codes == ()
    assert np.isnan(unknown.money_index)


def test_all_money_to_the_worst_place_leans_as_far_as_its_people_allow() -> None:
    assert curve([9, 0], [1.0, 3.0], [1.0, 0.0]).money_index == pytest.approx(-0.75)
    assert curve([0, 9], [1.0, 3.0], [1.0, 0.0]).money_index == pytest.approx(0.25)


@given(rows)
def test_the_curve_rises_from_nothing_to_all(drawn: list[tuple[int, int, float]]) -> None:
    money, population, rank = (list(column) for column in zip(*drawn, strict=True))
    found = curve(money, population, rank)

    for shares in (found.people, found.money, found.kept_jobs):
        assert (shares[0], shares[-1]) == (0.0, 1.0)
        assert (np.diff(shares) >= -1e-12).all()
    assert -1 <= found.money_index <= 1
    assert found.kept_jobs_index == pytest.approx(found.money_index)


@given(rows)
def test_no_order_of_the_places_moves_the_index(drawn: list[tuple[int, int, float]]) -> None:
    one, other = (
        curve(*(list(column) for column in zip(*each, strict=True)))
        for each in (drawn, drawn[::-1])
    )

    assert one.money_index == pytest.approx(other.money_index)


@given(rows)
def test_a_rial_for_each_person_lies_on_the_diagonal(drawn: list[tuple[int, int, float]]) -> None:
    _, population, rank = (list(column) for column in zip(*drawn, strict=True))

    found = curve(population, population, rank)

    assert found.money == pytest.approx(found.people)
    assert found.money_index == pytest.approx(0, abs=1e-12)


@given(rows)
def test_the_ranks_turned_round_turn_the_sign(drawn: list[tuple[int, int, float]]) -> None:
    money, population, rank = (list(column) for column in zip(*drawn, strict=True))

    worst_first = curve(money, population, rank)
    best_first = curve(money, population, [1 - each for each in rank])

    assert worst_first.money_index == pytest.approx(-best_first.money_index)


def test_the_index_is_one_minus_twice_the_area() -> None:
    people: Floats = np.array([0.0, 0.25, 1.0])
    paid: Floats = np.array([0.0, 0.75, 1.0])

    area = 0.25 * 0.75 / 2 + 0.75 * (0.75 + 1) / 2
    assert concentration_index(people, paid) == pytest.approx(1 - 2 * area)
