"""Where the money of one instrument went."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.analysis.allocation.instruments import Applicants, Places, Spending
from kargosha.analysis.allocation.targeting import (
    coverage,
    targeting,
    weighted_gini,
    worst_fifth,
)

NAN = float("nan")


def places(
    population: list[float], deprivation: list[float], unemployed: list[float] | None = None
) -> Places:
    codes = tuple("ABCDEFGH"[: len(population)])
    jobless = population if unemployed is None else unemployed
    rank = np.array(deprivation)
    return Places(codes, np.array(population), np.array(jobless), rank, 1 - rank)


def spending(money: list[int], kept_jobs: list[float]) -> Spending:
    none, kept = np.zeros(0, np.int64), np.array(kept_jobs)
    return Spending("instrument.decided", none, none, none, np.array(money), kept, kept, kept)


def applicants(place: list[int]) -> Applicants:
    n = len(place)
    days = np.full(n, np.datetime64("2026-11-01"))
    return Applicants(np.array(place), np.ones(n), np.ones(n), days, np.ones(n, np.int64))


def test_the_worst_fifth_is_exactly_a_fifth_of_the_people() -> None:
    share = worst_fifth(places([100, 50, 150, 200], [0.2, 1.0, 0.8, 0.1]))

    assert share.tolist() == [0.0, 1.0, pytest.approx(50 / 150), 0.0]


def test_equal_ranks_enter_by_code() -> None:
    share = worst_fifth(places([10, 10, 10, 10, 10], [0.5] * 5))

    assert share.tolist() == [1.0, 0.0, 0.0, 0.0, 0.0]


def test_a_place_without_a_rank_stays_out_of_both_sides() -> None:
    share = worst_fifth(places([100, 100, NAN], [NAN, 0.1, 0.9]))

    assert share.tolist() == [0.0, pytest.approx(0.2), 0.0]


def test_gini_of_equal_money_per_person_is_zero() -> None:
    assert weighted_gini(np.array([10, 20, 70]), np.array([1.0, 2.0, 7.0])) == pytest.approx(0)


def test_gini_when_one_of_two_equal_places_gets_all_is_a_half() -> None:
    assert weighted_gini(np.array([0, 10]), np.array([5.0, 5.0])) == pytest.approx(0.5)


def test_gini_leaves_out_places_whose_unemployed_are_not_known() -> None:
    money, persons = np.array([10, 20, 99, 99]), np.array([1.0, 2.0, NAN, 0.0])

    assert weighted_gini(money, persons) == pytest.approx(0)


def test_gini_without_money_is_not_a_number() -> None:
    assert np.isnan(weighted_gini(np.array([0, 0]), np.array([1.0, 1.0])))


@given(
    st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(1, 10**4)), min_size=2, max_size=12
    ).filter(lambda rows: any(money for money, _ in rows))
)
def test_gini_equals_the_mean_difference_of_every_two_persons(rows: list[tuple[int, int]]) -> None:
    money, persons = np.array([r[0] for r in rows]), np.array([r[1] for r in rows], float)
    x, w = money / persons, persons / persons.sum()
    literal = np.abs(x[:, None] - x[None, :]) @ w @ w / (2 * (w @ x))

    assert weighted_gini(money, persons) == pytest.approx(literal, abs=1e-9)


def test_sums_by_place_leave_out_only_what_has_no_place() -> None:
    found = targeting(
        spending([10, 0, 30, 5], [1.0, 0.0, 2.0, 0.5]),
        applicants([0, 0, 1, -1]),
        places([80, 20, 10], [0.1, 0.9, NAN]),
        to_share=44,
    )

    assert found.money.tolist() == [10, 30, 0]
    assert found.kept_jobs.tolist() == [1.0, 2.0, 0.0]
    assert found.granted.tolist() == [1, 1, 0]
    assert found.without_money == ("C",)
    assert found.worst_fifth_money == pytest.approx(30 / 40)
    assert found.worst_fifth_kept_jobs == pytest.approx(2 / 3)
    assert (found.total_money, found.total_kept_jobs, found.unplaced_money) == (45, 3.5, 5)
    assert found.money_per_unemployed.tolist() == [10 / 80, 30 / 20, 0.0]
    assert found.coverage.leakage == pytest.approx(10 / 40)
    assert found.coverage.reached == 1.0
    assert found.by_deprivation.codes == (("B",), ("A",))
    assert found.by_emigration.codes == (("A",), ("B",))


def test_shares_of_nothing_are_not_numbers() -> None:
    found = targeting(spending([0], [0.0]), applicants([0]), places([80], [0.1]), to_share=0)

    assert np.isnan(found.worst_fifth_money)
    assert np.isnan(found.worst_fifth_kept_jobs)
    assert np.isnan(found.coverage.leakage)
    assert np.isnan(found.coverage.reached)
    assert np.isnan(found.by_deprivation.money_index)


def test_coverage_of_three_counties_by_hand() -> None:
    three = places([20, 30, 50], [0.9, 0.5, 0.1], [10, 10, 20])
    half = np.array([1.0, 0.5, 0.0])

    found = coverage(np.array([40, 10, 30]), half, three, to_share=80)

    # dues: 20, 20, 40; the needy unemployed: 10 of A, 5 of B
    assert found.leakage == pytest.approx(1 - (40 + 5) / 80)
    assert found.reached == pytest.approx((10 + 5 * 10 / 20) / 15)
    assert found.undercoverage == pytest.approx(5 / 15)
    assert found.unknown == ()


def test_money_by_the_unemployed_reaches_everyone_and_half_of_it_everyone_half() -> None:
    three = places([1, 3, 1], [0.9, 0.5, 0.1])

    found = coverage(np.array([7, 21, 7]), np.ones(3), three, to_share=35)
    half = coverage(np.array([7, 21, 7]), np.ones(3), three, to_share=70)

    assert (half.reached, half.undercoverage) == (pytest.approx(0.5), pytest.approx(1))

    assert (found.reached, found.undercoverage) == (pytest.approx(1), 0.0)


def test_coverage_says_whose_unemployed_it_does_not_know() -> None:
    unknown = places([20, 30, 50], [0.9, 0.5, 0.1], [NAN, 10, 0])

    found = coverage(np.array([40, 10, 30]), np.array([1.0, 0.5, 0.0]), unknown, 10)

    assert found.unknown == ("A",)
    assert found.reached == 1.0


def test_coverage_is_unknown_where_no_needy_person_is_counted() -> None:
    two = places([1, 1], [0.9, 0.1], [0, 9])

    found = coverage(np.array([40, 10]), np.array([1.0, 0.0]), two, to_share=50)

    assert found.leakage == pytest.approx(0.2)
    assert np.isnan(found.reached)
    assert np.isnan(found.undercoverage)
