"""Rows of people ↔ what is stored: what is wrong with a row, and the writing of many at once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection
from django.db.models import Model, Q

from kargosha.areas.registry.frames.rows import PersonRow
from kargosha.areas.registry.models import Household, Person
from kargosha.areas.territory.models import Place
from kargosha.files import identifiers
from kargosha.files.letters import identifier, search_key
from kargosha.kernel import clock
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit

LONGEST_KEY = 250
NATIONAL = Person.Document.NATIONAL_ID
NO_DOCUMENT = Person.Document.NONE


@dataclass
class Registration:
    """Rows of people that are to be registered, with what is wrong with them.

    ``people`` stands as the rows do: each the person it makes, or the one who is registered already.
    """

    rows: Sequence[PersonRow]
    labels: Sequence[str]
    people: list[Person] = field(default_factory=list)
    new: list[Person] = field(default_factory=list)
    reasons: list[Refusal] = field(default_factory=list)


def places_of(keys: Collection[str]) -> dict[str, Place]:
    """Return places by the code, or the name in addresses, under which rows name them."""
    found = Place.objects.filter(Q(code__in=keys) | Q(slug__in=keys)).select_related("parent")
    by_slug = {place.slug: place for place in found}
    return by_slug | {place.code: place for place in found if place.code}


def registration(
    rows: Sequence[PersonRow], labels: Sequence[str], *, join: bool, places: dict[str, Place]
) -> Registration:
    """Prepare people for `store_people`; a document that is registered is joined, if asked, by its name.

    What is wrong stands in the reasons, all of it, each under the label of its row.
    """
    made = Registration([_tidy(row) for row in rows], labels)
    today = clock.today()
    known = _by_document(made.rows)
    seen: dict[tuple[str, str], str] = {}
    for (row, label), key in zip(
        zip(made.rows, labels, strict=True), new_keys(Person, len(rows)), strict=True
    ):
        place = places.get(row.place_code)
        faults = list(_faults(row, place, today))
        document = (row.document_kind, row.document_number)
        held = known.get(document)
        person = _person(row, place, key)
        if held is not None and join and held.search_key == person.search_key:
            person = held
        elif held is not None:
            faults.append(Refusal("refusal.document_taken", {"person": held.code}))
        elif document in seen:
            faults.append(Refusal("refusal.document_twice", {"other": seen[document]}))
        if row.document_number:
            seen.setdefault(document, label)
        if held is None:
            faults += _unfit(person) if place is not None else []
            made.new.append(person)
        made.people.append(person)
        made.reasons += (replace(each, values={"row": label, **each.values}) for each in faults)
    return made


def store_people(made: Registration) -> None:
    """Write the new people of a registration with their households."""
    stated = {id(person): row for person, row in zip(made.people, made.rows, strict=True)}
    households = _households([(person, stated[id(person)]) for person in made.new])
    for person in made.new:
        row = stated[id(person)]
        code = row.household_code or (own_household(person) if _states(row) else "")
        person.household = households.get(code)
    Person.objects.bulk_create(made.new)


def own_household(person: Person) -> str:
    """Return the code of a household that has none of its own: that of the person who stated it."""
    return f"h{person.pk:07d}"


def refuse(reasons: Sequence[Refusal]) -> None:
    """Refuse with all that was found wrong.

    Raises
    ------
    Refused
        Something was.
    """
    if reasons:
        raise Refused(*reasons)


def new_keys(model: type[Model], count: int) -> list[int]:
    """Take so many keys of a table before its rows are written, for what is to name them."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, column, count],
        )
        return [key for (key,) in cursor.fetchall()]


def person_key(given_name: str, family_name: str) -> str:
    """Return the names folded, in both orders, as a person is looked for."""
    given, family = search_key(given_name), search_key(family_name)
    return f"{given}{family} {family}{given}"[:LONGEST_KEY]


def household_faults(
    member_count: int | None, earner_count: int | None, stated_on: date | None, today: date
) -> Iterable[Refusal]:
    """Yield what is wrong with what a household states."""
    if member_count is not None and earner_count is not None and earner_count > member_count:
        values = {"earners": earner_count, "members": member_count}
        yield Refusal("refusal.earners_above_members", values)
    if stated_on is not None and stated_on > today:
        yield Refusal("refusal.day_future", {"day": stated_on.isoformat()})


