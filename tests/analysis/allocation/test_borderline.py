"""The borderline in the counties' order: the first choice that holds, found by trying every one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kargosha.analysis.allocation import (
    REFUSED,
    Portfolio,
    Problem,
    SolveOptions,
    allocate,
    build,
    solve,
)
from kargosha.analysis.allocation.borderline import (
    Order,
    PassedOver,
    borderline,
    ordered_portfolio,
)
from kargosha.analysis.allocation.tally import taken_amount
from kargosha.analysis.errors import NotConverged
from tests.analysis.allocation.instances import candidates, funds, made_up, quota, table
from tests.reference.enumeration import every_portfolio, holds
from tests.reference.literal_tables import LiteralTables

SEEDS = st.integers(0, 10**6)


@dataclass(frozen=True)
class Round:
    """A made-up round with its plan, a borderline, and an order for some counties."""

    tables: dict[str, pl.DataFrame]
    problem: Problem
    plan: Portfolio
    near: np.ndarray[tuple[int], np.dtype[np.bool_]]
    orders: list[Order]


def made_up_round(seed: int) -> Round | None:
    tables = made_up(seed)
    problem = build(tables)
    plan = solve(problem)
    if not isinstance(plan, Portfolio):
        return None
    dice = np.random.Generator(np.random.PCG64(seed))
    near = dice.random(problem.size) < 0.7
    county = tables["candidates"].sort("candidate_id")["place_code"].to_numpy()
    ordered = [code for code in ("0301", "0302") if dice.random() < 0.7]
    cases = {code: np.flatnonzero(near & (county == code)) for code in ordered}
    orders = [Order(code, dice.permutation(cases[code])) for code in ordered]
    return Round(tables, problem, plan, near, orders)


def first_that_holds(asked: Round) -> frozenset[str]:
    """Try every choice; return the one that comes first in the order of the turns."""
    ids = asked.problem.candidate_ids
    fixed = {ids[i] for i in np.flatnonzero(asked.plan.granted & ~asked.near)}
    turns = turns_of(asked)
    amount = taken_amount(asked.problem, asked.plan.mode)
    best: tuple[list[bool], frozenset[str]] = ([], frozenset())
    literal = LiteralTables(**asked.tables)  # type: ignore[arg-type]
    for granted in every_portfolio(literal):
        names = frozenset(version.candidate for version in granted)
        if names - {ids[i] for i in turns} != fixed:
            continue
        spent = {version.candidate: version.amount for version in granted}
        within = all(
            sum(spent.get(ids[i], 0) for i in order.cases) <= amount[order.cases].sum()
            for order in asked.orders
        )
        key = [ids[i] in names for i in turns]
        if key >= best[0] and within and holds(literal, granted):
            best = (key, names)
    return best[1]


def turns_of(asked: Round) -> list[int]:
    """Return who is asked when: turn by turn through the counties, then who keeps the plan's choice."""
    longest = max((len(order.cases) for order in asked.orders), default=0)
    ordered = [
        int(order.cases[turn])
        for turn in range(longest)
        for order in asked.orders
        if turn < len(order.cases)
    ]
    value = np.where(asked.plan.mode == -1, asked.problem.value, 0.0)
    whole = np.flatnonzero(asked.plan.mode >= 0)
    value[whole] = asked.problem.whole_value[asked.plan.mode[whole]]
    rest = [
        int(i) for i in np.flatnonzero(asked.near & asked.plan.granted) if int(i) not in ordered
    ]
    return ordered + sorted(rest, key=lambda i: (-value[i] / asked.problem.amount[i], i))


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_it_is_the_first_choice_that_holds(seed: int) -> None:
    asked = made_up_round(seed)
    if asked is None:
        return

    found = ordered_portfolio(asked.problem, asked.plan, asked.near, asked.orders)

    ids = asked.problem.candidate_ids
    assert {ids[i] for i in np.flatnonzero(found.granted)} == first_that_holds(asked)


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_the_core_stays_and_the_method_pays_exactly_who_is_granted(seed: int) -> None:
    asked = made_up_round(seed)
    if asked is None:
        return

    found = ordered_portfolio(asked.problem, asked.plan, asked.near, asked.orders)

    core = ~asked.near
    assert (found.granted == asked.plan.granted)[core].all()
    granted = [asked.problem.candidate_ids[i] for i in np.flatnonzero(found.granted)]
    if not granted:
        return
    only = dict(asked.tables) | {
        name: asked.tables[name].filter(pl.col("candidate_id").is_in(granted))
        for name in ("candidates", "options", "uses")
        if name in asked.tables
    }
    paid = allocate(only, SolveOptions(gap=0.0), require_all=True)
    assert isinstance(paid, Portfolio)
    assert paid.granted.all()
    ordered = {int(i) for order in asked.orders for i in order.cases}
    refused = {i for i in ordered if found.mode[i] == REFUSED}
    assert refused <= found.passed.keys()
    assert found.loss == pytest.approx(asked.plan.objective - found.objective)


def round_of(rows: pl.DataFrame, money: pl.DataFrame, *quotas: dict[str, object]) -> Problem:
    return build({"candidates": rows, "funds": money, "quotas": table("quotas", *quotas)})


def ordered_as(problem: Problem, *names: str) -> tuple[list[str], dict[str, PassedOver]]:
    """Order everyone as named, in one county; return who is granted, and why others were passed over."""
    plan = solve(problem, SolveOptions(gap=0.0))
    assert isinstance(plan, Portfolio)
    place = {name: i for i, name in enumerate(problem.candidate_ids)}
    cases = np.array([place[name] for name in names])
    found = ordered_portfolio(problem, plan, np.ones(problem.size, np.bool_), [Order("03", cases)])
    granted = [problem.candidate_ids[i] for i in np.flatnonzero(found.granted)]
    return granted, {problem.candidate_ids[i]: why for i, why in found.passed.items()}


