"""From tables to the problem: what is derived, who is barred and why, and every fault by its code."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest

from kargosha.analysis.allocation import NO_FUND, build
from kargosha.analysis.errors import BadTable, Fault
from tests.analysis.allocation.instances import candidates, funds, quota, table

Tables = Mapping[str, pl.DataFrame]


def candidate(name: str, **fields: Any) -> dict[str, Any]:
    return {"candidate_id": name, "amount": 100, "value": 1.0, **fields}


def fund(name: str, **fields: Any) -> dict[str, Any]:
    return {"fund_id": name, "budget": 1_000, **fields}


def faults_of(tables: Tables) -> list[Fault]:
    with pytest.raises(BadTable) as caught:
        build(tables)
    return list(caught.value.faults)


def test_candidates_and_funds_stand_in_the_order_of_their_ids() -> None:
    problem = build({"candidates": candidates(B=(2, 1.0), A=(1, 2.0)), "funds": funds(G=5, F=9)})

    assert problem.candidate_ids == ("A", "B")
    assert problem.row.tolist() == [3, 2]
    assert problem.fund_ids == ("F", "G")
    assert problem.budget.tolist() == [9, 5]
    assert problem.most.tolist() == [[1, 1], [2, 2]]


def test_the_value_is_the_product_of_its_factors_where_none_is_given() -> None:
    factors = {
        "candidate_id": ["A"],
        "amount": [100],
        "jobs": [4.0],
        "keep_probability": [0.5],
        "need": [1.5],
        "household_weight": [1.2],
    }

    problem = build({"candidates": pl.DataFrame(factors)})

    assert problem.value.tolist() == pytest.approx([3.6])
    assert problem.exact_jobs.at(0) == 4


def test_ceilings_and_shares_are_floored_exactly() -> None:
    asked = table("candidates", candidate("A", amount=10**15 + 1, jobs=0.3))
    rows = [
        fund("F", budget=10**16, ceiling_per_job=10**15 + 1),
        fund("G", budget=10**16, max_share=0.1),
        fund("H", budget=10**16, ceiling_per_group=8 * 10**14),
        fund("I", budget=5),
    ]

    problem = build({"candidates": asked, "funds": table("funds", *rows)})

    assert problem.pair_most.tolist() == [3 * 10**14, 10**14, 8 * 10**14, 5]


def test_places_activities_and_kinds_say_whom_a_fund_may_pay_for() -> None:
    asked = table(
        "candidates",
        candidate("A", place_code="030201", activity="bees", kind="group"),
        candidate("B", place_code="0311", activity="bees", kind="group"),
        candidate("C", activity="carpets", kind="group"),
    )
    rows = [
        fund("F", places=["0302", "0303"]),
        fund("G", activities=["bees"], kinds=["group"]),
        fund("H", kinds=["cooperative"]),
    ]

    problem = build({"candidates": asked, "funds": table("funds", *rows)})

    pairs = zip(problem.pair_candidate.tolist(), problem.pair_fund.tolist(), strict=True)
    assert list(pairs) == [(0, 0), (0, 1), (1, 1)]
    assert problem.barred[2].code == "ineligible.no_fund"


def test_a_candidate_that_takes_one_fund_alone_becomes_whole_pairs() -> None:
    asked = table("candidates", candidate("A", max_funds=1))
    rows = [fund("F"), fund("G", budget=99), fund("H", max_share=0.5)]

    problem = build({"candidates": asked, "funds": table("funds", *rows)})

    assert problem.pair_candidate.size == 0
    assert problem.whole_fund.tolist() == [0]


def test_options_override_eligibility_and_their_own_figures_are_taken_whole() -> None:
    asked = table("candidates", candidate("A"), candidate("B"))
    money = table("funds", fund("F", activities=["bees"]), fund("G"), fund("H"))
    listed = table(
        "options",
        {"candidate_id": "A", "fund_id": "F"},
        {"candidate_id": "A", "fund_id": "G", "value": 3.0},
        {"candidate_id": "A", "fund_id": "H", "amount": 40},
        {"candidate_id": "B", "fund_id": "G", "value": 0.0},
    )

    problem = build({"candidates": asked, "funds": money, "options": listed})

    assert problem.pair_fund.tolist() == [0]
    assert problem.whole_fund.tolist() == [1, 2]
    assert problem.whole_value.tolist() == [3.0, 1.0]
    assert problem.whole_amount.tolist() == [100, 40]
    assert list(problem.barred) == [1]


def test_without_funds_each_candidate_is_one_whole_pair() -> None:
    problem = build({"candidates": candidates(A=(10, 1.0), B=(5, 0.0))})

    assert problem.whole_fund.tolist() == [NO_FUND]
    assert problem.whole_candidate.tolist() == [0]
    assert problem.barred[1].code == "ineligible.no_gain"


def test_the_barred_are_told_what_stands_in_the_way() -> None:
    asked = table(
        "candidates",
        candidate("A", value=0.0),
        candidate("B", activity="bees"),
        candidate("C", activity="milk"),
        candidate("D", activity="wool"),
        candidate("E", activity="wool", max_funds=1),
    )
    rows = [
        fund("F", activities=["milk"], max_share=0.3),
        fund("G", activities=["milk"], ceiling_per_group=60),
        fund("H", activities=["wool"], budget=50),
        fund("I", activities=["wool"], budget=49),
    ]

    problem = build({"candidates": asked, "funds": table("funds", *rows)})

    assert {i: barred.code for i, barred in problem.barred.items()} == {
        0: "ineligible.no_gain",
        1: "ineligible.no_fund",
        2: "ineligible.over_ceiling",
        3: "ineligible.over_budget",
        4: "ineligible.over_budget",
    }
    assert problem.barred[2].values == {"amount": 100, "reach": 90}
    assert problem.barred[3].values == {"amount": 100, "reach": 99}
    assert problem.barred[4].values == {"amount": 100, "reach": 50}


def test_everyone_required_keeps_those_without_value() -> None:
    tables = {"candidates": candidates(A=(10, 0.0)), "funds": funds(F=10)}

    assert build(tables, require_all=True).barred == {}


def test_classes_pick_their_members() -> None:
    asked = table(
        "candidates",
        candidate("A", place_code="0302", tags=["women", "youth"], activity="bees", kind="group"),
        candidate("B", place_code="0311", tags=[], activity="milk"),
        candidate("C"),
    )
    classes = ["all", "place:03", "place:0311", "tag:youth", "activity:bees", "kind:group"]
    rows = [quota(f"q{k}", name, "count", ceiling=1.0) for k, name in enumerate(classes)]

    problem = build({"candidates": asked, "quotas": table("quotas", *rows)})

    members = [quota.members.tolist() for quota in problem.quotas]
    assert members == [[0, 1, 2], [0, 1], [1], [0], [0], [0]]


def test_bounds_and_uses_are_the_decimals_that_were_written() -> None:
    tables = {
        "candidates": candidates(A=(10, 1.0), B=(10, 1.0)),
        "quotas": table("quotas", quota("q", "all", "amount", floor=0.1, relative=True)),
        "capacities": table("capacities", {"capacity_id": "k", "limit": 0.3}),
        "uses": table("uses", {"candidate_id": "B", "capacity_id": "k", "use": 0.1}),
    }

    problem = build(tables)

    assert problem.quotas[0].floor == Fraction(1, 10)
    assert problem.quotas[0].ceiling is None
    assert problem.capacities[0].limit == Fraction(3, 10)
    assert problem.capacities[0].members.tolist() == [1]
    assert problem.capacities[0].exact_use.sum(np.array([0])) == Fraction(1, 10)


ASKED = candidates(A=(10, 1.0), B=(10, 1.0))
MONEY = funds(F=10)
BAD: dict[str, tuple[Tables, tuple[str, str, int | None, str | None]]] = {
    "no candidate": (
        {"candidates": table("candidates")},
        ("fault.no_candidates", "candidates", None, None),
    ),
    "no fund": (
        {"candidates": ASKED, "funds": table("funds")},
        ("fault.empty_table", "funds", None, None),
    ),
    "options without funds": (
        {"candidates": ASKED, "options": table("options")},
        ("fault.options_without_funds", "options", None, None),
    ),
    "a candidate twice": (
        {"candidates": pl.concat([ASKED, ASKED[:1]])},
        ("fault.duplicate", "candidates", 4, "candidate_id"),
    ),
    "a pair twice": (
        {
            "candidates": ASKED,
            "funds": MONEY,
            "options": table("options", *[{"candidate_id": "A", "fund_id": "F"}] * 2),
        },
        ("fault.duplicate", "options", 3, "candidate_id"),
    ),
    "an unknown candidate": (
        {
            "candidates": ASKED,
            "funds": MONEY,
            "options": table("options", {"candidate_id": "Z", "fund_id": "F"}),
        },
        ("fault.unknown_code", "options", 2, "candidate_id"),
    ),
    "an unknown fund": (
        {
            "candidates": ASKED,
            "funds": MONEY,
            "options": table("options", {"candidate_id": "A", "fund_id": "Z"}),
        },
        ("fault.unknown_code", "options", 2, "fund_id"),
    ),
    "an unknown capacity": (
        {
            "candidates": ASKED,
            "uses": table("uses", {"candidate_id": "A", "capacity_id": "k", "use": 1.0}),
        },
        ("fault.unknown_code", "uses", 2, "capacity_id"),
    ),
    "no value and no factors": (
        {"candidates": table("candidates", candidate("A", value=None, jobs=2.0))},
        ("fault.value_missing", "candidates", 2, "value"),
    ),
    "a value against its factors": (
        {
            "candidates": pl.DataFrame(
                {
                    "candidate_id": ["A"],
                    "amount": [10],
                    "value": [4.0],
                    "jobs": [2.0],
                    "keep_probability": [0.5],
                    "need": [1.0],
                    "household_weight": [1.0],
                }
            )
        },
        ("fault.value_contradicts", "candidates", 2, "value"),
    ),
    "a class that is none": (
        {"candidates": ASKED, "quotas": table("quotas", quota("q", "women", "count"))},
        ("fault.class_malformed", "quotas", 2, "class"),
    ),
    "a class without a code": (
        {"candidates": ASKED, "quotas": table("quotas", quota("q", "place:", "count"))},
        ("fault.class_malformed", "quotas", 2, "class"),
    ),
    "a measure that is none": (
        {"candidates": ASKED, "quotas": table("quotas", quota("q", "all", "people"))},
        ("fault.measure_unknown", "quotas", 2, "measure"),
    ),
    "a floor above its ceiling": (
        {
            "candidates": ASKED,
            "quotas": table("quotas", quota("q", "all", "count", floor=2.0, ceiling=1.0)),
        },
        ("fault.floor_above_ceiling", "quotas", 2, "floor"),
    ),
    "a share above one": (
        {
            "candidates": ASKED,
            "quotas": table("quotas", quota("q", "all", "count", ceiling=1.5, relative=True)),
        },
        ("fault.share_above_one", "quotas", 2, "ceiling"),
    ),
    "jobs counted where none are stated": (
        {
            "candidates": table("candidates", candidate("A", jobs=1.0), candidate("B")),
            "quotas": table("quotas", quota("q", "all", "jobs", floor=1.0)),
        },
        ("fault.jobs_unknown", "candidates", 3, "jobs"),
    ),
    "jobs counted in a share": (
        {
            "candidates": table("candidates", candidate("A", jobs=1.0), candidate("B")),
            "quotas": table("quotas", quota("q", "tag:x", "jobs", floor=0.1, relative=True)),
        },
        ("fault.jobs_unknown", "candidates", 3, "jobs"),
    ),
    "a ceiling per job without jobs": (
        {"candidates": ASKED[:1], "funds": table("funds", fund("F", ceiling_per_job=5))},
        ("fault.jobs_for_ceiling", "candidates", 2, "jobs"),
    ),
    "an amount below one rial": (
        {"candidates": candidates(A=(0, 1.0))},
        ("fault.too_small", "candidates", 2, "amount"),
    ),
    "a fund for a kind that is a slip": (
        {
            "candidates": table("candidates", candidate("A", kind="cooperative")),
            "funds": table("funds", fund("F", kinds=["cooperatve"])),
        },
        ("fault.code_near", "funds", 2, "kinds"),
    ),
    "a quota for a tag that is a slip": (
        {
            "candidates": table("candidates", candidate("A", tags=["women", "youth"])),
            "quotas": table("quotas", quota("q", "tag:wmoen", "count")),
        },
        ("fault.code_near", "quotas", 2, "class"),
    ),
    "letters where place codes are digits": (
        {
            "candidates": table("candidates", candidate("A", place_code="0302")),
            "quotas": table("quotas", quota("q", "place:Ahar", "count")),
        },
        ("fault.place_malformed", "quotas", 2, "class"),
    ),
}


@pytest.mark.parametrize(("tables", "place"), list(BAD.values()), ids=list(BAD))
def test_a_fault_names_its_code_table_row_and_column(
    tables: Tables, place: tuple[str, str, int | None, str | None]
) -> None:
    [fault] = faults_of(tables)

    assert (fault.code, fault.table, fault.row, fault.column) == place


def test_all_faults_are_found_at_once() -> None:
    tables = {
        "candidates": table("candidates", candidate("A", amount=-5), candidate("A", value=None)),
        "funds": table("funds", fund("F", budget=None), fund("F", max_share=1.5)),
        "quotas": table("quotas", quota("q", None, None, floor=3.0, ceiling=2.0)),
    }

    codes = sorted(fault.code for fault in faults_of(tables))

    assert codes == [
        "fault.duplicate",
        "fault.duplicate",
        "fault.floor_above_ceiling",
        "fault.missing",
        "fault.missing",
        "fault.missing",
        "fault.negative",
        "fault.not_a_share",
        "fault.value_missing",
    ]


def test_the_twin_of_a_duplicate_is_quoted() -> None:
    [fault] = faults_of({"candidates": pl.concat([ASKED, ASKED[1:]])})

    assert fault.values == {"value": "B", "twin": 3}
