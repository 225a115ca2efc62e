"""The decided plan: as good as enumeration, every condition kept, the same for the same input."""

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kargosha.analysis.allocation import (
    REFUSED,
    SPLIT,
    Infeasible,
    NoPlan,
    Portfolio,
    SolveOptions,
    allocate,
    build,
    check,
    least_missed,
    solve,
)
from kargosha.analysis.allocation.model import Model, Shape
from kargosha.analysis.allocation.payment import Awards, paid
from kargosha.analysis.allocation.polish import thinned
from kargosha.analysis.allocation.search import first_sets
from kargosha.analysis.allocation.solve import ORDINARY, UNWATCHED
from tests.analysis.allocation.instances import (
    candidates,
    funds,
    made_up,
    made_up_money,
    quota,
    table,
)
from tests.reference.enumeration import best_portfolio
from tests.reference.literal_tables import LiteralTables

EXACTLY = SolveOptions(gap=0.0)
SEEDS = st.integers(0, 10**6)


def named_awards(tables: dict[str, pl.DataFrame], plan: Portfolio) -> list[tuple[str, str, int]]:
    problem = build(tables)
    return [
        (problem.candidate_ids[i], problem.fund_ids[fund] if fund >= 0 else "", int(amount))
        for i, fund, amount in zip(
            plan.award_candidate, plan.award_fund, plan.award_amount, strict=True
        )
    ]


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_the_plan_is_worth_what_enumeration_finds(seed: int) -> None:
    tables = made_up(seed)

    plan = solve(build(tables), EXACTLY)

    best = best_portfolio(LiteralTables(**tables))
    if isinstance(plan, Portfolio):
        assert plan.objective == pytest.approx(best.value, abs=1e-9)
    else:
        assert isinstance(plan, Infeasible)
        assert best.granted is None


@pytest.mark.parametrize("seed", range(30))
def test_sets_of_funds_say_what_money_columns_would(seed: int) -> None:
    tables = made_up_money(seed)

    plan = solve(build(tables), EXACTLY)

    assert isinstance(plan, Portfolio)
    assert plan.objective == best_portfolio(LiteralTables(**tables)).value


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_every_condition_holds_to_the_rial_and_the_bound_is_not_below(seed: int) -> None:
    problem = build(made_up(seed))

    plan = solve(problem)

    if isinstance(plan, Portfolio):
        assert check(problem, plan) == []
        assert plan.bound >= plan.objective
        assert plan.gap <= ORDINARY.gap
        assert plan.stopped_by == "gap"
        assert plan.reproducible


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_permuting_rows_changes_nothing(seed: int) -> None:
    tables = made_up(seed)
    permuted = {name: frame[::-1] for name, frame in tables.items()}

    plan, other = solve(build(tables)), solve(build(permuted))

    assert type(plan) is type(other)
    if isinstance(plan, Portfolio) and isinstance(other, Portfolio):
        assert named_awards(tables, plan) == named_awards(permuted, other)


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_scaling_by_powers_of_two_leaves_the_programme_as_it_is(seed: int) -> None:
    problem = build(made_up(seed) | {"quotas": table("quotas")})
    wider = replace(
        problem,
        amount=problem.amount * 8,
        value=problem.value / 4,
        funds=tuple(replace(fund, budget=fund.budget * 8) for fund in problem.funds),
        pair_most=problem.pair_most * 8,
        whole_amount=problem.whole_amount * 8,
        whole_value=problem.whole_value / 4,
    )

    one, other = (Model(p, Shape(first_sets(p))).programme for p in (problem, wider))

    assert np.array_equal(one.cost, other.cost)
    assert np.array_equal(one.coefficient, other.coefficient)
    assert np.array_equal(one.upper, other.upper)


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_more_money_never_lowers_the_bound(seed: int) -> None:
    tables = made_up(seed) | {"quotas": table("quotas")}
    if "funds" not in tables:
        return
    richer = tables | {"funds": tables["funds"].with_columns(pl.col("budget") * 2)}

    plan, other = solve(build(tables), EXACTLY), solve(build(richer), EXACTLY)

    assert isinstance(plan, Portfolio)
    assert isinstance(other, Portfolio)
    assert other.bound >= plan.bound - 1e-9


