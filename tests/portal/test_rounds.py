"""What the page of a round says of reasons, changes, quotas and other ways to hand out the money."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from kargosha.areas.allocation.models import Candidate, Solution
from kargosha.areas.allocation.queries import ChangeLine, QuotaLine
from kargosha.areas.applications.models import Application
from kargosha.areas.funding.models import Quota, Source
from kargosha.areas.territory.models import Place
from kargosha.files.words import LANGUAGES, sentences
from kargosha.portal.templatetags import rounds

ASKED = {"asked": 5_300_000_000, "amount": 4_836_000_000}
REASONS = [
    code.removesuffix(".applicant")
    for code in sentences("en")
    if code.startswith(("granted.", "refused.", "ineligible.")) and code.endswith(".applicant")
]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def line(reason: str, is_full: bool, **values: object) -> Any:
    return SimpleNamespace(reason=reason, is_full=is_full, values=values)


def changed(**values: object) -> ChangeLine:
    return ChangeLine("change.less_money", values, True)


def quota(**others: object) -> Quota:
    return Quota(
        **{"measure": "amount", "is_relative": True, "floor": 0.3, "ceiling": None} | others
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_words_for_the_public_and_for_a_list(reason: str, language: str) -> None:
    said = sentences(language)

    assert f"public.{reason}" in said
    assert f"word.short.{reason}" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_outcome_has_a_word(language: str) -> None:
    said = sentences(language)
    states = {"waiting", "proposed", "approved", "rejected", "published"}
    states |= set(Solution.Outcome.values) - {"solved"}

    assert all(f"word.state.{state}" in said for state in states)
    assert all(f"word.outcome.{code}" in said for code in Candidate.Outcome.values)
    assert all(f"word.kind_of_borrower.{code}" in said for code in Application.Kind.values)
    assert all(f"word.kind_of_source.{code}" in said for code in Source.Kind.values)
    assert all(f"word.kind_of_place.{code}" in said for code in Place.Kind.values)
    assert all(f"word.measure.{code}" in said for code in Quota.Measure.values)


def test_the_public_reads_no_amount() -> None:
    reason = rounds.reason_sentence(
        line("ineligible.over_ceiling.applicant", False, amount=ASKED["asked"], reach=1), {}
    )
    change = rounds.change_sentence(changed(less_percent=9), False, {})

    assert (
        reason == "Could not be considered: it asks for more than the funds may give one proposal."
    )
    assert change == "With 9 % less money for the same jobs it would have been funded."


def test_staff_read_the_exact_figures() -> None:
    reason = rounds.reason_sentence(
        line("ineligible.over_ceiling", True, amount=ASKED["asked"], reach=1), {}
    )
    change = rounds.change_sentence(changed(**ASKED), True, {})

    assert "5,300,000,000" in reason
    assert "4,836,000,000" in change
    assert rounds.short_reason("refused.money.applicant") == "the money ran out"


@pytest.mark.parametrize(
    ("demanded", "side", "expected"),
    [
        (quota(), "floor", "At least 30 % of the money granted must go there."),
        (quota(), "ceiling", ""),
        (
            quota(is_relative=False, floor=41e9),
            "floor",
            "At least 41 billion rials must go there.",
        ),
        (
            quota(is_relative=False, floor=None, ceiling=12, measure="count"),
            "ceiling",
            "At most 12 proposals may go there.",
        ),
    ],
)
def test_a_quota_says_what_it_demands(demanded: Quota, side: str, expected: str) -> None:
    assert rounds.quota_sentence(demanded, side) == expected


def test_a_condition_says_its_price_and_its_cost() -> None:
    binding = QuotaLine(quota(), "floor:women", "floor", 2.5e-10, 0.0, 3.19, -0.02)

    assert "0.250 more" in rounds.price_sentence(binding)
    assert "+3.19 weighted kept jobs, 0.0 kept jobs" in rounds.cost_sentence(binding)


def test_a_conflict_is_said_in_words() -> None:
    values = {"relative": False, "measure": "jobs", "needed": 9, "members": 2, "reachable": 4}

    told = rounds.conflict_sentence({"name": "floor:q1", "kind": "floor", "values": values})

    assert "q1" in told
    assert "9" in told


def test_the_neediest_county_comes_first_and_the_unknown_last() -> None:
    rows = [{"deprivation_rank": rank} for rank in (0.2, None, 1.0)]

    assert [row["deprivation_rank"] for row in rounds.by_need(rows)] == [1.0, 0.2, None]


def test_the_most_a_county_got_for_each_unemployed() -> None:
    rows = [
        {"granted_amount": 10, "unemployed": 2.0},
        {"granted_amount": 9, "unemployed": None},
    ]

    assert rounds.most_each(rows) == 5.0