def document_faults(kind: str, number: str) -> Iterable[Refusal]:
    """Yield what is wrong with a document, its number written as it is stored."""
    if kind == NO_DOCUMENT and number:
        yield Refusal("refusal.document_without_kind")
    elif kind != NO_DOCUMENT and not number:
        yield Refusal("refusal.document_missing")
    elif kind == NATIONAL and identifiers.national_id(number) is None:
        yield Refusal("refusal.national_id_wrong")


def document_as_stored(kind: str, number: str) -> str:
    """Return a document's number as it is stored; one that is wrong stays as it was typed."""
    plain = identifier(number)
    return (identifiers.national_id(plain) if kind == NATIONAL else plain) or plain


def mobile_as_stored(number: str) -> str:
    """Return a mobile's number as it is stored; one that is wrong stays as it was typed."""
    return (identifiers.mobile(number) if number.strip() else "") or number.strip()


def _tidy(row: PersonRow) -> PersonRow:
    """Return the row with its texts as they are stored."""
    return replace(
        row,
        given_name=row.given_name.strip(),
        family_name=row.family_name.strip(),
        father_name=row.father_name.strip(),
        document_number=document_as_stored(row.document_kind, row.document_number),
        mobile=mobile_as_stored(row.mobile),
        place_code=identifier(row.place_code),
        household_code=identifier(row.household_code),
    )


def _faults(row: PersonRow, place: Place | None, today: date) -> Iterable[Refusal]:
    if place is None:
        yield Refusal("refusal.place_unknown", {"place": row.place_code})
    yield from document_faults(row.document_kind, row.document_number)
    if row.born_on is not None and row.born_on > today:
        yield Refusal("refusal.birth_future")
    if row.mobile and identifiers.mobile(row.mobile) is None:
        yield Refusal("refusal.mobile_wrong")
    yield from household_faults(row.household_members, row.household_earners, row.stated_on, today)


def _person(row: PersonRow, place: Place | None, key: int) -> Person:
    return Person(
        pk=key,
        given_name=row.given_name,
        family_name=row.family_name,
        father_name=row.father_name,
        born_on=row.born_on,
        sex=row.sex,
        document_kind=row.document_kind,
        document_number=row.document_number,
        mobile=row.mobile,
        place=place,
        place_code="" if place is None else place.place_code,
        search_key=person_key(row.given_name, row.family_name),
        registered_at=clock.now(),
    )


def _unfit(person: Person) -> list[Refusal]:
    try:
        refuse_unfit([person])
    except Refused as refused:
        return [Refusal(each.code, {"fields": each.values["fields"]}) for each in refused.reasons]
    return []


def _by_document(rows: Iterable[PersonRow]) -> dict[tuple[str, str], Person]:
    numbers = {row.document_number for row in rows if row.document_number}
    found = Person.objects.filter(document_number__in=numbers)
    return {(person.document_kind, person.document_number): person for person in found}


def _states(row: PersonRow) -> bool:
    return row.household_members is not None or row.household_earners is not None


def _households(stated: Iterable[tuple[Person, PersonRow]]) -> dict[str, Household]:
    """Return the households of new people by their codes; what is stated later holds."""
    rows = [
        (row.household_code or own_household(person), person, row)
        for person, row in stated
        if row.household_code or _states(row)
    ]
    found = Household.objects.in_bulk([code for code, _, _ in rows], field_name="code")
    new: dict[str, Household] = {}
    changed: dict[str, Household] = {}
    for code, person, row in rows:
        home = found.get(code) or new.get(code)
        if home is None:
            home = new[code] = Household(code=code, place=person.place)
        elif code in found:
            changed[code] = home
        state(home, row.household_members, row.household_earners, row.stated_on)
    refuse_unfit([*new.values(), *changed.values()])
    Household.objects.bulk_create(new.values())
    Household.objects.bulk_update(changed.values(), ["member_count", "earner_count", "stated_on"])
    return found | new


def state(
    home: Household, members: int | None, earners: int | None, stated_on: date | None
) -> None:
    """Let a household hold what is stated of it, unless it states something of a later day."""
    if members is None and earners is None:
        return
    day = stated_on or clock.today()
    if home.stated_on is not None and day < home.stated_on:
        return
    home.member_count, home.earner_count, home.stated_on = members, earners, day
