"""People without a group look for one; a proposed group is formed of those who agreed themselves."""

from collections.abc import Sequence
from datetime import date

import pytest

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.actions import FormedRow, InterestRow, ProposedRow
from kargosha.areas.registry.models import Consent, Group, Interest, Invitation, ProposedGroup
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import Duty, JournalEntry, Message, Office, User
from kargosha.kernel.roles import Permission
from tests.areas.registry.flows import formed, person
from tests.universe import STAGE, People

PAPER = Evidence("agreed.jpg", b"signed", "image/jpeg")
WEAVING = InterestRow(["carpet_weaving", "dairy"], 4, "mornings")
GROUP = ProposedRow("گروه نو", "carpet_weaving", "0311", "New group")


def looking(number: int, row: InterestRow = WEAVING, **others: object) -> Interest:
    made = actions.register_person(row=person(number, **others), by=STAGE)
    return actions.register_interest(person_id=made.pk, row=row, by=STAGE)


def proposed(by: Actor, count: int = 3) -> ProposedGroup:
    people = [looking(number).person_id for number in range(1, count + 1)]
    return actions.propose_group(row=GROUP, person_ids=people, by=by)


def invitations(group: ProposedGroup) -> Sequence[Invitation]:
    return list(group.invitations.order_by("id"))


def agree(by: Actor, *those: Invitation) -> None:
    for each in those:
        actions.answer_invitation(
            invitation_id=each.pk, answer="agreed", way="paper", evidence=PAPER, by=by
        )


def signed_in(interest: Interest) -> Actor:
    """Let somebody sign in as the person of an entry."""
    linked = actions.let_sign_in(person_id=interest.person_id, by=STAGE)
    assert linked.user is not None
    return linked.user.actor()


def last_entry() -> JournalEntry:
    return JournalEntry.objects.order_by("-id")[0]


def test_somebody_without_a_group_is_put_on_the_list(people: People) -> None:
    made = actions.register_person(row=person(1), by=STAGE)

    row = InterestRow(["dairy", "dairy", " carpet_weaving "], 2, " at home ")
    interest = actions.register_interest(person_id=made.pk, row=row, by=people.county)

    assert interest.skill_codes == ["dairy", "carpet_weaving"]
    assert (interest.production_years, interest.note) == (2, "at home")
    assert (last_entry().event, last_entry().subject) == ("interest.registered", made.subject)
    assert "home" not in str(last_entry().detail)


@pytest.mark.parametrize("skills", [[], [" "], ["نخ ریسی!"], ["x" * 60]])
def test_a_skill_is_named_by_its_code(people: People, skills: list[str]) -> None:
    made = actions.register_person(row=person(1), by=STAGE)

    with pytest.raises(Refused, match=r"skills_missing|unfit"):
        actions.register_interest(person_id=made.pk, row=InterestRow(skills), by=people.county)


def test_the_list_is_for_people_without_a_group_and_holds_each_once(people: People) -> None:
    inside = formed().memberships.all()[0].person_id
    listed = looking(9)

    with pytest.raises(Refused, match="has_group"):
        actions.register_interest(person_id=inside, row=WEAVING, by=people.county)
    with pytest.raises(Conflict, match="interest_registered"):
        actions.register_interest(person_id=listed.person_id, row=WEAVING, by=people.county)
    with pytest.raises(NotFound):
        actions.register_interest(person_id=0, row=WEAVING, by=people.county)


def test_one_puts_oneself_on_the_list_and_off_it(people: People) -> None:
    interest = looking(1)
    me = signed_in(interest)

    ended = actions.end_interest(interest_id=interest.pk, by=me)
    again = actions.register_interest(person_id=interest.person_id, row=WEAVING, by=me)

    assert ended.end_kind == "withdrawn"
    assert queries.own_interest(by=me) == (interest.person, again)
    with pytest.raises(NotAllowed):
        actions.end_interest(interest_id=looking(2).pk, by=me)
    with pytest.raises(NotFound):
        queries.own_interest(by=people.nobody.acting(Permission.GROUP_OWN))


def test_an_entry_ends_once(people: People) -> None:
    interest = looking(1)
    actions.end_interest(interest_id=interest.pk, by=people.county)

    with pytest.raises(Conflict, match="interest_ended"):
        actions.end_interest(interest_id=interest.pk, by=people.county)
    with pytest.raises(NotFound):
        actions.end_interest(interest_id=0, by=people.county)


def test_other_counties_and_readers_put_nobody_on_the_list(people: People) -> None:
    away = actions.register_person(row=person(1, place_code="0303"), by=STAGE)

    for by in (people.county, people.auditor, people.nobody):
        with pytest.raises(NotAllowed):
            actions.register_interest(person_id=away.pk, row=WEAVING, by=by)


