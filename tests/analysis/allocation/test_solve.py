"""The decided plan: as good as enumeration, every condition kept, the same for the same input."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kargosha.analysis.allocation import (
    REFUSED,
    Infeasible,
    Portfolio,
    SolveOptions,
    allocate,
    build,
    check,
    least_missed,
    payment,
    solve,
)
from kargosha.analysis.allocation.model import Model, Shape
from kargosha.analysis.allocation.payment import Awards, paid
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


def test_what_lacks_one_rial_of_two_funds_is_not_granted_and_the_search_ends() -> None:
    asked = pl.DataFrame(
        {
            "candidate_id": ["a", "b", "c"],
            "amount": [4_292_892_446, 5_114_092_347, 1_464_549_517],
            "value": [4.0, 100.0, 50.0],
            "max_funds": [2, 2, 1],
        }
    )
    money = pl.DataFrame(
        {
            "fund_id": ["F0", "F2", "F3"],
            "budget": [3_382_592_340, 5_240_864_128, 2_786_127_536],
            "max_share": [0.7, None, 0.3],
        }
    )

    plan = solve(build({"candidates": asked, "funds": money}), SolveOptions(gap=0.0))

    assert isinstance(plan, Portfolio)
    assert plan.granted.tolist() == [False, True, True]
    assert plan.bound == pytest.approx(150.0)


def test_where_nobody_chooses_the_funds_plans_with_less_money_are_sought(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(payment, "SUPPORTABLE", 0)

    for seed in range(60):
        problem = build(made_up(seed))
        plan = solve(problem, SolveOptions(gap=0.0))

        assert not isinstance(plan, Portfolio) or check(problem, plan) == []
