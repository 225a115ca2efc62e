"""Who is in a group: they enter, leave, are replaced and change roles, and all of it is kept."""

from datetime import date, timedelta

import pytest

from kargosha.areas.registry import actions
from kargosha.areas.registry.actions import MemberRow
from kargosha.areas.registry.models import Membership
from kargosha.kernel import clock
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import JournalEntry
from tests.areas.registry.flows import FORMED, codes, formed, keys, last_entry, person
from tests.universe import STAGE, People

TOMORROW = clock.today() + timedelta(days=1)
LATER = date(2026, 1, 1)


def registered(number: int) -> int:
    return actions.register_person(row=person(number), by=STAGE).pk


def test_a_member_enters(people: People) -> None:
    made, comer = formed(), registered(9)

    entry = actions.enter_member(
        group_code="weavers", member=MemberRow(comer, "treasurer", 4, LATER), by=people.county
    )
    today = actions.enter_member(
        group_code="weavers", member=MemberRow(registered(8)), by=people.county
    )

    assert (entry.group, entry.role, entry.production_years) == (made, "treasurer", 4)
    assert today.entered_on == clock.today()
    entered = JournalEntry.objects.filter(event="membership.entered").first()
    assert entered is not None
    assert (entered.subject, entered.detail) == (
        "group:weavers",
        {"person": comer, "role": "treasurer"},
    )


def test_an_entry_that_cannot_be_is_refused(people: People) -> None:
    made, comer = formed(), registered(9)
    head = keys(made)[0]

    for member, why in (
        (MemberRow(head), "person_twice"),
        (MemberRow(comer, "head"), "role_taken.head"),
        (MemberRow(comer, entered_on=TOMORROW), "day_future"),
        (MemberRow(comer, entered_on=FORMED - timedelta(days=1)), "entry_before_forming"),
        (MemberRow(comer, "king"), "unfit"),
        (MemberRow(comer, production_years=-1), "unfit"),
    ):
        with pytest.raises(Refused) as refused:
            actions.enter_member(group_code="weavers", member=member, by=people.county)
        assert codes(refused.value) == [why]
    for code, member in (
        ("weavers", MemberRow(0)),
        ("weavers", MemberRow()),
        ("none", MemberRow()),
    ):
        with pytest.raises(NotFound):
            actions.enter_member(group_code=code, member=member, by=people.county)
    with pytest.raises(NotAllowed):
        actions.enter_member(group_code="weavers", member=MemberRow(comer), by=people.auditor)


def test_a_membership_ends_and_stays_in_the_history(people: People) -> None:
    made = formed()
    leaver = keys(made)[1]

    ended = actions.end_membership(
        group_code="weavers", person_id=leaver, kind="left", on=LATER, by=people.county
    )

    assert (ended.exited_on, ended.exit_kind, ended.replaced_by) == (LATER, "left", None)
    assert last_entry().event == "membership.ended"
    assert last_entry().detail == {
        "person": leaver,
        "kind": "left",
        "replaced_by": None,
        "count": 2,
    }
    with pytest.raises(Conflict, match="membership_ended"):
        actions.end_membership(
            group_code="weavers", person_id=leaver, kind="left", on=LATER, by=people.county
        )


def test_who_left_may_enter_again_after_the_exit(people: People) -> None:
    made = formed()
    leaver = keys(made)[1]
    actions.end_membership(
        group_code="weavers", person_id=leaver, kind="left", on=LATER, by=people.county
    )

    with pytest.raises(Refused, match="entry_before_exit"):
        actions.enter_member(
            group_code="weavers",
            member=MemberRow(leaver, entered_on=LATER - timedelta(days=1)),
            by=people.county,
        )
    actions.enter_member(
        group_code="weavers", member=MemberRow(leaver, entered_on=LATER), by=people.county
    )

    assert leaver in keys(made)


def test_a_member_is_replaced_on_the_day(people: People) -> None:
    made, comer = formed(), registered(9)
    head = keys(made)[0]

    ended = actions.end_membership(
        group_code="weavers",
        person_id=head,
        kind="replaced",
        on=LATER,
        replacement=MemberRow(comer, "head", 2),
        by=people.county,
    )

    ended.refresh_from_db()
    assert ended.replaced_by is not None
    after = ended.replaced_by
    assert (after.person_id, after.role, after.entered_on, after.production_years) == (
        comer,
        "head",
        LATER,
        2,
    )
    assert len(keys(made)) == 3
    assert last_entry().detail["replaced_by"] == comer


def test_an_exit_that_cannot_be_is_refused(people: People) -> None:
    made, comer = formed(), registered(9)
    head, second, _third = keys(made)

    def end(**others: object) -> None:
        asked: dict[str, object] = {
            "group_code": "weavers",
            "person_id": second,
            "kind": "replaced",
            "on": LATER,
            "replacement": MemberRow(comer),
            "by": people.county,
        }
        actions.end_membership(**(asked | others))  # type: ignore[arg-type]

    for others, why in (
        ({"on": FORMED - timedelta(days=1)}, "exit_before_entry"),
        ({"on": TOMORROW}, "day_future"),
        ({"kind": "role_changed"}, "no_such_exit"),
        ({"replacement": None}, "replacement_missing"),
        ({"kind": "died"}, "replacement_uncalled"),
        ({"replacement": MemberRow(head)}, "replacement_is_member"),
        ({"replacement": MemberRow(second)}, "replacement_is_member"),
        ({"replacement": MemberRow(comer, "head")}, "role_taken.head"),
        ({"replacement": MemberRow(comer, entered_on=LATER - timedelta(1))}, "replacement_early"),
    ):
        with pytest.raises(Refused) as refused:
            end(**others)
        assert codes(refused.value) == [why]
    with pytest.raises(NotFound):
        end(person_id=comer)
    with pytest.raises(NotAllowed):
        end(by=people.auditor)
    assert not Membership.objects.exclude(exited_on=None).exists()


def test_a_role_passes_from_one_to_another_and_the_days_are_kept(people: People) -> None:
    made = formed()
    head, second, _ = keys(made)

    def change(person_id: int, role: str, on: date = LATER) -> Membership:
        return actions.change_role(
            group_code="weavers", person_id=person_id, role=role, on=on, by=people.county
        )

    with pytest.raises(Refused, match=r"role_taken\.head"):
        change(second, "head")
    change(head, "member")
    after = change(second, "head")

    assert (after.role, after.entered_on, after.production_years) == ("head", LATER, 1)
    before = made.memberships.get(person=second, exited_on=LATER)
    assert (before.exit_kind, before.role) == ("role_changed", "member")
    assert (last_entry().event, last_entry().detail) == (
        "membership.role_changed",
        {"person": second, "role": "head"},
    )
    for role, on, why in (
        ("head", LATER, "role_same"),
        ("member", TOMORROW, "day_future"),
        ("member", FORMED, "exit_before_entry"),
        ("king", LATER, "unfit"),
    ):
        with pytest.raises(Refused, match=why):
            change(second, role, on)
    with pytest.raises(NotAllowed):
        actions.change_role(
            group_code="weavers", person_id=head, role="head", on=LATER, by=people.auditor
        )
