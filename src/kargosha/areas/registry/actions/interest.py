"""What can happen to the interest of people without a group: it is registered, it ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from kargosha.areas.registry.models import Consent, Interest, Membership, Person
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


@dataclass(frozen=True)
class InterestRow:
    """What somebody without a group can do: codes of activities, years of own production."""

    skill_codes: Sequence[str]
    production_years: int = 0
    note: str = ""


@transaction.atomic
def register_interest(*, person_id: int, row: InterestRow, by: Actor) -> Interest:
    """Put somebody without a group on the list of those who look for one: oneself, or at a desk.

    Raises
    ------
    NotFound
        There is no such person.
    NotAllowed
        It is somebody else, and the actor may not register people there.
    Refused
        The person is in a group, names no skill, or a value does not fit.
    Conflict
        The person is on the list already.
    """
    person = _person(person_id)
    permission, place = _needed(person, by)
    require(by, permission, on=place)
    take_turn(person.subject)
    if Membership.objects.filter(person=person, exited_on=None).exists():
        raise Refused(Refusal("refusal.has_group", {"person": person.code}))
    if Interest.objects.filter(person=person, ended_at=None).exists():
        raise Conflict("conflict.interest_registered", person=person.code)
    skills = list(dict.fromkeys(code.strip() for code in row.skill_codes if code.strip()))
    if not skills:
        raise Refused(Refusal("refusal.skills_missing"))
    interest = Interest(
        person=person,
        skill_codes=skills,
        production_years=row.production_years,
        note=row.note.strip(),
        registered_at=clock.now(),
    )
    refuse_unfit([interest])
    interest.save()
    record("interest.registered", by=by, subject=person.subject, skills=skills)
    return interest


@transaction.atomic
def end_interest(*, interest_id: int, by: Actor) -> Interest:
    """Take somebody off the list again; what they agreed to in groups not yet formed no longer holds.

    Raises
    ------
    NotFound
        There is no such entry.
    NotAllowed
        It is somebody else's, and the actor may not register people there.
    Conflict
        It has ended already.
    """
    interest = Interest.objects.select_related("person").filter(pk=interest_id).first()
    if interest is None:
        raise NotFound("interest", interest_id)
    permission, place = _needed(interest.person, by)
    require(by, permission, on=place)
    take_turn(interest.person.subject)
    interest.refresh_from_db(fields=["ended_at"])
    if interest.ended_at is not None:
        raise Conflict("conflict.interest_ended", person=interest.person.code)
    interest.ended_at, interest.end_kind = clock.now(), Interest.End.WITHDRAWN
    interest.save(update_fields=["ended_at", "end_kind"])
    Consent.objects.filter(
        invitation__person=interest.person, invitation__proposed__ended_at=None, revoked_at=None
    ).update(revoked_at=clock.now())
    record("interest.ended", by=by, subject=interest.person.subject)
    return interest


def _person(person_id: int) -> Person:
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound("person", person_id)
    return person


def _needed(person: Person, by: Actor) -> tuple[Permission, Person | None]:
    """Return what one needs to act for a person: less for oneself than for who lives somewhere."""
    if by.user_id is not None and person.user_id == by.user_id:
        return Permission.GROUP_OWN, None
    return Permission.GROUP_REGISTER, person
