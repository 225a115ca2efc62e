"""A verified change wins; an estimated one says that it is an estimate."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from benchmarks.instances import made_up_round
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kargosha.analysis.allocation import Portfolio, SolveOptions, build, solve
from kargosha.analysis.allocation.changes import (
    Change,
    Decided,
    KeepRaise,
    estimated_changes,
    nearest,
    verified_changes,
)
from kargosha.analysis.allocation.neighbourhood import Effort
from kargosha.analysis.allocation.prices import prices
from kargosha.analysis.allocation.what_if import with_amount
from tests.analysis.allocation.instances import candidates, funds, made_up, quota, table
from tests.reference.enumeration import best_portfolio
from tests.reference.literal_tables import LiteralTables, fits

SEEDS = st.integers(0, 10**6)
EXACTLY = SolveOptions(gap=0.0)
BILLION = 10**9
COURSE = KeepRaise("course", 0.5, 0.7)
EVIDENCE = KeepRaise("evidence", 0.5, 0.6)


def decided(tables: Mapping[str, pl.DataFrame]) -> Decided | None:
    problem = build(tables)
    plan = solve(problem, EXACTLY)
    return Decided(problem, plan, prices(problem, plan)) if isinstance(plan, Portfolio) else None


def sure(tables: Mapping[str, pl.DataFrame]) -> Decided:
    found = decided(tables)
    assert found is not None
    return found


def by_kind(changes: tuple[Change, ...]) -> dict[str, Mapping[str, Any]]:
    return {change.kind: change.values for change in changes}


def changed_tables(
    tables: Mapping[str, pl.DataFrame], name: str, change: Change
) -> dict[str, pl.DataFrame]:
    """Apply a change to the tables themselves."""
    values: Any = change.values
    is_one = pl.col("candidate_id") == name

    def put(column: str, to: pl.Expr) -> dict[str, pl.DataFrame]:
        written = pl.when(is_one).then(to).otherwise(pl.col(column)).alias(column)
        return {**tables, "candidates": tables["candidates"].with_columns(written)}

    if change.kind == "less_money":
        return put("amount", pl.lit(values["amount"]))
    if change.kind == "higher_keep":
        return put("value", pl.col("value") * values["then"] / values["now"])
    if change.kind == "more_jobs":
        factor = values["jobs"] / values["jobs_now"]
        tables = put("value", pl.col("value") * factor)
        return put("jobs", pl.lit(values["jobs"]))
    return {**tables, "options": with_opened(tables, name, values["fund"])}


def with_opened(tables: Mapping[str, pl.DataFrame], name: str, opened: list[str]) -> pl.DataFrame:
    """List the pairs that the funds' own rules allow, and the opened ones."""
    pairs = [
        {"candidate_id": row["candidate_id"], "fund_id": fund["fund_id"]}
        for row in tables["candidates"].to_dicts()
        for fund in tables["funds"].to_dicts()
        if fits(fund, row) or (row["candidate_id"] == name and fund["fund_id"] in opened)
    ]
    return table("options", *pairs)


@given(SEEDS)
@example(41)  # two funds reach all but one rial of an amount
@example(11108)  # only an option has a value, the proposal itself has none
@example(31607)  # an amount tried on the way can be paid by no two funds
@settings(max_examples=60, deadline=None)
def test_every_verified_change_wins_under_enumeration(seed: int) -> None:
    tables = made_up(seed)
    found = decided(tables)
    if found is None or "options" in tables or len(tables["candidates"]) > 6:
        return
    for i in np.flatnonzero(~found.portfolio.granted).tolist():
        name = found.problem.candidate_ids[i]

        changes = verified_changes(found, i, [COURSE], EXACTLY)

        for change in changes:
            assert change.verified
            world = tables if change.kind == "tie" else changed_tables(tables, name, change)
            best = best_portfolio(LiteralTables(**world), forced=frozenset([name]))
            assert best.value >= found.portfolio.objective - 1e-9


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_who_is_put_in_by_force_never_raises_the_worth_above_the_bound(seed: int) -> None:
    tables = made_up(seed)
    found = decided(tables)
    if found is None or len(tables["candidates"]) > 6:
        return
    for i in np.flatnonzero(~found.portfolio.granted).tolist():
        forced = frozenset([found.problem.candidate_ids[i]])

        best = best_portfolio(LiteralTables(**tables), forced=forced)

        assert best.value <= found.portfolio.bound * (1 + 1e-9) + 1e-9


