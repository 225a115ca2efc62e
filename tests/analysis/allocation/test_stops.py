"""What stops a search short of the best plan: time, work, a watch, rials that do not divide."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from kargosha.analysis.allocation import (
    REFUSED,
    SPLIT,
    NoPlan,
    Portfolio,
    SolveOptions,
    allocate,
    build,
    check,
    solve,
)
from kargosha.analysis.allocation.polish import thinned
from kargosha.analysis.allocation.solve import ORDINARY, UNWATCHED
from tests.analysis.allocation.instances import (
    candidates,
    funds,
    quota,
    table,
)
from tests.reference.enumeration import best_portfolio
from tests.reference.literal_tables import LiteralTables

EXACTLY = SolveOptions(gap=0.0)


def halves(n: int, budgets: list[int]) -> dict[str, pl.DataFrame]:
    """Return n candidates of 100 that need two funds each, half from either."""
    asked = candidates(**{f"c{i:03d}": (100, 1.0) for i in range(n)})
    rows = [
        {"fund_id": f"F{f}", "budget": budget, "max_share": 0.5} for f, budget in enumerate(budgets)
    ]
    return {"candidates": asked, "funds": table("funds", *rows)}


def test_money_that_two_funds_a_candidate_cannot_use_is_left() -> None:
    # 200 for two candidates, but each of the funds holds a half only once.
    tables = halves(2, [60, 70, 70])

    plan = allocate(tables, EXACTLY)

    best = best_portfolio(LiteralTables(**tables))
    assert isinstance(plan, Portfolio)
    assert plan.objective == best.value == 1.0
    assert plan.bound == pytest.approx(1.0)


def test_a_large_round_whose_money_does_not_divide_tells_the_gap() -> None:
    tables = halves(110, [29 * 50 + 49] * 7)

    plan = allocate(tables)

    assert isinstance(plan, Portfolio)
    assert plan.objective == 101.0
    assert plan.bound == pytest.approx(104.0)
    assert plan.stopped_by == "work"
    assert check(build(tables), plan) == []


def test_a_search_that_was_stopped_unpaid_gives_a_smaller_plan() -> None:
    dice = np.random.Generator(np.random.PCG64(5))
    tables = halves(110, [13 * 50 + 49] * 9)
    names = tables["candidates"]["candidate_id"]
    worth = tables["candidates"].with_columns(value=dice.uniform(1, 2, 110))
    limits = [{"capacity_id": f"k{k}", "limit": 2_900.0} for k in range(6)]
    uses = [
        {"candidate_id": name, "capacity_id": f"k{k}", "use": float(dice.integers(1, 100))}
        for name in names
        for k in range(6)
    ]
    scarce = {"capacities": table("capacities", *limits), "uses": table("uses", *uses)}
    problem = build({**tables, "candidates": worth, **scarce})

    plan = solve(problem, SolveOptions(gap=0.0, most_nodes=1))

    assert isinstance(plan, Portfolio)
    assert check(problem, plan) == []
    assert plan.stopped_by == "work"


def test_a_plan_that_was_stopped_unpaid_is_thinned_until_it_can_be_paid() -> None:
    problem = build(halves(110, [29 * 50 + 49] * 7))
    every = np.where(np.arange(problem.size) < 104, SPLIT, REFUSED)

    thinner = thinned(problem, every, ORDINARY, UNWATCHED)

    assert thinner is not None
    mode, payment = thinner
    assert 0 < (mode == SPLIT).sum() < 104
    assert payment.amount.sum() == 100 * (mode == SPLIT).sum()


def test_a_plan_with_a_floor_cannot_be_thinned_below_it() -> None:
    floor = table("quotas", quota("all", "all", "count", floor=2.0))
    problem = build({**halves(2, [60, 70, 70]), "quotas": floor})

    assert thinned(problem, np.array([SPLIT, SPLIT]), ORDINARY, UNWATCHED) is None


JUST_ABOVE_ONE = 1.0000000001


@pytest.mark.parametrize(
    "limits",
    [
        {
            "quotas": table("quotas", quota("q", "all", "jobs", ceiling=2.0)),
        },
        {
            "capacities": table("capacities", {"capacity_id": "k", "limit": 2.0}),
            "uses": table(
                "uses",
                *(
                    {"candidate_id": name, "capacity_id": "k", "use": JUST_ABOVE_ONE}
                    for name in "AB"
                ),
            ),
        },
        {"funds": funds(F=2 * 10**15 - 1)},
    ],
    ids=["ceiling", "capacity", "fund"],
)
def test_what_the_solver_overlooks_within_its_tolerance_is_put_right(limits: Any) -> None:
    asked = candidates(A=(10**15, 1.0), B=(10**15, 1.5)).with_columns(jobs=JUST_ABOVE_ONE)
    tables = {"candidates": asked, **limits}

    plan = allocate(tables)

    assert isinstance(plan, Portfolio)
    assert plan.granted.tolist() == [False, True]
    assert check(build(tables), plan) == []


def test_what_fits_only_within_the_solvers_tolerance_is_no_plan() -> None:
    asked = candidates(A=(1, 1.0), B=(1, 1.5)).with_columns(jobs=JUST_ABOVE_ONE)
    limits = [quota("q", "all", "jobs", ceiling=2.0), quota("r", "all", "count", floor=2.0)]

    outcome = allocate({"candidates": asked, "quotas": table("quotas", *limits)})

    assert isinstance(outcome, NoPlan)
    assert outcome.stopped_by == "work"


class Impatient:
    """A watch that stops at once and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[tuple[float, float | None, float | None]] = []

    def stop(self) -> bool:
        return True

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        self.heard.append((share, bound, value))


def hard_round(n: int) -> dict[str, Any]:
    dice = np.random.Generator(np.random.PCG64(3))
    amounts = dice.integers(10**6, 10**8, n)
    asked = candidates(
        **{
            f"c{i:03d}": (int(amount), float(amount) / 10**6 * dice.uniform(0.9, 1.1))
            for i, amount in enumerate(amounts)
        }
    )
    users = [f"c{i:03d}" for i in range(n)]
    return {
        "candidates": asked,
        "funds": funds(F=int(amounts.sum()) // 5, G=int(amounts.sum()) // 7),
        "capacities": table(
            "capacities", *({"capacity_id": f"k{k}", "limit": 20.0 * n} for k in range(8))
        ),
        "uses": table(
            "uses",
            *(
                {"candidate_id": user, "capacity_id": f"k{k}", "use": float(dice.integers(1, 100))}
                for user in users
                for k in range(8)
            ),
        ),
    }


def test_a_watch_stops_the_search() -> None:
    watch = Impatient()

    plan = allocate(hard_round(60), EXACTLY, watch=watch)

    assert isinstance(plan, Portfolio | NoPlan)
    assert plan.stopped_by == "watch"


def test_no_time_gives_no_plan() -> None:
    plan = allocate(hard_round(60), SolveOptions(seconds=0.0))

    assert plan == NoPlan(None, "seconds")


def test_work_is_counted_in_nodes() -> None:
    plan = allocate(hard_round(200), SolveOptions(gap=0.0, most_nodes=5))

    assert isinstance(plan, Portfolio)
    assert plan.stopped_by == "work"
    assert plan.gap > 0
    assert plan.reproducible
