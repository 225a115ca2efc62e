"""A plan is checked from its awards alone: whatever is changed in it is found."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from kargosha.analysis.allocation import (
    REFUSED,
    SPLIT,
    Portfolio,
    Problem,
    SolveOptions,
    build,
    check,
    solve,
)
from kargosha.analysis.allocation.tally import Tally
from tests.analysis.allocation.instances import candidates, funds, quota, table


def small_round() -> Problem:
    """Return A split over two funds, B whole from either, C over."""
    asked = candidates(A=(100, 3.0), B=(40, 2.0), C=(500, 1.0))
    return build(
        {
            "candidates": asked.with_columns(max_funds=np.array([2, 1, 2]), jobs=2.0),
            "funds": funds(F=70, G=70, H=10),
            "quotas": table(
                "quotas",
                quota("two", "all", "count", floor=2.0),
                quota("jobs", "all", "jobs", ceiling=4.0),
            ),
            "capacities": table("capacities", {"capacity_id": "k", "limit": 1.0}),
            "uses": table("uses", {"candidate_id": "B", "capacity_id": "k", "use": 0.5}),
        }
    )


def plan_of(mode: list[int], *awards: tuple[int, int, int]) -> Portfolio:
    candidate, fund, amount = (np.array(part) for part in zip(*awards, strict=True))
    return Portfolio(
        np.array(mode), candidate, fund, amount, 5.0, 5.0, 0.0, "gap", 0, 0, 0, "by hand"
    )


RIGHT = plan_of([SPLIT, 0, REFUSED], (0, 0, 30), (0, 1, 70), (1, 0, 40))


def test_a_right_plan_breaks_nothing() -> None:
    problem = small_round()

    assert check(problem, RIGHT) == []
    plan = solve(problem, SolveOptions(gap=0.0))
    assert isinstance(plan, Portfolio)
    assert plan.objective == 5.0


@pytest.mark.parametrize(
    ("plan", "name", "values"),
    [
        (
            plan_of([SPLIT, 0, REFUSED], (0, 0, 29), (0, 1, 70), (1, 0, 40)),
            "candidate:A",
            {"why": "money does not add up"},
        ),
        (
            plan_of([SPLIT, 0, REFUSED], (0, 0, 30), (0, 1, 60), (0, 2, 10), (1, 0, 40)),
            "candidate:A",
            {"why": "too many funds"},
        ),
        (
            plan_of([SPLIT, 0, REFUSED], (0, 0, 28), (0, 1, 72), (1, 0, 40)),
            "candidate:A",
            {"why": "more than a fund may give"},
        ),
        (
            plan_of([SPLIT, 0, REFUSED], (0, 0, 30), (0, 1, 70), (1, 1, 40)),
            "candidate:B",
            {"why": "not the whole pair"},
        ),
        (
            plan_of([SPLIT, 0, REFUSED], (0, 0, 30), (0, 1, 70), (1, 0, 40), (2, 0, 1)),
            "candidate:C",
            {"why": "money for a refused candidate"},
        ),
        (
            plan_of([SPLIT, 0, REFUSED], (0, 0, 31), (0, 1, 69), (1, 0, 40)),
            "fund:F",
            {"budget": 70, "spent": 71},
        ),
    ],
)
def test_money_that_is_wrong_is_found(plan: Portfolio, name: str, values: dict[str, Any]) -> None:
    [broken, *_] = check(small_round(), plan)

    assert broken.name == name
    assert broken.values == values


def test_quotas_capacities_and_requirements_are_added_up_again() -> None:
    problem = small_round()
    stricter = replace(
        problem,
        quotas=tuple(replace(quota, floor=3, ceiling=1) for quota in problem.quotas),
        capacities=tuple(replace(capacity, limit=0) for capacity in problem.capacities),
        require_all=True,
        required=np.array([False, False, True]),
    )

    names = [condition.name for condition in check(stricter, RIGHT)]

    assert names == [
        "ceiling:jobs",
        "floor:two",
        "ceiling:two",
        "capacity:k",
        "require_all",
        "candidate:C",
    ]


@pytest.mark.parametrize(
    ("limits", "uses", "admitted"),
    [
        ({"k": 1.0}, {"B": 0.5}, True),
        ({"k": 1.0, "seats": 1.0}, {"C": 0.5}, True),
        ({"seats": 0.25, "k": 1.0}, {"C": 0.5}, False),
    ],
)
def test_one_more_is_admitted_where_what_it_uses_is_left(
    limits: dict[str, float], uses: dict[str, float], admitted: bool
) -> None:
    problem = build(
        {
            "candidates": candidates(A=(10, 3.0), B=(10, 2.0), C=(10, 1.0)),
            "funds": funds(F=30),
            "capacities": table(
                "capacities", *({"capacity_id": name, "limit": n} for name, n in limits.items())
            ),
            "uses": table(
                "uses",
                *(
                    {"candidate_id": who, "capacity_id": name, "use": use}
                    for name in limits
                    for who, use in uses.items()
                ),
            ),
        }
    )

    assert Tally.of(problem, np.array([0, 0, REFUSED])).admits(2, 10) is admitted
