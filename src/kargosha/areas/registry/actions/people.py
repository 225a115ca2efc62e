"""What can happen to people: they are registered, and what is known of them is corrected."""

from django.db import transaction

from kargosha.areas.registry.frames.people import (
    places_of,
    refuse,
    registration,
    store_people,
)
from kargosha.areas.registry.frames.rows import PersonRow
from kargosha.areas.registry.models import Person
from kargosha.files.letters import identifier
from kargosha.kernel.access import Actor, require
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission


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
    made = registration([row], ["1"], join=False, places=places_of({identifier(row.place_code)}))
    (person,) = made.people
    require(by, Permission.GROUP_REGISTER, on=person)
    refuse(made.reasons)
    store_people(made)
    record("person.registered", by=by, subject=person.subject)
    return person
