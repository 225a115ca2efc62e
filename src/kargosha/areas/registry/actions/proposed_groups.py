"""What can happen to groups that an officer proposes to people of the interest list.

Each answers for themselves: signed in by the own code, or before an officer who keeps the paper.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kargosha.areas.registry.actions.groups import form_group
from kargosha.areas.registry.frames.groups import legal_numbers
from kargosha.areas.registry.frames.people import places_of
from kargosha.areas.registry.frames.rows import GroupRow, MemberRow
from kargosha.areas.registry.models import (
    Consent,
    Group,
    Interest,
    Invitation,
    Membership,
    Person,
    ProposedGroup,
)
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel import clock, messages
from kargosha.kernel.access import Actor, require
from kargosha.kernel.attachments import attach
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE, Step, close_duty, open_duty
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.models import Office
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn

STEP, DAYS = "collect-answers", "duty.invitation_days"
Answer = Invitation.Answer


@dataclass(frozen=True)
class ProposedRow:
    """A group as it is proposed: what it would do, and where."""

    name_fa: str
    activity_code: str
    place_code: str
    name_en: str = ""


@dataclass(frozen=True)
class FormedRow:
    """What is settled when a proposed group is formed; without a code it is given one."""

    head_id: int
    formed_on: date | None = None
    code: str = ""


@transaction.atomic
def propose_group(*, row: ProposedRow, person_ids: Sequence[int], by: Actor) -> ProposedGroup:
    """Propose a group to people of the interest list, and tell each of them by message.

    The officer's office owes it to bring the answers in.

    Raises
    ------
    NotFound
        There is no such place.
    NotAllowed
        The actor may not register groups there, or people where one of the invited lives.
    Refused
        Fewer are invited than a group needs, somebody is not on the list or in a group already, a
        value does not fit, or the office that would owe the answers is not registered.
    """
    place = places_of({row.place_code}).get(row.place_code)
    if place is None:
        raise NotFound("place", row.place_code)
    require(by, Permission.GROUP_REGISTER, on=place)
    interests = _invited(person_ids)
    for interest in interests:
        require(by, Permission.GROUP_REGISTER, on=interest.person)
    least, source = legal_numbers(clock.today())[Group.Kind.GROUP]
    if len(interests) < least:
        values = {"count": len(interests), "least": least, "source": source}
        raise Refused(Refusal("refusal.too_few_invited", values))
    proposed = ProposedGroup(
        name_fa=row.name_fa.strip(),
        name_en=row.name_en.strip(),
        activity_code=row.activity_code,
        place=place,
        place_code=place.place_code,
        proposed_by_id=by.person,
        proposed_at=clock.now(),
    )
    refuse_unfit([proposed])
    proposed.save()
    Invitation.objects.bulk_create(
        Invitation(proposed=proposed, person=interest.person) for interest in interests
    )
    open_duty(proposed.subject, _step(proposed))
    _tell(proposed, interests, by)
    record("group.proposed", by=by, subject=proposed.subject, count=len(interests))
    return proposed


@transaction.atomic
def answer_invitation(
    *, invitation_id: int, answer: str, way: str, evidence: Evidence | None = None, by: Actor
) -> Invitation:
    """Keep what an invited person answers: they themselves, or an officer before whom they said so.

    Raises
    ------
    NotFound
        There is no such invitation, or it is another's than whose own code answers.
    NotAllowed
        The actor may not register people where the invited lives.
    Refused
        There is no such answer or way, the paper of a consent is missing, the proposal has ended,
        or the invited is no longer on the list.
    Conflict
        It has been answered already.
    """
    invitation = _invitation(invitation_id)
    is_own = way == Consent.Way.OWN_CODE
    if is_own:
        require(by, Permission.GROUP_OWN)
        if invitation.person.user_id is None or invitation.person.user_id != by.user_id:
            raise NotFound("invitation", invitation_id)
    else:
        require(by, Permission.GROUP_REGISTER, on=invitation.person)
    take_turn(invitation.proposed.subject, invitation.person.subject)
    _refuse_answer(invitation, answer, way, evidence)
    invitation.answer, invitation.answered_at = answer, clock.now()
    if answer == Answer.AGREED:
        invitation.consent = _consent(invitation, way, evidence, by)
    invitation.save(update_fields=["answer", "answered_at", "consent"])
    record(
        "invitation.answered",
        by=by,
        subject=invitation.proposed.subject,
        person=invitation.person_id,
        answer=answer,
        way=way,
    )
    return invitation


@transaction.atomic
def form_proposed_group(*, proposed_id: int, row: FormedRow, by: Actor) -> Group:
    """Form a proposed group of those who agreed; each consent is kept with it, and they leave the list.

    Raises
    ------
    NotFound
        There is no such proposal.
    Refused
        Fewer agreed than a group needs, the head is none of them, or something of the group does
        not fit.
    Conflict
        It has been formed or given up already.
    """
    proposed = _proposal(proposed_id)
    require(by, Permission.GROUP_REGISTER, on=proposed)
    _await_turn(proposed)
    agreed = _agreed(proposed)
    least, source = legal_numbers(clock.today())[Group.Kind.GROUP]
    if len(agreed) < least:
        values = {"count": len(agreed), "least": least, "source": source}
        raise Refused(Refusal("refusal.too_few_agreed", values))
    if row.head_id not in agreed:
        raise Refused(Refusal("refusal.head_not_agreed"))
    formed_on = row.formed_on or clock.today()
    group = form_group(
        row=GroupRow(
            code=row.code,
            kind=Group.Kind.GROUP,
            name_fa=proposed.name_fa,
            name_en=proposed.name_en,
            place_code=proposed.place.key,
            formed_on=formed_on,
        ),
        members=[
            MemberRow(
                person_id=person,
                role=Membership.Role.HEAD if person == row.head_id else Membership.Role.MEMBER,
                production_years=interest.production_years,
                entered_on=formed_on,
            )
            for person, (_, interest) in agreed.items()
        ],
        by=by,
    )
    Consent.objects.bulk_create(_with_group(consent, group) for consent, _ in agreed.values())
    Interest.objects.filter(pk__in=[interest.pk for _, interest in agreed.values()]).update(
        ended_at=clock.now(), end_kind=Interest.End.JOINED
    )
    _end(proposed, group)
    record("proposed_group.formed", by=by, subject=proposed.subject, group=group.code)
    return group


@transaction.atomic
def give_up_proposed_group(*, proposed_id: int, by: Actor) -> ProposedGroup:
    """Give up a proposed group; whoever agreed stays on the list.

    Raises
    ------
    NotFound
        There is no such proposal.
    Conflict
        It has been formed or given up already.
    """
    proposed = _proposal(proposed_id)
    require(by, Permission.GROUP_REGISTER, on=proposed)
    _await_turn(proposed)
    _end(proposed, None)
    record("proposed_group.given_up", by=by, subject=proposed.subject)
    return proposed


def _looking(person_ids: Iterable[int]) -> dict[int, Interest]:
    """Return the open entries of those people who are on the list and in no group."""
    inside = Membership.objects.filter(exited_on=None).values("person")
    found = Interest.objects.filter(person__in=list(person_ids), ended_at=None)
    rows = found.exclude(person__in=inside).select_related("person__place__parent")
    return {each.person_id: each for each in rows}


def _invited(person_ids: Iterable[int]) -> list[Interest]:
    """Return the entries of those who are to be invited, each once, or refuse who is not to be had."""
    wanted = list(dict.fromkeys(person_ids))
    looking = _looking(wanted)
    strangers = [Person(pk=each).code for each in wanted if each not in looking]
    if strangers:
        raise Refused(Refusal("refusal.not_looking", {"people": strangers}))
    return [looking[each] for each in wanted]


def _step(proposed: ProposedGroup) -> Step:
    """Return who owes it to bring the answers in: the office of whoever proposed."""
    office = Office.objects.filter(users=proposed.proposed_by_id).first()
    owner = PROGRAMME_OFFICE if office is None else office.code
    return Step(STEP, owner, COMMITTEE if owner == PROGRAMME_OFFICE else PROGRAMME_OFFICE, DAYS)


def _tell(proposed: ProposedGroup, interests: Iterable[Interest], by: Actor) -> None:
    values = {"group": proposed.name_fa, "place": proposed.place.name_fa}
    notes = [
        messages.Note(each.person.mobile, "message.group_proposed", proposed.subject, values)
        for each in interests
        if each.person.mobile
    ]
    messages.queue_all(notes=notes, about=proposed.subject, by=by)


def _invitation(invitation_id: int) -> Invitation:
    found = Invitation.objects.select_related("person", "proposed").filter(pk=invitation_id)
    invitation = found.first()
    if invitation is None:
        raise NotFound("invitation", invitation_id)
    return invitation


def _refuse_answer(
    invitation: Invitation, answer: str, way: str, evidence: Evidence | None
) -> None:
    invitation.refresh_from_db(fields=["answer"])
    invitation.proposed.refresh_from_db(fields=["ended_at"])
    if answer not in Answer.values:
        raise Refused(Refusal("refusal.no_such_reply", {"answer": answer}))
    if way not in Consent.Way.values:
        raise Refused(Refusal("refusal.no_such_way", {"way": way}))
    if invitation.answer:
        raise Conflict("conflict.invitation_answered", person=invitation.person.code)
    if invitation.proposed.ended_at is not None:
        raise Refused(Refusal("refusal.proposal_ended"))
    if answer == Answer.DECLINED:
        return
    if invitation.person_id not in _looking([invitation.person_id]):
        raise Refused(Refusal("refusal.not_looking", {"people": [invitation.person.code]}))
    if way != Consent.Way.OWN_CODE and evidence is None:
        raise Refused(Refusal("refusal.agreement_paper_missing"))


def _consent(invitation: Invitation, way: str, evidence: Evidence | None, by: Actor) -> Consent:
    consent = Consent(
        person=invitation.person,
        purpose=Consent.Purpose.MEMBERSHIP,
        way=way,
        given_at=clock.now(),
        taken_by_id=by.person,
    )
    if evidence is not None:
        consent.evidence = attach(
            name=evidence.name, content=evidence.content, media_type=evidence.media_type, by=by
        )
    consent.save()
    return consent


def _proposal(proposed_id: int) -> ProposedGroup:
    found = ProposedGroup.objects.select_related("place__parent").filter(pk=proposed_id)
    proposed = found.first()
    if proposed is None:
        raise NotFound("proposed_group", proposed_id)
    return proposed


def _await_turn(proposed: ProposedGroup) -> None:
    """Wait until nobody else acts on a proposal, and refuse one that has ended meanwhile."""
    take_turn(proposed.subject)
    proposed.refresh_from_db(fields=["ended_at"])
    if proposed.ended_at is not None:
        raise Conflict("conflict.proposal_ended", number=proposed.pk)


def _agreed(proposed: ProposedGroup) -> dict[int, tuple[Consent, Interest]]:
    """Return who agreed, has not taken it back, and still looks for a group."""
    said = proposed.invitations.filter(answer=Answer.AGREED, consent__revoked_at=None)
    consents = {each.person_id: each.consent for each in said.select_related("consent")}
    looking = _looking(consents)
    return {
        person: (consent, looking[person])
        for person, consent in consents.items()
        if consent is not None and person in looking
    }


def _with_group(consent: Consent, group: Group) -> Consent:
    """Return a consent as it stands with the group that came of it."""
    return Consent(
        person_id=consent.person_id,
        group=group,
        purpose=consent.purpose,
        way=consent.way,
        evidence_id=consent.evidence_id,
        given_at=consent.given_at,
        taken_by_id=consent.taken_by_id,
    )


def _end(proposed: ProposedGroup, group: Group | None) -> None:
    proposed.ended_at, proposed.group = clock.now(), group
    proposed.save(update_fields=["ended_at", "group"])
    close_duty(proposed.subject, _step(proposed))
