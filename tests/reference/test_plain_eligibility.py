"""The quick eligibility against the plain one: the same rules failed and unknown, for any proposals."""

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.plain_eligibility import plain_eligibility

from kargosha.analysis.applications import MEMBERS, PROPOSALS, eligibility
from kargosha.analysis.rules import Rule, Rulebook
from kargosha.analysis.tables import DTYPES

DAY = date(2026, 11, 23)
FEW = st.integers(0, 8)
PLACES, ACTIVITIES = ("0311", "03110001", "0303"), ("dairy", "carpets")


def maybe(of: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | of


PROPOSAL = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["group", "cooperative"]),
        "amount": st.integers(0, 30),
        "own_amount": maybe(st.integers(0, 10)),
        "member_count": maybe(FEW),
        "record_member_count": maybe(FEW),
        "jobs_pledged": maybe(st.integers(0, 2)),
        "activity": maybe(st.sampled_from(ACTIVITIES)),
        "place_code": maybe(st.sampled_from(PLACES)),
        "place_kind": maybe(st.sampled_from(["village", "city", "county", "village_block"])),
        "place_population": maybe(st.sampled_from([9_999.0, 10_000.0])),
        "call_code": maybe(st.sampled_from(["spring", "autumn"])),
        "call_places": maybe(st.lists(st.sampled_from(["0311", "03"]), max_size=2)),
        "call_activities": maybe(st.lists(st.sampled_from(ACTIVITIES), max_size=1)),
        "rural_only": maybe(st.booleans()),
        "most_amount": maybe(st.integers(0, 30)),
        "open_commitments": maybe(st.integers(0, 2)),
        "rolled_count": maybe(st.integers(0, 3)),
    }
)
RULES = st.fixed_dictionaries(
    {
        "group_members": st.integers(0, 4),
        "cooperative_members": st.integers(0, 7),
        "record_share": st.sampled_from([0, 0.1, 0.3, 1 / 3, 0.7, 1]),
        "record_years": st.integers(0, 2),
        "own_money_share": st.sampled_from([0, 0.1, 0.2, 1]),
        "pledged_jobs": st.integers(0, 2),
        "rural_only": st.integers(0, 1),
        "rural_town_population": st.just(10_000),
        "open_commitments": st.integers(0, 1),
        "rolls": st.just(2),
        "proposals_per_person": st.integers(1, 2),
    }
)


@st.composite
def rounds(build: st.DrawFn) -> tuple[list[dict], list[dict], dict[str, float]]:
    """A few proposals, some of which name members, several of them in more than one."""
    proposals = build(st.lists(PROPOSAL, min_size=1, max_size=5))
    for number, each in enumerate(proposals):
        each["proposal_id"] = f"p{number}"
    lines = st.tuples(
        st.integers(0, len(proposals) - 1), st.integers(0, 4), maybe(st.integers(0, 3))
    )
    named = build(st.lists(lines, max_size=12, unique_by=lambda line: line[:2]))
    members = [
        {"proposal_id": f"p{number}", "person_id": str(person), "production_years": years}
        for number, person, years in named
    ]
    return proposals, members, build(RULES)


def frame(rows: list[dict], table: object) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={each.name: DTYPES[each.kind] for each in table.columns})


@settings(max_examples=300, deadline=None)
@given(rounds())
def test_it_finds_what_the_plain_one_finds(case: tuple[list[dict], list[dict], dict]) -> None:
    proposals, members, numbers = case
    book = Rulebook.on(
        DAY, [Rule(f"eligibility.{key}", each, "", DAY, "law") for key, each in numbers.items()]
    )

    found = eligibility(
        frame(proposals, PROPOSALS).reverse(), frame(members, MEMBERS), book, with_passed=True
    )

    told = {
        each.proposal_id: (
            [failure.code.removeprefix("eligibility.") for failure in each.failures],
            [
                every.code.removeprefix("eligibility.").removesuffix(".unknown")
                for every in each.unknown
            ],
        )
        for each in found
    }
    assert told == plain_eligibility(proposals, members, numbers)
    assert list(told) == sorted(told)
    for each in found:
        codes = [
            every.code.split(".")[1] for every in (*each.failures, *each.unknown, *each.passed)
        ]
        assert len(codes) == len(set(codes))