def test_a_county_spends_what_its_borderline_had_and_no_more() -> None:
    problem = round_of(candidates(A=(60, 3.0), B=(50, 2.0), C=(45, 1.0)), funds(F=110))

    granted, passed = ordered_as(problem, "C", "A", "B")

    assert granted == ["A", "C"]
    assert passed == {"B": PassedOver("ordered.share", {"room": 5, "needed": 50})}


def test_who_does_not_fit_is_passed_over_and_told_why() -> None:
    rows = table(
        "candidates",
        {"candidate_id": "A", "amount": 50, "value": 3.0, "tags": []},
        {"candidate_id": "B", "amount": 50, "value": 2.0, "tags": ["late"]},
        {"candidate_id": "C", "amount": 50, "value": 1.0, "tags": []},
    )
    ceiling = quota("late", "tag:late", "count", ceiling=0.0)

    granted, passed = ordered_as(round_of(rows, funds(F=100), ceiling), "B", "C", "A")

    assert granted == ["A", "C"]
    assert passed == {"B": PassedOver("ordered.quota", {"quota": "late"})}


def test_a_floor_that_only_another_meets_stands_before_the_order() -> None:
    rows = table(
        "candidates",
        {"candidate_id": "A", "amount": 60, "value": 1.0, "tags": ["women"]},
        {"candidate_id": "B", "amount": 60, "value": 1.5, "tags": []},
    )
    floor = quota("women", "tag:women", "count", floor=1.0)

    granted, passed = ordered_as(round_of(rows, funds(F=100), floor), "B", "A")

    assert granted == ["A"]
    assert passed == {"B": PassedOver("ordered.conditions")}


def test_a_capacity_and_the_money_of_a_fund_stop_an_order() -> None:
    rows = candidates(A=(40, 3.0), B=(40, 2.0), C=(40, 1.0))
    uses = table("uses", {"candidate_id": "C", "capacity_id": "seats", "use": 2.0})
    seats = table("capacities", {"capacity_id": "seats", "limit": 1.0})
    money = table(
        "funds",
        {"fund_id": "F", "budget": 45, "kinds": ["group"]},
        {"fund_id": "G", "budget": 40, "kinds": ["cooperative"]},
    )
    two_groups = candidates(A=(40, 3.0), B=(40, 2.0), D=(30, 1.0)).with_columns(
        kind=pl.Series(["group", "cooperative", "group"])
    )

    _, by_seats = ordered_as(
        build({"candidates": rows, "funds": funds(F=80), "capacities": seats, "uses": uses}),
        "C", "A", "B",
    )  # fmt: skip
    _, by_money = ordered_as(build({"candidates": two_groups, "funds": money}), "D", "A", "B")

    assert by_seats == {"C": PassedOver("ordered.capacity", {"capacity": "seats"})}
    assert by_money == {"A": PassedOver("ordered.money", {"needed": 40})}


def test_counties_without_an_order_keep_the_plan() -> None:
    problem = round_of(candidates(A=(60, 3.0), B=(50, 2.0)), funds(F=60))
    plan = solve(problem)
    assert isinstance(plan, Portfolio)

    found = ordered_portfolio(problem, plan, np.ones(2, np.bool_), [])

    assert found.granted.tolist() == plan.granted.tolist()
    assert (found.loss, found.passed) == (0.0, {})


def test_half_an_order_is_none() -> None:
    class Hurried:
        def stop(self) -> bool:
            return True

        def report(self, share: float, bound: float | None, value: float | None) -> None:
            """Hear nothing."""

    rows = table(
        "candidates",
        {"candidate_id": "A", "amount": 60, "value": 1.0, "tags": ["women"]},
        {"candidate_id": "B", "amount": 60, "value": 1.5, "tags": []},
    )
    problem = round_of(rows, funds(F=100), quota("women", "tag:women", "count", floor=1.0))
    plan = solve(problem)
    assert isinstance(plan, Portfolio)
    order = [Order("03", np.array([1, 0]))]

    with pytest.raises(NotConverged):
        ordered_portfolio(problem, plan, np.ones(2, np.bool_), order, watch=Hurried())


def test_the_borderline_is_near_the_cut_off_by_its_own_value() -> None:
    margin = np.array([0.2, -0.2, 0.3, np.nan])
    value = np.array([2.0, 2.0, 2.0, 0.0])

    near: Sequence[bool] = borderline(margin, value, 0.1).tolist()

    assert near == [True, True, False, False]


def test_an_order_moves_money_that_one_fund_pays_alone() -> None:
    one_fund = candidates(A=(60, 3.0), B=(50, 2.0), C=(55, 1.0)).with_columns(
        max_funds=pl.Series([1, 1, 1])
    )

    granted, passed = ordered_as(round_of(one_fund, funds(F=60, G=50)), "C", "B", "A")

    assert granted == ["B", "C"]
    assert passed == {"A": PassedOver("ordered.conditions")}


def test_room_is_made_by_those_who_come_last() -> None:
    problem = round_of(candidates(A=(60, 3.0), B=(50, 2.0), C=(45, 1.0), D=(70, 0.5)), funds(F=110))

    granted, passed = ordered_as(problem, "C", "A", "B", "D")

    assert granted == ["A", "C"]
    assert passed.keys() == {"B", "D"}