def rivals(**more: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Two proposals of four and six billion for seven billion rials; the second is refused."""
    asked = candidates(a=(4 * BILLION, 3.0), b=(6 * BILLION, 2.0)).with_columns(
        jobs=pl.Series([3.0, 2.0])
    )
    return {"candidates": asked, "funds": funds(F=7 * BILLION), **more}


def test_less_money_more_jobs_and_a_higher_probability_are_found() -> None:
    found = verified_changes(sure(rivals()), 1, [COURSE, EVIDENCE, KeepRaise("course", 0.5, 0.8)])

    values = by_kind(found)
    assert values["less_money"]["asked"] == 6 * BILLION
    assert 2.9 * BILLION <= values["less_money"]["amount"] <= 3 * BILLION
    assert values["less_money"]["above"] <= values["less_money"]["amount"] * 1.05
    assert values["more_jobs"] == {"jobs": 3.0, "jobs_now": 2.0}
    assert values["higher_keep"] == {"by": "course", "now": 0.5, "then": 0.8}
    assert [change.code for change in found] == [
        "change.less_money",
        "change.more_jobs",
        "change.higher_keep.course",
    ]
    assert [change.for_applicant for change in found] == [True, False, True]


def test_another_fund_is_named_when_it_wins() -> None:
    rows = [
        {"fund_id": "F", "budget": 7 * BILLION},
        {"fund_id": "G", "budget": 7 * BILLION, "activities": ["bees"]},
    ]
    found = sure(rivals() | {"funds": table("funds", *rows)})

    changes = by_kind(verified_changes(found, 1))

    assert changes["another_fund"] == {"fund": ["G"]}


def test_whoever_no_fund_admits_is_told_which_fund_would_have_won() -> None:
    rows = [{"fund_id": "G", "budget": 7 * BILLION, "activities": ["bees"]}]
    found = sure(rivals() | {"funds": table("funds", *rows)})

    assert found.problem.barred[1].code == "ineligible.no_fund"
    assert by_kind(verified_changes(found, 1)) == {"another_fund": {"fund": ["G"]}}
    assert estimated_changes(found, 1) == ()


def test_whoever_asks_too_much_is_told_how_much_would_have_won() -> None:
    found = sure({"candidates": candidates(a=(9 * BILLION, 3.0)), "funds": funds(F=7 * BILLION)})

    changes = by_kind(verified_changes(found, 0))

    assert changes["less_money"] == {
        "amount": 7 * BILLION,
        "asked": 9 * BILLION,
        "above": 7 * BILLION + 1,
        "less_percent": 23,
    }


def test_what_brings_nothing_is_not_mended_by_less_money() -> None:
    found = sure({"candidates": candidates(a=(BILLION, 0.0)), "funds": funds(F=7 * BILLION)})

    assert verified_changes(found, 0) == ()


def test_a_plan_of_equal_worth_is_a_tie() -> None:
    asked = candidates(a=(4 * BILLION, 3.0), b=(4 * BILLION, 3.0))
    found = sure({"candidates": asked, "funds": funds(F=7 * BILLION)})
    [refused] = np.flatnonzero(~found.portfolio.granted).tolist()

    [change] = verified_changes(found, refused)

    assert change.code == "change.tie"
    assert change.values == {"worth": 3.0, "decided": 3.0}
    assert not change.for_applicant


def test_jobs_that_break_a_ceiling_in_jobs_do_not_win() -> None:
    ceiling = table("quotas", quota("few", "all", "jobs", ceiling=3.0))
    asked = candidates(a=(4 * BILLION, 3.0), b=(6 * BILLION, 2.5)).with_columns(
        jobs=pl.Series([3.0, 2.9])
    )
    found = sure({"candidates": asked, "funds": funds(F=7 * BILLION), "quotas": ceiling})

    assert "more_jobs" not in by_kind(verified_changes(found, 1))


def test_unknown_jobs_are_not_raised() -> None:
    asked = candidates(a=(4 * BILLION, 3.0), b=(6 * BILLION, 2.0), c=(6 * BILLION, 1.0))
    found = sure({"candidates": asked, "funds": funds(F=7 * BILLION)})

    assert set(by_kind(verified_changes(found, 1))) == {"less_money"}
    assert set(by_kind(estimated_changes(found, 2))) == {"less_money"}


def test_a_larger_round_is_searched_near_its_margin() -> None:
    whole = made_up_round(60, 3)
    tables = {"candidates": whole.candidates, "funds": whole.funds, "quotas": whole.quotas.tail(1)}
    problem = build(tables)
    plan = solve(problem)
    assert isinstance(plan, Portfolio)
    found = Decided(problem, plan, prices(problem, plan))
    effort = Effort(free=20, questions=4)

    for i in nearest(found, 4).tolist():
        for change in verified_changes(found, i, effort=effort):
            if change.kind == "less_money":
                smaller = with_amount(problem, i, int(str(change.values["amount"])))
                required = np.arange(problem.size) == i
                again = solve(replace(smaller, required=required))
                assert isinstance(again, Portfolio)
                assert again.bound >= plan.objective


def test_the_plan_that_wins_is_stretched_to_the_most_it_can_pay() -> None:
    others = {"c": (BILLION, 0.5), "d": (2 * BILLION, 0.9), "e": (2 * BILLION, 0.8)}
    asked = candidates(a=(4 * BILLION, 3.0), b=(6 * BILLION, 2.0), **others)
    found = sure({"candidates": asked, "funds": funds(F=8 * BILLION)})

    changes = by_kind(verified_changes(found, 1, effort=Effort(questions=1)))

    # Prices suggest 0.75 billion; the plan that wins there leaves room for almost 2.
    assert changes["less_money"]["amount"] >= 1.9 * BILLION


def test_one_question_may_find_nothing() -> None:
    asked = candidates(a=(BILLION, 30.0), b=(2 * BILLION, 0.001))
    found = sure({"candidates": asked, "funds": funds(F=BILLION)})

    assert verified_changes(found, 1, effort=Effort(questions=1)) == ()


def test_estimates_follow_the_prices() -> None:
    asked = candidates(a=(4 * BILLION, 4.0), b=(4 * BILLION, 2.0), c=(4 * BILLION, 1.0))
    found = sure(
        {
            "candidates": asked.with_columns(jobs=pl.Series([1.0, 1.0, 1.0])),
            "funds": funds(F=6 * BILLION),
        }
    )

    changes = estimated_changes(found, 2, [COURSE, KeepRaise("evidence", 0.4, 0.9)])

    values = by_kind(changes)
    assert values["less_money"] == {"amount": 2 * BILLION, "asked": 4 * BILLION, "less_percent": 50}
    assert values["more_jobs"] == {"jobs": 2.0, "jobs_now": 1.0}
    assert values["higher_keep"]["by"] == "evidence"
    assert not any(change.verified for change in changes)
    assert estimated_changes(found, 0) == ()
    assert "higher_keep" not in by_kind(estimated_changes(found, 2, [COURSE]))


def test_an_amount_below_a_million_is_not_suggested() -> None:
    asked = candidates(a=(4_000, 4.0), b=(4_000, 1.0), c=(4_000, 0.5))
    found = sure({"candidates": asked, "funds": funds(F=6_000)})

    assert estimated_changes(found, 2) == ()
    assert verified_changes(found, 2) == ()


def test_the_nearest_to_the_margin_come_first() -> None:
    asked = candidates(
        a=(4 * BILLION, 4.0), b=(4 * BILLION, 1.0), c=(4 * BILLION, 2.0), d=(9 * BILLION, 9.0)
    )
    found = sure({"candidates": asked, "funds": funds(F=4 * BILLION)})

    assert nearest(found, 5).tolist() == [2, 1]
    assert nearest(found, 1).tolist() == [2]


@pytest.mark.parametrize("options", [True, False])
def test_a_pair_taken_whole_may_win_with_less(options: bool) -> None:
    tables = rivals()
    tables["candidates"] = tables["candidates"].with_columns(
        max_funds=pl.lit(None if options else 1, pl.Int64)
    )
    if options:
        tables["options"] = table(
            "options",
            {"candidate_id": "a", "fund_id": "F", "value": 3.0},
            {"candidate_id": "b", "fund_id": "F"},
        )

    changes = by_kind(verified_changes(sure(tables), 1))

    assert 2.9 * BILLION <= changes["less_money"]["amount"] <= 3 * BILLION
