"""Money received is entered once and closed once; consents are the member's own."""

from datetime import date, timedelta

import pytest

from kargosha.areas.registry import actions
from kargosha.areas.registry.actions import CommitmentRow
from kargosha.areas.registry.models import Commitment, Consent
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from tests.areas.registry.flows import formed, keys, last_entry, member_user
from tests.universe import STAGE, People

TOMORROW = clock.today() + timedelta(days=1)
GIVEN, CLOSED = date(2025, 6, 1), date(2026, 6, 1)
PAPER = Evidence("signed.jpg", b"JPEG", "image/jpeg")


def money(code: str = "bank-77", **others: object) -> Commitment:
    row: dict[str, object] = {
        "code": code,
        "lender": "بانک",
        "amount": 10**9,
        "began_on": GIVEN,
        "source": "نامهٔ ۱۲",
        "group_code": "weavers",
    }
    return actions.record_commitment(
        row=CommitmentRow(**(row | others)),  # type: ignore[arg-type]
        by=STAGE,
    )


def test_money_of_a_group_or_a_person_is_recorded_once(people: People) -> None:
    made = formed()
    head = keys(made)[0]

    of_group = money()
    of_person = money("bank-78", person_id=head, group_code="")

    assert (of_group.group, of_group.amount) == (made, 10**9)
    assert of_person.person_id == head
    assert (last_entry().event, last_entry().subject, last_entry().detail) == (
        "commitment.recorded",
        f"person:{head}",
        {"code": "bank-78"},
    )
    with pytest.raises(Conflict, match="commitment_recorded"):
        money()


def test_money_that_cannot_be_is_refused(people: People) -> None:
    head = keys(formed())[0]

    for others, why in (
        ({"person_id": head}, "commitment_of_one"),
        ({"group_code": ""}, "commitment_of_one"),
        ({"began_on": TOMORROW}, "day_future"),
        ({"amount": -1}, "unfit"),
        ({"lender": " "}, "unfit"),
    ):
        with pytest.raises(Refused, match=why):
            money(**others)
    with pytest.raises(NotFound):
        money(group_code="none")
    with pytest.raises(NotFound):
        money(group_code="", person_id=0)
    with pytest.raises(NotAllowed):
        actions.record_commitment(
            row=CommitmentRow("c", "l", 1, GIVEN, "s", group_code="weavers"), by=people.auditor
        )


def test_money_is_closed_once(people: People) -> None:
    head = keys(formed())[0]
    money(person_id=head, group_code="")
    money("bank-78")

    def close(code: str = "bank-77", on: date = CLOSED, source: str = "نامه") -> None:
        actions.end_commitment(code=code, ended_on=on, source=source, by=STAGE)

    for asked, why in (
        ({"on": TOMORROW}, "day_future"),
        ({"on": GIVEN - timedelta(days=1)}, "commitment_backward"),
        ({"source": " "}, "unfit"),
    ):
        with pytest.raises(Refused, match=why):
            close(**asked)
    close()

    assert (last_entry().event, last_entry().subject) == ("commitment.ended", f"person:{head}")
    close("bank-78")
    assert last_entry().subject == "group:weavers"
    with pytest.raises(Conflict, match="commitment_ended"):
        close()
    with pytest.raises(NotFound):
        close("none")
    with pytest.raises(NotAllowed):
        actions.end_commitment(code="bank-77", ended_on=GIVEN, source="s", by=people.auditor)


def test_a_member_agrees_by_their_own_code_and_nobody_for_them(people: People) -> None:
    head, second, _ = keys(formed())
    member = member_user(head)

    def give(person_id: int, by: Actor) -> Consent:
        return actions.give_consent(
            person_id=person_id,
            group_code="weavers",
            purpose="membership",
            way="own_code",
            by=by,
        )

    given = give(head, member)

    assert (given.taken_by_id, given.revoked_at) == (member.user_id, None)
    assert (last_entry().event, last_entry().detail) == (
        "consent.given",
        {"purpose": "membership", "way": "own_code", "group": "weavers"},
    )
    for person_id, by in ((second, member), (second, people.county), (head, STAGE)):
        with pytest.raises(NotAllowed):
            give(person_id, by)
    with pytest.raises(Conflict, match="consent_given"):
        give(head, member)


def test_an_officer_keeps_what_was_signed_or_said(people: People) -> None:
    head = keys(formed())[0]
    asked = {"person_id": head, "purpose": "proposal", "by": people.county}

    with pytest.raises(Refused, match="consent_paper_missing"):
        actions.give_consent(group_code="weavers", way="paper", **asked)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="consent_group_missing"):
        actions.give_consent(group_code="", way="in_person", **asked)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="unfit"):
        actions.give_consent(group_code="weavers", way="by_heart", **asked)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        actions.give_consent(group_code="none", way="in_person", **asked)  # type: ignore[arg-type]
    signed = actions.give_consent(group_code="weavers", way="paper", evidence=PAPER, **asked)  # type: ignore[arg-type]
    said = actions.give_consent(
        person_id=head, group_code="", purpose="privacy", way="in_person", by=people.county
    )

    assert signed.evidence is not None
    assert (said.group, said.evidence) == (None, None)
    with pytest.raises(NotFound):
        actions.give_consent(
            person_id=0, group_code="", purpose="privacy", way="in_person", by=people.county
        )
    with pytest.raises(NotAllowed):
        actions.give_consent(
            person_id=head, group_code="", purpose="privacy", way="in_person", by=people.auditor
        )


def test_a_consent_is_taken_back_once_and_may_be_given_again(people: People) -> None:
    head, second, _ = keys(formed())
    member = member_user(head)

    def given(person_id: int) -> Consent:
        return actions.give_consent(
            person_id=person_id,
            group_code="weavers",
            purpose="membership",
            way="in_person",
            by=people.county,
        )

    own, others = given(head), given(second)
    actions.revoke_consent(consent_id=own.pk, by=member)
    actions.revoke_consent(consent_id=others.pk, by=people.county)

    assert (last_entry().event, last_entry().subject) == ("consent.revoked", f"person:{second}")
    with pytest.raises(Conflict, match="consent_revoked"):
        actions.revoke_consent(consent_id=own.pk, by=member)
    with pytest.raises(NotAllowed):
        actions.revoke_consent(consent_id=given(second).pk, by=member)
    with pytest.raises(NotFound):
        actions.revoke_consent(consent_id=0, by=member)
    assert Consent.objects.filter(revoked_at=None).count() == 1
