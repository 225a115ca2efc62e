"""What can happen to people: they are registered, and what is known of them is corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from kargosha.areas.registry.frames import people as frames
from kargosha.areas.registry.frames.rows import PersonRow
from kargosha.areas.registry.models import Household, Person
from kargosha.files.letters import identifier
from kargosha.kernel.access import Actor, require, require_other
from kargosha.kernel.actions import Names, register_group_user
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit, refuse_unknown
from kargosha.kernel.journal import record
from kargosha.kernel.models import User
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn

CORRECTABLE = (
    "given_name",
    "family_name",
    "father_name",
    "born_on",
    "sex",
    "document_kind",
    "document_number",
    "mobile",
    "place_code",
)
"""What can be corrected of a person; the household is stated anew."""


@dataclass(frozen=True)
class HouseholdRow:
    """How many people live together and how many of them earn, as stated on a day.

    Without a code the household stays, or becomes one of the person's own.
    """

    member_count: int | None
    earner_count: int | None
    stated_on: date
    code: str = ""


@transaction.atomic
def register_person(*, row: PersonRow, by: Actor) -> Person:
    """Register a person, with what is stated of the household.

    Raises
    ------
    Refused
        The document is registered already (its holder is named by code), its check digit is wrong,
        the birth lies ahead, the household has more earners than members, the place is not known,
        or a value does not fit: everything that is wrong.
    """
    take_turn(frames.PEOPLE)
    places = frames.places_of({identifier(row.place_code)})
    made = frames.registration([row], ["1"], places=places)
    (person,) = made.people
    require(by, Permission.GROUP_REGISTER, on=person)
    frames.refuse([*made.reasons, *frames.refusals_of_households(made, by)])
    frames.store_people(made)
    record("person.registered", by=by, subject=person.subject)
    return person


@transaction.atomic
def correct_person(*, person_id: int, corrections: Mapping[str, object], by: Actor) -> Person:
    """Correct what is registered of a person; the journal keeps which fields, never what they held.

    Raises
    ------
    NotFound
        There is no such person.
    Refused
        A field cannot be corrected, nothing would change, or it is refused as on registering.
    """
    person = _person(person_id)
    require(by, Permission.GROUP_REGISTER, on=person)
    refuse_unknown({*corrections} - {*CORRECTABLE})
    take_turn(frames.PEOPLE)
    before = frames.row_of(person)
    row = replace(before, **corrections)  # type: ignore[arg-type]
    places = frames.places_of({identifier(row.place_code)})
    made = frames.registration([row], [person.code], places=places, known=person)
    (corrected,) = made.people
    require(by, Permission.GROUP_REGISTER, on=corrected)
    frames.refuse(made.reasons)
    changed = [name for name in CORRECTABLE if getattr(corrected, name) != getattr(person, name)]
    if not changed:
        raise Refused(Refusal("refusal.nothing_to_correct", {"row": person.code}))
    corrected.save(update_fields=[*changed, "place", "search_key"])
    record("person.corrected", by=by, subject=person.subject, fields=changed)
    return corrected


@transaction.atomic
def state_household(*, person_id: int, household: HouseholdRow, by: Actor) -> Household:
    """Write what a person states of the household, or that they live in another one.

    Raises
    ------
    NotFound
        There is no such person.
    Refused
        More earn than live there, the day is to come or before the last statement, the household is
        of a place that the actor does not register for, or a value does not fit.
    """
    person = _person(person_id)
    require(by, Permission.GROUP_REGISTER, on=person)
    code = identifier(household.code)
    if not code:
        code = frames.own_household(person) if person.household is None else person.household.code
    take_turn(f"household:{code}")
    held = Household.objects.select_related("place__parent").filter(code=code).first()
    home = held or Household(code=code, place=person.place)
    counts = (household.member_count, household.earner_count)
    frames.refuse([*frames.refusals_of_statement(home, counts, household.stated_on, by)])
    home.member_count, home.earner_count = counts
    home.stated_on = household.stated_on
    refuse_unfit([home])
    home.save()
    person.household = home
    person.save(update_fields=["household"])
    record("household.stated", by=by, subject=person.subject, household=code)
    return home


@transaction.atomic
def link_user(*, person_id: int, user_id: int, by: Actor) -> Person:
    """Say as which user a person signs in, once; the user has no office and is nobody else's.

    Raises
    ------
    NotFound
        There is no such person or user.
    Refused
        The person or the user is tied already, the user sits in an office or is the actor.
    """
    person = _person(person_id)
    require(by, Permission.GROUP_REGISTER, on=person)
    require_other(by, than=user_id)
    take_turn(person.subject, f"user:{user_id}")
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound("user", user_id)
    if user.office_id is not None:
        raise Refused(Refusal("refusal.user_of_office", {"user": user.username}))
    person.refresh_from_db(fields=["user"])
    if person.user_id is not None or Person.objects.filter(user=user).exists():
        values = {"person": person.code, "user": user.username}
        raise Refused(Refusal("refusal.user_linked", values))
    return _linked(person, user, by)


@transaction.atomic
def let_sign_in(*, person_id: int, by: Actor) -> Person:
    """Let a person sign in by a code to the registered mobile, to see the own group only.

    Raises
    ------
    NotFound
        There is no such person.
    Refused
        They sign in already, no mobile of theirs is registered, or somebody else signs in by it.
    """
    person = _person(person_id)
    require(by, Permission.GROUP_REGISTER, on=person)
    take_turn(person.subject)
    person.refresh_from_db(fields=["user"])
    if person.user is not None:
        values = {"person": person.code, "user": person.user.username}
        raise Refused(Refusal("refusal.user_linked", values))
    if not person.mobile:
        raise Refused(Refusal("refusal.mobile_missing", {"row": person.code}))
    user = register_group_user(
        names=Names(person.full_name, person.full_name),
        mobile=person.mobile,
        by=by.acting(Permission.GROUP_REGISTER),
    )
    return _linked(person, user, by)


def _linked(person: Person, user: User, by: Actor) -> Person:
    person.user = user
    person.save(update_fields=["user"])
    record("person.linked", by=by, subject=person.subject, user=user.pk)
    return person


def _person(person_id: int) -> Person:
    found = Person.objects.select_related("place__parent", "household").filter(pk=person_id)
    person = found.first()
    if person is None:
        raise NotFound("person", person_id)
    return person
