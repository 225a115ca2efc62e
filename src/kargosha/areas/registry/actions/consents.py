"""What can happen to consents: they are given and taken back; nobody confirms for a member."""

from django.db import transaction

from kargosha.areas.registry.models import Consent, Group, Person
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.attachments import attach
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn

Way = Consent.Way
Purpose = Consent.Purpose


@transaction.atomic
def give_consent(
    *,
    person_id: int,
    group_code: str,
    purpose: str,
    way: str,
    evidence: Evidence | None = None,
    by: Actor,
) -> Consent:
    """Keep that a person agreed: by the own code, on paper, or in person before an officer.

    Without a group it is a consent for oneself, such as to what is kept of one.

    Raises
    ------
    NotFound
        There is no such person or group.
    NotAllowed
        An own code is given by somebody else than the person, or the actor may not register here.
    Refused
        The paper is missing, the group for which it would be is, or there is no such purpose or way.
    Conflict
        The person has agreed to it already.
    """
    person, group = _who(person_id, group_code)
    if way == Way.OWN_CODE:
        require(by, Permission.GROUP_OWN)
        _require_self(person, by)
    else:
        require(by, Permission.GROUP_REGISTER, on=group or person)
    take_turn(person.subject)
    if way == Way.PAPER and evidence is None:
        raise Refused(Refusal("refusal.consent_paper_missing"))
    if purpose != Purpose.PRIVACY and group is None:
        raise Refused(Refusal("refusal.consent_group_missing"))
    consent = Consent(
        person=person,
        group=group,
        purpose=purpose,
        way=way,
        given_at=clock.now(),
        taken_by_id=by.user_id,
    )
    refuse_unfit([consent])
    same = Consent.objects.filter(person=person, group=group, purpose=purpose, revoked_at=None)
    if same.exists():
        raise Conflict("conflict.consent_given", person=person.code, purpose=purpose)
    if evidence is not None:
        consent.evidence = attach(
            name=evidence.name, content=evidence.content, media_type=evidence.media_type, by=by
        )
    consent.save()
    record(
        "consent.given",
        by=by,
        subject=person.subject,
        purpose=purpose,
        way=way,
        group=group_code,
    )
    return consent


@transaction.atomic
def revoke_consent(*, consent_id: int, by: Actor) -> Consent:
    """Keep that a person takes a consent back: they themselves, or an officer to whom they say so.

    Raises
    ------
    NotFound
        There is no such consent.
    NotAllowed
        It is somebody else's, and the actor may not register there.
    Conflict
        It has been taken back already.
    """
    found = Consent.objects.select_related("person", "group").filter(pk=consent_id)
    consent = found.first()
    if consent is None:
        raise NotFound("consent", consent_id)
    if by.user_id is None or consent.person.user_id != by.user_id:
        require(by, Permission.GROUP_REGISTER, on=consent.group or consent.person)
    take_turn(consent.person.subject)
    consent.refresh_from_db(fields=["revoked_at"])
    if consent.revoked_at is not None:
        raise Conflict("conflict.consent_revoked", person=consent.person.code)
    consent.revoked_at = clock.now()
    consent.save(update_fields=["revoked_at"])
    record("consent.revoked", by=by, subject=consent.person.subject, purpose=consent.purpose)
    return consent


def _who(person_id: int, group_code: str) -> tuple[Person, Group | None]:
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound("person", person_id)
    if not group_code:
        return person, None
    group = Group.objects.filter(code=group_code).first()
    if group is None:
        raise NotFound("group", group_code)
    return person, group


def _require_self(person: Person, by: Actor) -> None:
    if person.user_id is None or person.user_id != by.user_id:
        raise NotAllowed("consent.own")
