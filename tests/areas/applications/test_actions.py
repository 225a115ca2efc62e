from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from kargosha.areas.applications import actions, queries
from kargosha.areas.applications.models import Activity, Application, Call, CallMoney, CallQuota
from kargosha.areas.funding import actions as funding
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import NotAllowed, NotFound, Refused
from kargosha.kernel.models import JournalEntry
from tests.universe import BILLION, CLOSES, OPENS, STAGE, People, application

TEXT = actions.CallText("دور", "Round", "متن", "Text")


def terms(**others: object) -> actions.CallTerms:
    fields = {
        "opens_on": OPENS,
        "closes_on": CLOSES,
        "rules_on": CLOSES,
        "money": {},
        "quotas": ["hashtrud"],
    }
    return actions.CallTerms(**(fields | others))  # type: ignore[arg-type]


def sign(code: str, amount: int) -> None:
    funding.sign_agreement(
        code=code,
        source_code="bank",
        names=("خط", "Line"),
        terms=funding.Terms(amount),
        signed_on=OPENS,
        by=STAGE,
    )


def test_a_call_opens_with_its_money_and_quotas(district: People) -> None:
    sign("line", 3 * BILLION)
    money = terms(money={"line": BILLION})
    actions.open_call(code="autumn", text=TEXT, terms=money, by=district.officer)

    seen = queries.call_page(by=ANYONE, code="autumn").seen
    call = seen.call
    assert [(part.agreement.code, part.amount) for part in call.money.all()] == [("line", BILLION)]
    assert [quota.code for quota in call.quotas.all()] == ["hashtrud"]
    assert (seen.row["application_count"], seen.asked_amount, call.place_code) == (0, None, "")
    assert JournalEntry.objects.last().event == "call.opened"


@pytest.mark.parametrize(
    ("code", "bad", "reason"),
    [
        ("spring", {}, "code_taken"),
        ("new", {"closes_on": OPENS - timedelta(days=1)}, "call_backward"),
        ("new", {"money": {"nothing": 1}}, "unknown_code"),
        ("new", {"quotas": ["nobody"]}, "unknown_code"),
        ("new", {"money": {"rural": 1}}, r"over_agreement .*'left': 0"),
        ("new", {"money": {"rural": -1}}, r"unfit .*amount"),
        ("n\x00w", {}, r"unfit .*code"),
    ],
)
def test_an_unfit_call_is_refused(
    district: People, code: str, bad: dict[str, object], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        actions.open_call(code=code, text=TEXT, terms=terms(**bad), by=district.officer)

    assert Call.objects.count() == 1


def test_the_same_money_is_not_promised_twice(district: People) -> None:
    sign("line", 3 * BILLION)
    for code in ("summer", "autumn"):
        money = terms(money={"line": BILLION})
        actions.open_call(code=code, text=TEXT, terms=money, by=district.officer)

    with pytest.raises(Refused, match=rf"over_agreement .*'left': {BILLION}"):
        actions.open_call(
            code="winter", text=TEXT, terms=terms(money={"line": 2 * BILLION}), by=district.officer
        )
    assert not Call.objects.filter(code="winter").exists()


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        (Application, "amount", BILLION),
        (Call, "closes_on", CLOSES),
        (CallMoney, "amount", BILLION),
        (CallQuota, "quota_id", 1),
    ],
)
def test_what_a_decision_is_made_from_does_not_change(
    district: People, model: Any, field: str, value: object
) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        model.objects.update(**{field: value})


def test_proposals_are_received_all_or_none(district: People) -> None:
    rows = [application("new", "0311", BILLION), application("weavers", "0311", BILLION)]

    with pytest.raises(Refused, match="code_taken"):
        actions.receive_applications(call_code="spring", applications=rows, by=STAGE)
    assert not Application.objects.filter(code="new").exists()

    count = actions.receive_applications(call_code="spring", applications=rows[:1], by=STAGE)
    assert count == 1
    assert Application.objects.get(code="new").place.slug == "hashtrud"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"place_code": "0399"}, "unknown_code"),
        ({"activity": "alchemy"}, "unknown_code"),
        ({"submitted_on": date(2026, 6, 1)}, "outside_call"),
        ({"kind": "empire"}, r"unfit .*kind"),
        ({"amount": 0}, r"unfit .*amount"),
        ({"own_amount": 10**17}, r"unfit .*own_amount"),
        ({"jobs_payable": float("nan")}, r"unfit .*jobs_payable"),
        ({"jobs_payable": float("inf")}, r"unfit .*jobs_payable"),
        ({"no_earner_share": 1.1}, r"unfit .*no_earner_share"),
        ({"member_count": 0, "tags": ["a tag"]}, r"unfit .*member_count.*tags"),
        ({"name_fa": "و" * 161, "name_en": "a\x1bb"}, r"unfit .*name_en.*name_fa"),
    ],
)
def test_an_unfit_proposal_is_refused(
    district: People, bad: dict[str, object], reason: str
) -> None:
    row = actions.ApplicationRow(**(vars(application("new", "0311", BILLION)) | bad))

    with pytest.raises(Refused, match=reason):
        actions.receive_applications(call_code="spring", applications=[row], by=STAGE)


def test_a_proposal_given_twice_is_refused(district: People) -> None:
    twice = [application("new", "0311", BILLION)] * 2

    with pytest.raises(Refused, match="code_taken"):
        actions.receive_applications(call_code="spring", applications=twice, by=STAGE)


def test_a_proposal_needs_a_call(district: People) -> None:
    with pytest.raises(NotFound):
        actions.receive_applications(call_code="winter", applications=[], by=STAGE)
    with pytest.raises(NotFound):
        queries.call_page(by=ANYONE, code="winter")


def test_an_unfit_activity_is_refused(district: People) -> None:
    row = actions.ActivityRow("dairy", "services", "", "dairy")

    with pytest.raises(Refused, match=r"unfit .*name_fa"):
        actions.register_activities(activities=[row], by=district.officer)


def test_an_activity_known_by_its_code_is_brought_up_to_date(district: People) -> None:
    row = actions.ActivityRow("dairy", "services", "لبنیات", "dairy products")
    actions.register_activities(activities=[row], by=district.officer)

    assert Activity.objects.get(code="dairy").sector == "services"


def test_one_sees_the_proposals_of_ones_places(district: People) -> None:
    def codes(by: object, search: str = "") -> list[str]:
        found = queries.applications(by=by, call_code="spring", search=search)  # type: ignore[arg-type]
        return [each.code for each in found]

    assert codes(district.officer) == ["cobblers", "dairy", "weavers"]
    assert codes(district.officer, "weav") == ["weavers"]
    assert codes(district.county) == ["dairy", "weavers"]
    assert codes(ANYONE) == []


def test_only_officers_open_and_receive(district: People) -> None:
    for act in (
        lambda: actions.open_call(code="x", text=TEXT, terms=terms(), by=district.chair),
        lambda: actions.receive_applications(
            call_code="spring", applications=[], by=district.chair
        ),
        lambda: actions.register_activities(activities=[], by=district.chair),
    ):
        with pytest.raises(NotAllowed):
            act()