def test_a_proposed_group_is_put_to_each_and_its_answers_are_owed(people: People) -> None:
    made = proposed(people.county)

    duty = Duty.objects.get(subject=made.subject)
    assert len(invitations(made)) == 3
    assert (duty.step, duty.owner.code, duty.escalates_to.code) == (
        "collect-answers",
        "hashtrud",
        "programme-office",
    )
    assert {each.code for each in Message.objects.all()} == {"message.group_proposed"}
    assert last_entry().event == "group.proposed"


def test_the_programme_owes_what_it_proposes_to_the_committee(people: People) -> None:
    office = Office.objects.get(code="programme-office")
    User.objects.filter(pk=people.officer.user_id).update(office=office)

    made = proposed(people.officer)
    User.objects.filter(pk=people.officer.user_id).update(office=None)
    other = actions.propose_group(
        row=GROUP, person_ids=[each.person_id for each in Interest.objects.all()], by=people.officer
    )

    duties = Duty.objects.filter(subject__in=[made.subject, other.subject])
    assert {(each.owner.code, each.escalates_to.code) for each in duties} == {
        ("programme-office", "committee")
    }


def test_whoever_has_no_mobile_is_told_at_the_desk(people: People) -> None:
    those = [looking(number, mobile="").person_id for number in range(3)]

    actions.propose_group(row=GROUP, person_ids=those, by=people.county)

    assert not Message.objects.exists()


def test_a_group_is_proposed_to_enough_people_who_look_for_one(people: People) -> None:
    one = looking(1).person_id
    inside = formed(person(5), person(6), person(7)).memberships.all()[0].person_id
    gone = looking(2)
    actions.end_interest(interest_id=gone.pk, by=people.county)
    strangers = [one, inside, gone.person_id]

    with pytest.raises(Refused, match="too_few_invited"):
        actions.propose_group(row=GROUP, person_ids=[one, one, one], by=people.county)
    with pytest.raises(Refused, match=r"not_looking.*'n\d+', 'n\d+'"):
        actions.propose_group(row=GROUP, person_ids=strangers, by=people.county)


def test_a_group_is_proposed_where_one_registers_groups(people: People) -> None:
    those = [looking(number).person_id for number in range(3)]
    away = looking(8, place_code="0303").person_id
    nameless, nowhere, elsewhere = (
        ProposedRow(name, "dairy", place)
        for name, place in ((" ", "0311"), ("گروه", "0399"), ("گروه", "0303"))
    )

    with pytest.raises(NotFound):
        actions.propose_group(row=nowhere, person_ids=those, by=people.county)
    with pytest.raises(NotAllowed):
        actions.propose_group(row=elsewhere, person_ids=those, by=people.county)
    with pytest.raises(NotAllowed):
        actions.propose_group(row=GROUP, person_ids=[*those, away], by=people.county)
    with pytest.raises(Refused, match="unfit"):
        actions.propose_group(row=nameless, person_ids=those, by=people.county)


def test_the_system_proposes_no_group(people: People) -> None:
    those = [looking(number).person_id for number in range(3)]

    with pytest.raises(NotAllowed):
        actions.propose_group(row=GROUP, person_ids=those, by=STAGE)


def test_a_group_is_formed_of_those_who_agreed(people: People) -> None:
    made = proposed(people.county, 4)
    first, *others = invitations(made)
    agree(people.county, first, *others[:2])
    actions.answer_invitation(
        invitation_id=others[2].pk, answer="declined", way="in_person", by=people.county
    )

    row = FormedRow(first.person_id, date(2026, 10, 1), "new-group")
    group = actions.form_proposed_group(proposed_id=made.pk, row=row, by=people.county)

    members = group.memberships.order_by("id")
    made.refresh_from_db()
    assert (group.code, group.place_code, group.formed_on) == (
        "new-group",
        "0311",
        date(2026, 10, 1),
    )
    assert [(each.role, each.production_years) for each in members] == [
        ("head", 4),
        ("member", 4),
        ("member", 4),
    ]
    assert made.group == group
    assert {each.way for each in group.consents.all()} == {"paper"}
    assert group.consents.filter(purpose="membership", evidence__isnull=False).count() == 3
    assert Interest.objects.filter(end_kind="joined").count() == 3
    assert Interest.objects.filter(ended_at=None).count() == 1
    assert Duty.objects.get(subject=made.subject).done_at is not None
    assert last_entry().event == "proposed_group.formed"


