"""The split: whole rials, two funds, no budget overdrawn; and when it cannot be, why."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kargosha.analysis.allocation.chains import mended
from kargosha.analysis.allocation.problem import Ints, SolveOptions
from kargosha.analysis.allocation.rials import demanded, split
from kargosha.analysis.allocation.supports import Demand, split_by_solver
from kargosha.analysis.watch import Unwatched

OPTIONS = SolveOptions(gap=0.0)


def round_of(seed: int, slack: float) -> tuple[Ints, Ints, Ints]:
    """Return amounts, limits and budgets that some split with at most two funds fits exactly."""
    dice = np.random.Generator(np.random.PCG64(seed))
    k, f = int(dice.integers(1, 40)), int(dice.integers(2, 6))
    amount = dice.integers(1, 10 ** int(dice.integers(1, 11)), k)
    first, second = dice.integers(0, f, k), dice.integers(0, f, k)
    part = (amount * dice.random(k)).astype(np.int64)
    given_money = np.zeros((k, f), dtype=np.int64)
    np.add.at(given_money, (np.arange(k), first), part)
    np.add.at(given_money, (np.arange(k), second), amount - part)
    most = np.maximum(given_money, (amount[:, None] * dice.random((k, f)) * 0.9).astype(np.int64))
    budget = (given_money.sum(axis=0) * (1 + slack)).astype(np.int64)
    return amount, most, budget


def holds(amount: Ints, most: Ints, budget: Ints, given_money: Ints) -> bool:
    return bool(
        (given_money.sum(axis=1) == amount).all()
        and (given_money >= 0).all()
        and (given_money <= most).all()
        and (given_money.sum(axis=0) <= budget).all()
        and ((given_money > 0).sum(axis=1) <= 2).all()
    )


@given(st.integers(0, 10**6))
@settings(max_examples=200, deadline=None)
def test_a_split_is_right_to_the_rial_or_says_where_it_is_stuck(seed: int) -> None:
    amount, most, budget = round_of(seed, slack=0.02)

    settled = split(amount, most, budget)

    if settled.stuck:
        assert (settled.left < 0).any()
        assert ((settled.given > 0).sum(axis=1) <= 2).all()
        assert (settled.given.sum(axis=1) == amount).all()
    else:
        assert holds(amount, most, budget, settled.given)
        assert (settled.left == budget - settled.given.sum(axis=0)).all()


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_the_solver_finds_a_split_where_there_is_one(seed: int) -> None:
    amount, most, budget = round_of(seed, slack=0.01)

    settled, _ = split_by_solver(Demand(amount, most, budget), OPTIONS, Unwatched())

    if settled is not None:
        assert holds(amount, most, budget, settled.given)


def test_budgets_that_fit_exactly_are_paid_out_exactly() -> None:
    amount = np.array([100, 100, 100])
    most = np.full((3, 3), 100)

    settled = split(amount, most, np.array([150, 149, 1]))

    assert not settled.stuck
    assert settled.left.tolist() == [0, 0, 0]


def test_funds_asked_for_more_than_they_have_are_named() -> None:
    amount = np.array([100, 50])
    most = np.array([[100, 0], [0, 50]])

    settled = split(amount, most, np.array([99, 60]))

    assert settled.stuck == (0,)
    assert demanded(amount, most, np.array([True, False])).tolist() == [100, 0]


def test_the_least_demand_fills_up_elsewhere_first() -> None:
    amount = np.array([100, 100, 100])
    most = np.array([[100, 30, 40], [100, 60, 40], [100, 80, 10]])

    assert demanded(amount, most, np.array([True, False, False])).tolist() == [60, 0, 20]
    assert demanded(amount, most, np.array([True, True, False])).tolist() == [60, 60, 90]
    assert demanded(amount, most, np.array([True, True, True])).tolist() == [100, 100, 100]


def test_the_solver_says_when_two_funds_do_not_reach() -> None:
    # Halves of 50 are asked for four times, and each of three funds holds one and a bit.
    amount = np.array([100, 100])
    most = np.full((2, 3), 50)

    settled, crowded = split_by_solver(
        Demand(amount, most, np.array([60, 70, 70])), OPTIONS, Unwatched()
    )

    assert settled is None
    assert crowded.size > 0


def test_a_solver_without_time_gives_no_split() -> None:
    amount, most = np.array([100, 100]), np.full((2, 3), 50)
    without_time = SolveOptions(seconds=0.0)

    settled, crowded = split_by_solver(
        Demand(amount, most, np.array([60, 70, 70])), without_time, Unwatched()
    )

    assert settled is None
    assert crowded.size == 0


def test_two_funds_that_cannot_reach_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="cannot reach"):
        split(np.array([100]), np.array([[40, 40, 40]]), np.array([100, 100, 100]))


def test_sharing_candidates_are_gathered_to_free_a_third_fund() -> None:
    # Both share F and G, so neither may take H's money until one of them is paid by one fund.
    most = np.array([[100, 100, 100], [100, 100, 100]])
    draft = np.array([[50, 50, 0], [50, 50, 0]])

    settled = mended(draft, most, np.array([-10, -10, 20]))

    assert not settled.stuck
    assert (settled.given.sum(axis=1) == 100).all()


def test_a_payment_is_handed_whole_to_a_third_fund() -> None:
    amount = np.array([100])
    most = np.array([[60, 40, 60]])
    draft = np.array([[60, 40, 0]])

    settled = mended(draft, most, np.array([-60, 0, 60]))

    assert not settled.stuck
    assert settled.given.tolist() == [[0, 40, 60]]
    assert settled.given.sum() == amount.sum()


def test_payments_are_exchanged_between_funds() -> None:
    # Fund 0 pays 60 and must pay 50: the two payments change places.
    most = np.array([[60, 60, 40, 0], [50, 50, 0, 40]])
    draft = np.array([[60, 0, 40, 0], [0, 50, 0, 40]])

    settled = mended(draft, most, np.array([-10, 10, 0, 0]))

    assert not settled.stuck
    assert settled.given.tolist() == [[0, 60, 40, 0], [50, 0, 0, 40]]


def test_two_funds_that_reach_all_but_one_rial_do_not_pay() -> None:
    most = np.array([[3_005_024_712, 1_287_867_733, 0], [0, 1_534_227_704, 5_114_092_347]])
    amount = np.array([4_292_892_446, 5_114_092_347])
    demand = Demand(amount, most, np.array([3_382_592_340, 2_786_127_536, 3_776_314_611]))

    settled, _ = split_by_solver(demand, OPTIONS, Unwatched())

    assert settled is None
