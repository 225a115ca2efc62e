"""Calls are opened with their money, year, places, weights and quotas."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from kargosha.areas.applications import actions
from kargosha.areas.applications.models import Call
from kargosha.areas.funding import actions as funding
from kargosha.areas.funding.models import Quota
from kargosha.kernel.errors import Refused
from kargosha.kernel.models import Duty
from tests.universe import BILLION, CLOSES, OPENS, STAGE, People

TEXT = actions.CallText("دور", "Round", "متن", "Text", "هدف", "Goals")


def sign(code: str, amount: int) -> None:
    funding.sign_agreement(
        code=code,
        source_code="bank",
        names=("خط", "Line"),
        terms=funding.Terms(amount),
        signed_on=OPENS,
        by=STAGE,
    )


def quota(code: str, member_class: str) -> str:
    """Set a floor of one proposal for a class, even one that funding would not set."""
    Quota.objects.create(
        code=code,
        name_fa="سهم",
        name_en="Share",
        member_class=member_class,
        measure="count",
        floor=Decimal(1),
        rule="quota.rule",
        source="law",
    )
    return code


def opened(code: str = "autumn", **others: Any) -> Call:
    terms: dict[str, Any] = {
        "opens_on": OPENS,
        "closes_on": CLOSES,
        "rules_on": CLOSES,
        "money": {},
        "quotas": [],
    }
    return actions.open_call(
        code=code, text=TEXT, terms=actions.CallTerms(**(terms | others)), by=STAGE
    )


def test_a_call_says_what_it_is_for(district: People) -> None:
    call = opened(
        season="autumn",
        place_codes=["0311"],
        activity_codes=["dairy"],
        deprivation_weight=0.5,
        household_weight=0.0,
    )

    assert (call.jalali_year, call.season, call.goals_en) == (1405, "autumn", "Goals")
    assert (call.place_codes, call.activity_codes) == (["0311"], ["dairy"])
    assert (call.deprivation_weight, call.emigration_weight) == (0.5, None)
    assert call.household_weight == 0.0


def test_the_committee_owes_the_freeze_from_the_closing_day(district: People) -> None:
    call = opened()

    duty = Duty.objects.get(subject=call.subject, step="freeze-call", done_at=None)
    assert (duty.owner.code, duty.due_on) == ("committee", CLOSES + timedelta(days=5))


def test_without_the_committees_office_no_call_is_opened(db: None) -> None:
    with pytest.raises(Refused, match="office_missing"):
        opened()


def test_money_is_the_calls_share_of_the_year_where_no_amount_is_named(district: People) -> None:
    sign("line", 10 * BILLION + 1)
    sign("other", 4 * BILLION)

    call = opened(money={"line": None, "other": BILLION}, year_share=Decimal("0.5"))

    money = {part.agreement.code: part.amount for part in call.money.all()}
    assert money == {"line": 5 * BILLION, "other": BILLION}


def test_a_share_of_the_year_alone_is_taken_of_every_agreement(people: People) -> None:
    funding.register_source(code="bank", kind="bank", name_fa="ب", name_en="B", by=STAGE)
    sign("line", 10 * BILLION)
    sign("other", 4 * BILLION)

    call = opened(year_share=Decimal("0.25"))

    amounts = {part.agreement.code: part.amount for part in call.money.all()}
    assert amounts == {"line": 25 * BILLION // 10, "other": BILLION}


def test_the_calls_of_a_year_spend_no_more_than_its_money(district: People) -> None:
    sign("line", BILLION)
    opened("summer", year_share=Decimal("0.6"), money={"line": None})
    opened("next", year_share=Decimal("0.6"), jalali_year=1406, money={"line": 1})

    with pytest.raises(Refused, match=r"over_year .*'left': Decimal\('0.4"):
        opened("winter", year_share=Decimal("0.5"), money={"line": 1})


def test_the_database_itself_keeps_the_year(district: People) -> None:
    sign("line", BILLION)
    opened("summer", year_share=Decimal("0.6"), money={"line": None})
    fields = {"opens_on": OPENS, "closes_on": CLOSES, "rules_on": CLOSES}

    with pytest.raises(ProgrammingError, match="no more than its money"), transaction.atomic():
        Call.objects.create(code="winter", year_share=Decimal("0.5"), jalali_year=1405, **fields)
    with pytest.raises(IntegrityError, match="call_share_of_a_year"), transaction.atomic():
        Call.objects.create(code="winter", year_share=Decimal("0.5"), **fields)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"rules_on": CLOSES + timedelta(days=1)}, "call_rules_late"),
        ({"place_codes": ["0399"]}, r"unknown_code .*0399"),
        ({"place_codes": [""]}, r"unfit .*place_codes"),
        ({"activity_codes": ["alchemy"]}, r"unknown_code .*alchemy"),
        ({"season": "monsoon"}, r"unfit .*season"),
        ({"year_share": Decimal("1.5")}, r"unfit .*year_share"),
        ({"year_share": Decimal("0")}, "share_of_nothing"),
        ({"money": {"rural": None}}, r"share_missing .*rural"),
        ({"deprivation_weight": -1.0}, r"unfit .*deprivation_weight"),
        ({"household_weight": float("nan")}, r"unfit .*household_weight"),
        ({"emigration_weight": 10_000.0}, r"unfit .*emigration_weight"),
    ],
)
def test_terms_that_do_not_fit_are_refused(
    district: People, bad: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        opened(**bad)
    assert not Call.objects.filter(code="autumn").exists()


@pytest.mark.parametrize(
    ("member_class", "is_anybody"),
    [
        ("all", True),
        ("all:0311", True),
        ("place:0311", True),
        ("place:03", True),
        ("place:0303", False),
        ("place:031199", False),
        ("place:", False),
        ("activity:dairy", True),
        ("activity:shoemaking", False),
        ("kind:cooperative", True),
        ("kind:empire", False),
        ("tag:women", True),
        ("tag:", False),
        ("tag:sector-agriculture", True),
        ("tag:sector-industry", False),
        ("colour:red", False),
    ],
)
def test_a_quota_on_nobody_is_refused(
    district: People, member_class: str, is_anybody: bool
) -> None:
    code = quota("some", member_class)
    bounds: dict[str, Any] = {
        "place_codes": ["0311"],
        "activity_codes": ["dairy"],
        "quotas": [code],
    }

    if is_anybody and member_class != "all:0311":
        assert [each.code for each in opened(**bounds).quotas.all()] == ["some"]
    else:
        with pytest.raises(Refused, match=r"quota_on_nobody .*some"):
            opened(**bounds)


def test_a_call_for_everyone_takes_a_quota_on_any_activity_and_place(district: People) -> None:
    quotas = [quota("far", "place:0303"), quota("shoes", "activity:shoemaking")]

    assert opened(quotas=quotas).quotas.count() == 2


def test_the_year_of_a_call_is_that_of_its_first_day(district: People) -> None:
    call = opened(opens_on=date(2026, 3, 1), closes_on=date(2026, 4, 1), rules_on=date(2026, 3, 1))

    assert call.jalali_year == 1404