def test_each_answers_for_themselves_by_their_own_code(people: People) -> None:
    made = proposed(people.county)
    first, second, _ = invitations(made)
    me = signed_in(Interest.objects.get(person=first.person))

    said = actions.answer_invitation(invitation_id=first.pk, answer="agreed", way="own_code", by=me)

    assert said.consent is not None
    assert (said.consent.way, said.consent.taken_by_id) == ("own_code", me.user_id)
    assert [each.pk for each in queries.own_invitations(by=me)] == [first.pk]
    with pytest.raises(NotFound):
        actions.answer_invitation(invitation_id=second.pk, answer="agreed", way="own_code", by=me)
    with pytest.raises(NotAllowed):
        actions.answer_invitation(
            invitation_id=second.pk, answer="agreed", way="own_code", by=people.county
        )
    with pytest.raises(NotAllowed):
        actions.answer_invitation(
            invitation_id=second.pk, answer="agreed", way="paper", evidence=PAPER, by=me
        )


def test_an_answer_at_the_desk_rests_on_paper_and_is_given_once(people: People) -> None:
    first, second, third = invitations(proposed(people.county))
    agree(people.county, first)

    def answered(which: Invitation, **others: object) -> Invitation:
        asked = {"answer": "agreed", "way": "in_person", "evidence": PAPER, "by": people.county}
        return actions.answer_invitation(invitation_id=which.pk, **(asked | others))  # type: ignore[arg-type]

    with pytest.raises(Refused, match="agreement_paper_missing"):
        answered(second, evidence=None)
    with pytest.raises(Conflict, match="invitation_answered"):
        answered(first)
    with pytest.raises(Refused, match="no_such_reply"):
        answered(second, answer="perhaps")
    with pytest.raises(Refused, match="no_such_way"):
        answered(second, way="hearsay")
    with pytest.raises(NotFound):
        answered(Invitation(pk=0))
    actions.end_interest(interest_id=Interest.objects.get(person=third.person).pk, by=people.county)
    with pytest.raises(Refused, match="not_looking"):
        answered(third)
    with pytest.raises(NotAllowed):
        answered(second, by=people.auditor)


def test_a_group_needs_enough_who_agreed_and_a_head_among_them(people: People) -> None:
    made = proposed(people.county, 4)
    first, second, third, fourth = invitations(made)
    agree(people.county, first, second, third)
    mine = Interest.objects.get(person=third.person)
    actions.end_interest(interest_id=mine.pk, by=people.county)

    with pytest.raises(Refused, match="too_few_agreed"):
        actions.form_proposed_group(
            proposed_id=made.pk, row=FormedRow(first.person_id), by=people.county
        )
    agree(people.county, fourth)
    with pytest.raises(Refused, match="head_not_agreed"):
        actions.form_proposed_group(
            proposed_id=made.pk, row=FormedRow(third.person_id), by=people.county
        )
    page = queries.proposed_page(by=people.county, proposed_id=made.pk)
    assert Consent.objects.filter(revoked_at__isnull=False).count() == 1
    assert [each.answer for each in page.lines] == ["agreed", "agreed", "revoked", "agreed"]
    assert (page.shown.state, page.shown.agreed_count) == ("enough", 3)


def test_who_joined_elsewhere_is_not_counted(people: People) -> None:
    made = proposed(people.county)
    first, second, third = invitations(made)
    agree(people.county, first, second, third)
    formed(person(11), person(12), person(13))
    entry = actions.MemberRow(third.person_id, "member")
    actions.enter_member(group_code="weavers", member=entry, by=people.county)

    with pytest.raises(Refused, match="too_few_agreed"):
        actions.form_proposed_group(
            proposed_id=made.pk, row=FormedRow(first.person_id), by=people.county
        )
    assert queries.proposed_page(by=people.county, proposed_id=made.pk).shown.agreed_count == 2


def test_a_proposal_is_given_up_once_and_answered_no_more(people: People) -> None:
    made = proposed(people.county)
    first = invitations(made)[0]

    ended = actions.give_up_proposed_group(proposed_id=made.pk, by=people.county)

    assert ended.group is None
    assert Interest.objects.filter(ended_at=None).count() == 3
    assert Duty.objects.get(subject=made.subject).done_at is not None
    with pytest.raises(Conflict, match="proposal_ended"):
        actions.give_up_proposed_group(proposed_id=made.pk, by=people.county)
    with pytest.raises(Refused, match="proposal_ended"):
        agree(people.county, first)
    with pytest.raises(NotFound):
        actions.give_up_proposed_group(proposed_id=0, by=people.county)
    with pytest.raises(NotAllowed):
        actions.give_up_proposed_group(proposed_id=made.pk, by=people.auditor)


def test_a_group_given_no_code_or_day_is_formed_today(people: People) -> None:
    made = proposed(people.county)
    agree(people.county, *invitations(made))
    head = invitations(made)[0].person_id

    group = actions.form_proposed_group(proposed_id=made.pk, row=FormedRow(head), by=people.county)

    assert group.code.startswith("g")
    assert Group.objects.count() == 1
