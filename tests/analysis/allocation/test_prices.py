"""What one more unit of each condition would bring."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from benchmarks.instances import made_up_round
from hypothesis import given, settings
from hypothesis import strategies as st

from kargosha.analysis.allocation import (
    REFUSED,
    NoPlan,
    Portfolio,
    Problem,
    SolveOptions,
    build,
    solve,
)
from kargosha.analysis.allocation.pairs import without
from kargosha.analysis.allocation.prices import Prices, QuotaCost, prices, quota_cost
from kargosha.analysis.errors import NotConverged
from tests.analysis.allocation.instances import candidates, funds, made_up, quota, table

SEEDS = st.integers(0, 10**6)


def tags(lists: list[list[str]]) -> pl.Series:
    return pl.Series("tags", lists, dtype=pl.List(pl.String))


def decided(problem: Problem) -> Portfolio:
    plan = solve(problem)
    assert isinstance(plan, Portfolio)
    return plan


def priced(problem: Problem) -> Prices:
    return prices(problem, decided(problem))


def test_the_next_best_candidate_sets_the_price_of_money() -> None:
    problem = build({"candidates": candidates(a=(100, 3.0), b=(50, 1.0)), "funds": funds(F=100)})

    found = priced(problem)

    fund = found.of["fund:F"]
    assert (fund.price, fund.per_billion) == (pytest.approx(0.02), pytest.approx(2e7))
    assert (fund.level, fund.slack) == (100, 0)
    assert found.cost.tolist() == [pytest.approx(2.0), pytest.approx(1.0)]
    assert found.margin.tolist() == [pytest.approx(1.0), pytest.approx(0.0)]
    assert found.per_billion(found.value).tolist() == [pytest.approx(3e7), pytest.approx(2e7)]


def test_money_that_is_left_has_no_price() -> None:
    problem = build({"candidates": candidates(a=(60, 3.0)), "funds": funds(F=100, G=5)})

    found = priced(problem)

    assert [(p.name, p.price, p.slack) for p in found.conditions] == [
        ("fund:F", 0.0, 40),
        ("fund:G", 0.0, 5),
    ]


def test_a_fund_without_an_end_is_no_condition() -> None:
    problem = build({"candidates": candidates(a=(60, 3.0)), "funds": funds(F=100, G=5)})

    found = priced(without(problem, frozenset(["fund:F"])))

    assert [price.name for price in found.conditions] == ["fund:G"]


def test_a_floor_costs_what_its_class_is_worth_less() -> None:
    asked = candidates(a=(10, 3.0), b=(10, 1.0)).with_columns(tags([[], ["women"]]))
    floor = table("quotas", quota("w", "tag:women", "count", floor=1, ceiling=1))
    problem = build({"candidates": asked, "funds": funds(F=10), "quotas": floor})

    found = priced(problem)

    assert found.of["floor:w"].price == pytest.approx(2.0)
    assert found.of["floor:w"].whole == pytest.approx(2.0)
    assert found.of["floor:w"].slack == 0
    assert found.of["ceiling:w"].price == 0.0
    assert found.aid.tolist() == [0.0, pytest.approx(2.0)]


def test_capacities_and_relative_quotas_are_reckoned_exactly() -> None:
    asked = candidates(a=(10, 3.0), b=(10, 1.0), c=(10, 2.0)).with_columns(
        tags([[], ["women"], ["women"]])
    )
    problem = build(
        {
            "candidates": asked,
            "quotas": table("quotas", quota("w", "tag:women", "count", floor=0.3, relative=True)),
            "capacities": table("capacities", {"capacity_id": "seats", "limit": 2.5}),
            "uses": table(
                "uses",
                *({"candidate_id": name, "capacity_id": "seats", "use": 1.1} for name in "abc"),
            ),
        }
    )

    found = priced(problem)

    assert found.of["floor:w"].slack == Fraction(1) - Fraction(3, 10) * 2
    assert found.of["capacity:seats"].slack == Fraction(25, 10) - Fraction(22, 10)
    assert found.of["capacity:seats"].unit == "use"


def test_a_round_of_barred_candidates_has_no_prices() -> None:
    problem = build({"candidates": candidates(a=(100, 3.0)), "funds": funds(F=10)})

    found = priced(problem)

    assert found.way.tolist() == [REFUSED]
    assert found.margin.tolist() == [0.0]
    assert found.of["fund:F"].price == 0.0
    assert found.relaxation.worth == 0.0


def test_a_stopped_relaxation_has_no_prices() -> None:
    problem = build({"candidates": candidates(a=(100, 3.0), b=(9, 1.0)), "funds": funds(F=100)})
    plan = decided(problem)

    with pytest.raises(NotConverged, match="seconds"):
        prices(problem, plan, SolveOptions(seconds=0.0))


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_prices_prove_the_bound_of_the_relaxation(seed: int) -> None:
    """Weak duality: what all conditions are worth, and every gain above the prices, is a bound."""
    problem = build(made_up(seed))
    plan = solve(problem)
    if not isinstance(plan, Portfolio):
        return

    found = prices(problem, plan)

    relaxed = found.relaxation
    bound = 0.0
    for row, price in zip(relaxed.model.rows, relaxed.row_price.tolist(), strict=True):
        if row.conditions and price:
            bound += price * (row.upper if np.isfinite(row.upper) else -row.lower)
    refused_best = prices(problem, replace(plan, mode=np.full(problem.size, REFUSED)))
    bound += np.maximum(refused_best.margin, 0.0).sum()
    assert bound == pytest.approx(relaxed.worth, rel=1e-6, abs=1e-6)
    assert relaxed.worth >= plan.objective - 1e-6
    assert all(price.price >= 0 and price.slack >= 0 for price in found.conditions)


def test_what_a_quota_costs_is_found_by_solving_without_it() -> None:
    asked = candidates(a=(10, 3.0), b=(10, 1.0)).with_columns(tags([[], ["women"]]))
    floor = table("quotas", quota("w", "tag:women", "count", floor=1))
    problem = build({"candidates": asked, "funds": funds(F=10), "quotas": floor})
    plan = decided(problem)

    cost = quota_cost(problem, plan, "floor:w", kept_jobs=np.array([5.0, 4.0]))
    unasked = quota_cost(problem, plan, "floor:w")

    assert isinstance(cost, QuotaCost)
    assert (cost.condition, cost.value, cost.kept_jobs) == ("floor:w", 2.0, 1.0)
    assert unasked == QuotaCost("floor:w", 2.0, None)


def test_a_cost_that_cannot_be_found_in_time_is_not_told() -> None:
    hard = made_up_round(60, 1)
    problem = build(
        {"candidates": hard.candidates, "funds": hard.funds, "quotas": hard.quotas.tail(1)}
    )
    plan = decided(problem)

    found = quota_cost(problem, plan, "floor:women", SolveOptions(seconds=0.0))

    assert isinstance(found, NoPlan)
