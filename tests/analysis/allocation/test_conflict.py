"""What cannot all hold: a set that is wrong together and right without any one of its members."""

from collections.abc import Mapping

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from kargosha.analysis.allocation import Infeasible, SolveOptions, allocate, build
from kargosha.analysis.allocation.conflict import conflict
from kargosha.analysis.watch import Unwatched
from tests.analysis.allocation.instances import candidates, funds, made_up, quota, table
from tests.reference.enumeration import best_portfolio
from tests.reference.literal_tables import LiteralTables

BOTTOMLESS = 10**15


@given(st.integers(0, 10**6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_dropping_any_one_condition_leaves_a_plan(seed: int, require_all: bool) -> None:
    tables = made_up(seed)
    if require_all:
        worth = tables["candidates"].with_columns(pl.col("value") + 1)
        tables = {"candidates": worth, **{k: v for k, v in tables.items() if k != "candidates"}}
        tables.pop("options", None)

    outcome = allocate(tables, SolveOptions(gap=0.0), require_all=require_all)

    if isinstance(outcome, Infeasible):
        names = {condition.name for condition in outcome.conditions}
        assert not has_plan(tables, names)
        for name in names:
            assert has_plan(tables, names - {name})


def has_plan(tables: Mapping[str, pl.DataFrame], kept: set[str]) -> bool:
    """Ask enumeration, with every condition lifted that is not kept."""
    loosened = dict(tables)
    if "funds" in loosened:
        is_kept = pl.format("fund:{}", "fund_id").is_in(kept)
        budget = pl.when(is_kept).then("budget").otherwise(BOTTOMLESS)
        loosened["funds"] = loosened["funds"].with_columns(budget.alias("budget"))
    loosened["quotas"] = loosened["quotas"].with_columns(
        pl.when(pl.format(f"{bound}:{{}}", "quota_id").is_in(kept)).then(bound).alias(bound)
        for bound in ("floor", "ceiling")
    )
    if "capacity:seats" not in kept:
        loosened.pop("capacities", None)
        loosened.pop("uses", None)
    literal = LiteralTables(**loosened, require_all="require_all" in kept)
    return best_portfolio(literal).granted is not None


def conflict_of(
    tables: Mapping[str, pl.DataFrame], *, require_all: bool = False
) -> dict[str, dict]:
    outcome = allocate(tables, require_all=require_all)
    assert isinstance(outcome, Infeasible)
    return {condition.name: dict(condition.values) for condition in outcome.conditions}


def test_a_floor_above_the_money_names_the_fund_and_both_figures() -> None:
    tables = {
        "candidates": candidates(A=(60, 1.0), B=(40, 5.0)),
        "funds": funds(F=50, G=0),
        "quotas": table("quotas", quota("all", "all", "amount", floor=100.0)),
    }

    assert conflict_of(tables) == {
        "floor:all": {
            "measure": "amount",
            "relative": False,
            "members": 2,
            "needed": 100.0,
            "reachable": 40.0,
        },
        "fund:F": {"budget": 50, "needed": 100},
        "fund:G": {"budget": 0, "needed": 50},
    }


def test_a_floor_for_a_class_of_nobody_conflicts_with_itself_alone() -> None:
    tables = {
        "candidates": candidates(A=(60, 1.0)),
        "quotas": table("quotas", quota("women", "tag:women", "count", floor=1.0)),
    }

    conflict = conflict_of(tables)

    assert list(conflict) == ["floor:women"]
    assert conflict["floor:women"]["members"] == 0
    assert conflict["floor:women"]["reachable"] == 0.0


def test_a_capacity_and_a_floor_tell_what_each_would_need() -> None:
    tables = {
        "candidates": candidates(A=(60, 1.0), B=(40, 5.0)),
        "quotas": table("quotas", quota("two", "all", "count", floor=2.0)),
        "capacities": table("capacities", {"capacity_id": "seats", "limit": 10.0}),
        "uses": table(
            "uses",
            {"candidate_id": "A", "capacity_id": "seats", "use": 6.0},
            {"candidate_id": "B", "capacity_id": "seats", "use": 6.5},
        ),
    }

    conflict = conflict_of(tables)

    assert conflict["capacity:seats"] == {"limit": 10.0, "needed": 12.5}
    assert conflict["floor:two"]["reachable"] == 1.0


def test_a_ceiling_against_funding_everyone() -> None:
    tables = {
        "candidates": candidates(A=(60, 1.0), B=(40, 5.0)),
        "quotas": table("quotas", quota("most", "all", "count", ceiling=1.0)),
    }

    conflict = conflict_of(tables, require_all=True)

    assert conflict["require_all"] == {"candidates": 2, "reachable": 1, "barred": 0}
    assert conflict["ceiling:most"]["reachable"] == 2.0


def test_relative_bounds_are_told_as_shares() -> None:
    tables = {
        "candidates": candidates(A=(60, 1.0), B=(40, 5.0)),
        "quotas": table(
            "quotas",
            quota("women", "tag:women", "count", floor=0.3, relative=True),
            quota("one", "all", "count", floor=1.0),
        ),
    }

    conflict = conflict_of(tables)

    assert conflict["floor:women"]["relative"]
    assert conflict["floor:women"]["needed"] == 0.3
    assert conflict["floor:women"]["reachable"] == 0.0
    assert conflict["floor:one"]["reachable"] == 0.0


def test_without_time_every_condition_is_kept_and_nothing_reached_is_told() -> None:
    # No sum of 6, 10 and 15 is 29; the relaxation does not see it.
    bounds = quota("all", "all", "amount", floor=29.0, ceiling=29.0)
    problem = build(
        {
            "candidates": candidates(A=(6, 1.0), B=(10, 1.0), C=(15, 1.0), D=(6, 1.0)),
            "quotas": table("quotas", bounds),
        }
    )

    kept = conflict(problem, SolveOptions(seconds=0.0), Unwatched())

    assert [condition.name for condition in kept] == ["floor:all", "ceiling:all"]
    assert [condition.values["reachable"] for condition in kept] == [None, None]