@given(SEEDS)
@settings(max_examples=30, deadline=None)
def test_a_refused_candidate_added_alone_breaks_a_condition(seed: int) -> None:
    problem = build(made_up(seed))
    plan = solve(problem, SolveOptions(gap=1.0))
    if not isinstance(plan, Portfolio):
        return

    for i in np.flatnonzero(~plan.granted).tolist():
        ways = np.flatnonzero((problem.whole_candidate == i) & (problem.whole_value > 0)).tolist()
        if i in problem.pair_candidate and problem.value[i] > 0:
            ways.append(-1)
        for way in ways:
            mode = plan.mode.copy()
            mode[i] = way
            payment = paid(problem, mode, ORDINARY, UNWATCHED)
            assert not isinstance(payment, Awards) or check(
                problem,
                replace(
                    plan,
                    mode=mode,
                    award_candidate=payment.candidate,
                    award_fund=payment.fund,
                    award_amount=payment.amount,
                ),
            )


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_forcing_a_refused_candidate_in_never_raises_the_objective(seed: int) -> None:
    problem = build(made_up(seed))
    plan = solve(problem, EXACTLY)
    if not isinstance(plan, Portfolio) or plan.granted.all():
        return
    required = problem.required.copy()
    required[np.flatnonzero(~plan.granted)[0]] = True

    forced = solve(replace(problem, required=required), EXACTLY)

    assert isinstance(forced, Infeasible) or forced.objective <= plan.objective + 1e-9


def test_the_same_input_and_seed_give_the_same_awards() -> None:
    tables = made_up(7)

    plan, again = allocate(tables), allocate(tables)

    assert isinstance(plan, Portfolio)
    assert isinstance(again, Portfolio)
    assert named_awards(tables, plan) == named_awards(tables, again)
    assert plan.solver.startswith("HiGHS 1.")
    assert plan.seed == 0


def test_a_candidate_is_paid_by_two_funds_where_one_does_not_reach() -> None:
    tables = {"candidates": candidates(A=(100, 1.0)), "funds": funds(F=60, G=60)}

    plan = allocate(tables)

    assert isinstance(plan, Portfolio)
    assert sum(amount for _, _, amount in named_awards(tables, plan)) == 100
    assert len(plan.award_fund) == 2


def test_without_funds_only_quotas_and_capacities_bind() -> None:
    tables = {
        "candidates": candidates(A=(10, 1.0), B=(10, 2.0), C=(10, 3.0)),
        "quotas": table("quotas", quota("two", "all", "count", ceiling=2.0)),
    }

    plan = allocate(tables)

    assert isinstance(plan, Portfolio)
    assert named_awards(tables, plan) == [("B", "", 10), ("C", "", 10)]


def test_no_candidate_is_paid_by_three_funds() -> None:
    tables = {"candidates": candidates(A=(120, 1.0)), "funds": funds(F=50, G=50, H=50)}

    plan = allocate(tables, EXACTLY)

    assert isinstance(plan, Portfolio)
    assert not plan.granted.any()


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


def test_everyone_is_funded_when_all_must_be() -> None:
    tables = {"candidates": candidates(A=(10, 0.0), B=(10, 1.0)), "funds": funds(F=20)}

    plan = allocate(tables, require_all=True)

    assert isinstance(plan, Portfolio)
    assert plan.granted.all()


def test_nothing_worth_funding_is_a_plan_of_nothing() -> None:
    plan = allocate({"candidates": candidates(A=(10, 0.0)), "funds": funds(F=20)})

    assert isinstance(plan, Portfolio)
    assert plan.mode.tolist() == [REFUSED]
    assert plan.gap == 0.0


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


def test_floors_that_cannot_be_met_are_missed_as_little_as_can_be() -> None:
    tables = {
        "candidates": candidates(A=(60, 1.0), B=(40, 5.0), C=(50, 2.0)),
        "funds": funds(F=100),
        "quotas": table(
            "quotas",
            quota("most", "all", "amount", floor=120.0),
            quota("one", "all", "count", floor=1.0),
        ),
    }

    plan = least_missed(build(tables))

    assert isinstance(plan, Portfolio)
    assert plan.objective == 6.0
    [missed] = check(build(tables), plan)
    assert missed.name == "floor:most"
    assert missed.values["reached"] == 100.0


def test_a_share_that_cannot_be_reached_is_missed_as_little_as_can_be() -> None:
    tables = {
        "candidates": candidates(A=(60, 1.0), B=(40, 5.0)),
        "funds": funds(F=100),
        "quotas": table(
            "quotas",
            quota("women", "tag:women", "amount", floor=0.5, relative=True),
        ),
    }
    problem = build(tables)
    required = replace(problem, required=np.array([False, True]))

    plan = least_missed(required)

    assert isinstance(plan, Portfolio)
    assert plan.objective == 6.0
    assert [condition.name for condition in check(problem, plan)] == ["floor:women"]


def test_what_misses_more_than_floors_is_still_infeasible() -> None:
    tables = {"candidates": candidates(A=(60, 1.0)), "funds": funds(F=50)}

    outcome = least_missed(build(tables, require_all=True))

    assert isinstance(outcome, Infeasible)
