from datetime import date
from typing import Any

import polars as pl
import pytest

from kargosha.analysis.applications import Finding, Verdict, eligibility
from kargosha.analysis.errors import BadTable
from kargosha.analysis.rules import Rulebook, UnknownRule
from kargosha.files.rulebook import shipped_rules

BOOK = Rulebook.on(date(2026, 11, 23), shipped_rules())


def proposal(**others: Any) -> dict[str, Any]:
    """Return a proposal that keeps every rule."""
    row = {
        "proposal_id": "looms",
        "kind": "group",
        "amount": 1_000,
        "own_amount": 0,
        "member_count": 10,
        "record_member_count": 3,
        "jobs_pledged": 2,
        "activity": "carpet_weaving",
        "place_code": "0311",
        "open_commitments": 0,
    }
    return row | others


def judged(*rows: dict[str, Any], members: list[tuple[str, str, int | None]] | None = None) -> Any:
    people = members and pl.DataFrame(
        members, schema=["proposal_id", "person_id", "production_years"], orient="row"
    )
    return eligibility(pl.DataFrame(list(rows)), people, BOOK)


def of(**others: Any) -> Verdict:
    return judged(proposal(**others))[0]


def test_a_proposal_that_keeps_every_rule_is_eligible() -> None:
    assert of() == Verdict("looms")
    assert of().is_eligible


def test_every_rule_that_fails_is_named_with_its_source() -> None:
    verdict = of(member_count=2, record_member_count=0, jobs_pledged=0, amount=0)

    assert [each.code for each in verdict.failures] == [
        "eligibility.members",
        "eligibility.record",
        "eligibility.pledges",
        "eligibility.amount",
    ]
    assert verdict.failures[0] == Finding(
        "eligibility.members",
        {"found": 2, "least": 3, "more": 1},
        "eligibility.group_members",
        BOOK.rule("eligibility.group_members").source,
    )
    assert not verdict.is_eligible


@pytest.mark.parametrize(
    ("members", "recorded", "failures"),
    [
        (10, 3, []),
        (10, 2, ["eligibility.record"]),
        (30, 9, []),
        (7, 3, []),
        (7, 2, ["eligibility.record"]),
        (0, 0, ["eligibility.members"]),
    ],
)
def test_a_share_of_the_members_is_reckoned_exactly(
    members: int, recorded: int, failures: list[str]
) -> None:
    found = of(member_count=members, record_member_count=recorded).failures

    assert [each.code for each in found] == failures


def test_a_cooperative_needs_its_own_number_of_members() -> None:
    (failure,) = of(kind="cooperative", member_count=6).failures

    assert failure.rule == "eligibility.cooperative_members"
    assert failure.values == {"found": 6, "least": 7, "more": 1}


@pytest.mark.parametrize(
    ("kind", "people", "failed", "unknown"),
    [
        ("village", None, [], []),
        ("city", 9_999, [], []),
        ("city", 10_000, ["eligibility.rural_place"], []),
        ("city", None, [], ["eligibility.rural_place.unknown"]),
        ("county", 5, [], ["eligibility.rural_place.unknown"]),
        (None, None, [], ["eligibility.rural_place.unknown"]),
    ],
)
def test_what_is_not_known_of_a_place_fails_nobody(
    kind: str | None, people: int | None, failed: list[str], unknown: list[str]
) -> None:
    verdict = of(place_kind=kind, place_population=people, rural_only=True)

    assert [each.code for each in verdict.failures] == failed
    assert [each.code for each in verdict.unknown] == unknown


def test_the_terms_of_the_call_are_asked_with_the_call_as_source() -> None:
    verdict = of(
        call_code="spring", call_places=["0303"], call_activities=["dairy"], most_amount=999
    )

    assert [(each.code, each.rule, each.source) for each in verdict.failures] == [
        ("eligibility.ceiling", "call.money", "spring"),
        ("eligibility.activity", "call.activities", "spring"),
        ("eligibility.place", "call.places", "spring"),
    ]
    assert verdict.failures[0].values == {"found": 1_000, "most": 999, "over": 1}


def test_members_who_are_named_count_and_not_the_number_that_is_stated() -> None:
    row = proposal(member_count=10, record_member_count=10)
    people = [("looms", each, years) for each, years in (("a", 0), ("b", 0), ("c", None))]

    verdict = judged(row, members=people)[0]
    assert [each.code for each in verdict.unknown] == ["eligibility.record.unknown"]
    assert judged(row, members=[*people, ("looms", "d", 0)])[0].failures == (
        Finding(
            "eligibility.record",
            {"found": 0, "least": 2, "members": 4, "years": 1, "unknown": 1},
            "eligibility.record_share",
            BOOK.rule("eligibility.record_share").source,
        ),
    )


def test_a_person_in_two_proposals_of_a_call_fails_both_and_names_the_other() -> None:
    people = [
        (code, person, 5)
        for code, persons in (("looms", "abc"), ("wheels", "cde"), ("later", "abc"))
        for person in persons
    ]
    rows = [
        proposal(proposal_id=code, call_code=call)
        for code, call in (("looms", "spring"), ("wheels", "spring"), ("later", "autumn"))
    ]

    later, looms, wheels = judged(*rows, members=people)
    assert later.is_eligible
    assert [each.values for each in looms.failures] == [{"found": 1, "others": ["wheels"]}]
    assert [each.values for each in wheels.failures] == [{"found": 1, "others": ["looms"]}]


def test_money_received_before_and_too_many_rolls_are_told() -> None:
    verdict = of(open_commitments=1, rolled_count=3)

    assert [each.rule for each in verdict.failures] == [
        "eligibility.open_commitments",
        "eligibility.rolls",
    ]


def test_every_fault_of_the_tables_is_found_at_once() -> None:
    rows = [
        proposal(),
        proposal(),
        proposal(proposal_id="b", kind="empire"),
        proposal(proposal_id="c", amount=-1),
    ]
    people = [("looms", "a", 1), ("looms", "a", 1), ("lost", "a", 1)]

    with pytest.raises(BadTable) as caught:
        judged(*rows, members=people)

    assert [(each.code, each.table, each.row) for each in caught.value.faults] == [
        ("fault.negative", "proposals", 5),
        ("fault.borrower_kind", "proposals", 4),
        ("fault.duplicate", "proposals", 3),
        ("fault.duplicate", "members", 3),
        ("fault.unknown_code", "members", 4),
    ]


def test_no_proposals_and_no_rules_are_said() -> None:
    with pytest.raises(BadTable, match=r"fault.empty_table"):
        eligibility(pl.DataFrame(proposal()).clear(), None, BOOK)
    with pytest.raises(UnknownRule, match="eligibility"):
        eligibility(pl.DataFrame(proposal()), None, Rulebook.on(date(2000, 1, 1), shipped_rules()))
