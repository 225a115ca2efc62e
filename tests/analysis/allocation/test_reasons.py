"""Every candidate has a reason, and every reason is true in the model."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kargosha.analysis.allocation import REFUSED, Portfolio, Problem, build, solve
from kargosha.analysis.allocation.prices import Prices, prices
from kargosha.analysis.allocation.reasons import Reason, outcomes, reasons
from tests.analysis.allocation.instances import candidates, funds, made_up, quota, table
from tests.reference.enumeration import holds
from tests.reference.literal_tables import LiteralTables, Version

SEEDS = st.integers(0, 10**6)


def tags(lists: list[list[str]]) -> pl.Series:
    return pl.Series("tags", lists, dtype=pl.List(pl.String))


def explained(
    tables: Mapping[str, pl.DataFrame], *, require_all: bool = False
) -> tuple[Problem, Portfolio, tuple[Reason, ...]]:
    problem = build(tables, require_all=require_all)
    plan = solve(problem)
    assert isinstance(plan, Portfolio)
    return problem, plan, reasons(problem, plan, prices(problem, plan))


@given(SEEDS)
@settings(max_examples=80, deadline=None)
def test_whoever_is_refused_would_break_a_condition(seed: int) -> None:
    tables = made_up(seed)
    problem = build(tables)
    plan = solve(problem)
    if "options" in tables or not isinstance(plan, Portfolio):
        return

    told = reasons(problem, plan, prices(problem, plan))

    literal = LiteralTables(**tables)
    granted = [literal.versions[problem.candidate_ids[i]][0] for i in np.flatnonzero(plan.granted)]
    for name, reason in zip(problem.candidate_ids, told, strict=True):
        if reason.outcome == "refused":
            one_more = literal.versions[name][0]
            assert not holds(literal, (*granted, one_more))
            assert is_broken_by(literal, granted, one_more, reason)
        elif reason.outcome == "ineligible":
            assert cannot_be_paid(literal, name)


def is_broken_by(
    literal: LiteralTables, granted: list[Version], one_more: Version, reason: Reason
) -> bool:
    """Check the named condition itself, from the tables alone."""
    if reason.code in ("refused.ceiling", "refused.share"):
        named = [q for q in literal.literal_quotas if q.name == reason.values["quota"]]
        only_named = LiteralTables(literal.candidates)
        only_named.__dict__.update(literal_quotas=named, budgets={}, limits={})
        free = [replace(v, most={"": v.amount}) for v in (*granted, one_more)]
        only_named.__dict__["budgets"] = {"": sum(v.amount for v in free)}
        return not holds(only_named, tuple(free))
    if reason.code == "refused.capacity":
        name = str(reason.values["capacity"])
        used = sum((literal.use(v.candidate, name) for v in granted), Fraction(0))
        return used + literal.use(one_more.candidate, name) > literal.limits[name]
    money = LiteralTables(literal.candidates)
    money.__dict__.update(literal_quotas=[], budgets=literal.budgets, limits={})
    return reason.code in ("refused.money", "refused.split") and not holds(
        money, (*granted, one_more)
    )


def cannot_be_paid(literal: LiteralTables, name: str) -> bool:
    alone = LiteralTables(literal.candidates)
    alone.__dict__.update(literal_quotas=[], budgets=literal.budgets, limits={})
    return not any(holds(alone, (version,)) for version in literal.versions[name])


@given(SEEDS)
@settings(max_examples=80, deadline=None)
def test_whoever_is_granted_earns_it_keeps_a_floor_or_fits(seed: int) -> None:
    tables = made_up(seed)
    problem = build(tables)
    plan = solve(problem)
    if "options" in tables or not isinstance(plan, Portfolio):
        return

    told = reasons(problem, plan, prices(problem, plan))

    literal = LiteralTables(**tables)
    granted = [literal.versions[problem.candidate_ids[i]][0] for i in np.flatnonzero(plan.granted)]
    for name, reason in zip(problem.candidate_ids, told, strict=True):
        if reason.outcome != "granted":
            continue
        values: Any = reason.values
        if reason.code == "granted.above_cutoff":
            assert values["value_per_billion"] >= values["cutoff"] * (1 - 1e-6) - 1e-6
        else:
            assert values["value_per_billion"] < values["cutoff"]
        if reason.code == "granted.floor":
            without = tuple(v for v in granted if v.candidate != name)
            [floor] = [q for q in literal.literal_quotas if q.name == values["quota"]]
            inside = sum((floor.measure(v) for v in without if floor.counts(v)), Fraction(0))
            whole = sum((floor.measure(v) for v in without), Fraction(0))
            assert floor.floor is not None
            assert inside < floor.floor * (whole if floor.relative else 1)


def test_a_refusal_for_money_names_the_funds_and_what_is_left() -> None:
    tables = {"candidates": candidates(a=(80, 3.0), b=(50, 1.0)), "funds": funds(F=60, G=50)}

    _, _, told = explained(tables)

    assert told[0].code == "granted.above_cutoff"
    assert told[0].values["funds"] == ["F", "G"]
    assert told[1].code == "refused.money"
    assert told[1].values["funds"] == ["F", "G"]
    assert (told[1].values["room"], told[1].values["needed"]) == (30, 50)


def test_a_ceiling_a_share_and_a_capacity_are_named() -> None:
    asked = candidates(a=(10, 3.0), b=(10, 1.0)).with_columns(tags([["women"], []]))
    ceiling = table("quotas", quota("one", "all", "count", ceiling=1))
    share = table("quotas", quota("half", "tag:women", "count", floor=0.6, relative=True))
    most = table("quotas", quota("most", "tag:women", "count", ceiling=1.0, relative=True))
    seats = {
        "capacities": table("capacities", {"capacity_id": "seats", "limit": 1.5}),
        "uses": table(
            "uses", *({"candidate_id": c, "capacity_id": "seats", "use": 1.0} for c in "ab")
        ),
    }

    *_, by_ceiling = explained({"candidates": asked, "quotas": ceiling})
    *_, by_share = explained({"candidates": asked, "quotas": share})
    *_, by_nothing = explained({"candidates": asked, "quotas": most})
    *_, by_seats = explained({"candidates": asked, **seats})

    assert (by_ceiling[1].code, by_ceiling[1].values["quota"]) == ("refused.ceiling", "one")
    assert (by_share[1].code, by_share[1].values["quota"]) == ("refused.share", "half")
    assert by_nothing[1].code == "granted.above_cutoff"
    assert (by_seats[1].code, by_seats[1].values["capacity"]) == ("refused.capacity", "seats")
    assert (by_seats[1].values["room"], by_seats[1].values["needed"]) == (0.5, 1)


def test_a_floor_in_jobs_helps_the_candidate_that_keeps_it() -> None:
    asked = candidates(a=(10, 3.0), b=(10, 1.0)).with_columns(
        tags([[], ["women"]]), pl.Series("jobs", [1.0, 0.3])
    )
    floor = table("quotas", quota("w", "tag:women", "jobs", floor=0.3))

    *_, told = explained({"candidates": asked, "funds": funds(F=15), "quotas": floor})

    assert told[1].code == "granted.floor"
    assert told[1].values["quota"] == "w"
    assert told[1].values["needed"] == 0.3


def test_the_limit_of_two_funds_is_an_obstacle_of_its_own() -> None:
    rows = [{"fund_id": name, "budget": 75, "ceiling_per_group": 50} for name in "FGH"]
    tables = {
        "candidates": candidates(a=(100, 3.0), b=(100, 2.0)),
        "funds": table("funds", *rows),
    }

    *_, told = explained(tables)

    assert told[1].code == "refused.split"
    assert told[1].values["funds"] == ["F", "G", "H"]


def test_a_set_of_funds_that_the_prices_do_not_know_is_found_by_paying() -> None:
    rows = [{"fund_id": name, "budget": 100, "ceiling_per_group": 60} for name in "FGH"]
    tables = {
        "candidates": candidates(a=(100, 9.0), b=(100, 8.0), c=(100, 1.0)),
        "funds": table("funds", *rows[:2]),
    }
    problem, plan, _ = explained(tables)
    priced = prices(problem, plan)
    shape = replace(priced.relaxation.model.shape, fund_sets=frozenset())
    model = replace(priced.relaxation.model, shape=shape)
    blind = replace(priced, relaxation=replace(priced.relaxation, model=model, row_price=[]))

    told = reasons(problem, plan, without_rows(blind))

    assert told[2].code == "refused.money"
    assert told[2].values["funds"] == ["F", "G"]
    assert told[2].values["room"] == 0


def without_rows(found: Prices) -> Prices:
    rows = len(found.relaxation.model.rows)
    return replace(found, relaxation=replace(found.relaxation, row_price=np.zeros(rows)))


def test_a_pair_with_its_own_amount_is_told_with_that_amount() -> None:
    options = table(
        "options",
        {"candidate_id": "a", "fund_id": "F", "amount": 40},
        {"candidate_id": "b", "fund_id": "F", "amount": 30},
    )
    tables = {
        "candidates": candidates(a=(90, 3.0), b=(90, 1.0)),
        "funds": funds(F=50),
        "options": options,
    }

    *_, told = explained(tables)

    assert told[0].values["amount"] == 40
    assert (told[1].code, told[1].values["room"], told[1].values["needed"]) == (
        "refused.money",
        10,
        30,
    )


def test_whoever_must_be_funded_is_told_so() -> None:
    tables = {"candidates": candidates(a=(60, 3.0), b=(50, 1.0)), "funds": funds(F=60)}
    required = np.array([False, True])
    problem = replace(build(tables), required=required)
    plan = solve(problem)
    assert isinstance(plan, Portfolio)

    told = reasons(problem, plan, prices(problem, plan))

    assert [reason.code for reason in told] == ["refused.money", "granted.required"]


def test_without_a_funds_file_no_fund_is_named() -> None:
    *_, told = explained({"candidates": candidates(a=(60, 3.0))})

    assert told[0].values["funds"] == []


def test_a_barred_candidate_is_told_why() -> None:
    problem, plan, told = explained({"candidates": candidates(a=(60, 3.0)), "funds": funds(F=9)})

    assert told[0] == Reason("ineligible", "ineligible.over_budget", {"amount": 60, "reach": 9})
    assert outcomes(problem, plan) == (Reason("ineligible", ""),)


def test_a_plan_with_room_for_one_more_is_not_explained() -> None:
    problem = build({"candidates": candidates(a=(60, 3.0)), "funds": funds(F=90)})
    plan = solve(problem)
    assert isinstance(plan, Portfolio)
    none = np.zeros(0, np.int64)
    empty = replace(
        plan,
        mode=np.array([REFUSED]),
        award_candidate=none,
        award_fund=none,
        award_amount=none,
    )

    with pytest.raises(ValueError, match="a was refused"):
        reasons(problem, empty, prices(problem, empty))
