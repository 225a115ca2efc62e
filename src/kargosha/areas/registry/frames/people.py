"""Rows of people ↔ what is stored: what is wrong with a row, and the writing of many at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection
from django.db.models import Model, Q

from kargosha.areas.registry.frames.rows import PersonRow
from kargosha.areas.registry.models import Household, Person
from kargosha.areas.territory.models import Place
from kargosha.files import identifiers
from kargosha.files.letters import fold_letters, identifier, search_key
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.roles import Permission

PEOPLE = "people"
"""By this name turns are taken to register people, so that one document is never registered twice."""

LONGEST_KEY = 250
NO_DOCUMENT = Person.Document.NONE
WRONG: Mapping[str, str] = {
    Person.Document.NATIONAL_ID: "refusal.national_id_wrong",
    Person.Document.FOREIGN_ID: "refusal.foreign_id_wrong",
}
"""The refusal of a number that no document of the kind has."""


@dataclass
class Registration:
    """People who are to be registered, and what is wrong with their rows.

    ``people`` stands as the rows do: each who it makes, or who is registered under that document
    already; ``new`` are those whom it makes, with their rows.
    """

    people: list[Person] = field(default_factory=list)
    new: list[tuple[Person, PersonRow]] = field(default_factory=list)
    reasons: list[Refusal] = field(default_factory=list)


def places_of(keys: Collection[str]) -> dict[str, Place]:
    """Return places by the code, or the name in addresses, under which rows name them."""
    found = Place.objects.filter(Q(code__in=keys) | Q(slug__in=keys)).select_related("parent")
    by_slug = {place.slug: place for place in found}
    return by_slug | {place.code: place for place in found if place.code}


def registration(
    rows: Iterable[PersonRow],
    labels: Iterable[str],
    *,
    places: Mapping[str, Place],
    join: bool = False,
    known: Person | None = None,
) -> Registration:
    """Prepare people for `store_people`, or the corrected row of a known one.

    What is wrong stands in the reasons, all of it, each under the label of its row. Whose document
    is registered under the same names is joined, if asked, as who they are.
    """
    made, first = Registration(), dict[int, str]()
    typed = [_tidy(row) for row in rows]
    keys = [known.pk] if known is not None else new_keys(Person, len(typed))
    holders = _holders(typed, known)
    for row, label, key in zip(typed, labels, keys, strict=True):
        person = _person(row, places.get(row.place_code), key)
        document = (row.document_kind, row.document_number)
        holder = holders.setdefault(document, person) if row.document_number else person
        if join and holder is not person and holder.search_key == person.search_key:
            made.people.append(holder)
            continue
        first[key] = label
        made.people.append(person)
        made.new.append((person, row))
        faults = [*_faults(row, person), *_taken(holder, person, first)]
        made.reasons += (Refusal(each.code, {"row": label, **each.values}) for each in faults)
    return made


def store_people(made: Registration) -> None:
    """Write the new people of a registration with their households."""
    households = _households(made)
    for person, row in made.new:
        person.household = households.get(row.household_code or own_household(person))
    Person.objects.bulk_create([person for person, _ in made.new])


def row_of(person: Person) -> PersonRow:
    """Return a person as they are registered, as a row that can be registered again."""
    return PersonRow(
        given_name=person.given_name,
        family_name=person.family_name,
        father_name=person.father_name,
        born_on=person.born_on,
        sex=person.sex,
        document_kind=person.document_kind,
        document_number=person.document_number,
        mobile=person.mobile,
        place_code=person.place.key,
    )


def refusals_of_households(made: Registration, by: Actor) -> Iterable[Refusal]:
    """Yield the refusal of households of places that the actor does not register for."""
    codes = {row.household_code for _, row in made.new if row.household_code}
    for home in Household.objects.select_related("place__parent").filter(code__in=codes):
        yield from _strange(home, by)


def refusals_of_statement(
    home: Household, counts: tuple[int | None, int | None], stated_on: date, by: Actor
) -> Iterable[Refusal]:
    """Yield what forbids to state something of a household on a day."""
    yield from _strange(home, by)
    for each in _household_faults(*counts, stated_on):
        yield Refusal(each.code, {"row": home.code, **each.values})
    if home.stated_on is not None and stated_on < home.stated_on:
        values = {"household": home.code, "day": stated_on, "stated_on": home.stated_on}
        yield Refusal("refusal.household_stated_since", values)


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


def unfit_fields(row: Model) -> list[Refusal]:
    """Return the refusal of a row whose fields hold what they cannot, without its name."""
    try:
        refuse_unfit([row])
    except Refused as refused:
        return [Refusal(each.code, {"fields": each.values["fields"]}) for each in refused.reasons]
    return []


def _tidy(row: PersonRow) -> PersonRow:
    """Return the row with its texts as they are stored; what cannot be read stays as it was typed."""
    number, mobile = identifier(row.document_number), identifier(row.mobile)
    return replace(
        row,
        given_name=fold_letters(row.given_name.strip()),
        family_name=fold_letters(row.family_name.strip()),
        father_name=fold_letters(row.father_name.strip()),
        document_number=identifiers.document(row.document_kind, number) or number,
        mobile=identifiers.mobile(mobile) or mobile,
        place_code=identifier(row.place_code),
        household_code=identifier(row.household_code),
    )


def _faults(row: PersonRow, person: Person) -> Iterable[Refusal]:
    """Yield what is wrong with a row by itself."""
    if person.place_id is None:
        yield Refusal("refusal.place_unknown", {"place": row.place_code})
    yield from _document_faults(row.document_kind, row.document_number)
    if row.born_on is not None and row.born_on > clock.today():
        yield Refusal("refusal.birth_future")
    if row.mobile and identifiers.mobile(row.mobile) is None:
        yield Refusal("refusal.mobile_wrong")
    yield from _household_faults(row.household_members, row.household_earners, row.stated_on)
    yield from unfit_fields(person)


def _document_faults(kind: str, number: str) -> Iterable[Refusal]:
    if kind == NO_DOCUMENT and number:
        yield Refusal("refusal.document_without_kind")
    elif kind != NO_DOCUMENT and not number:
        yield Refusal("refusal.document_missing")
    elif kind in WRONG and identifiers.document(kind, number) is None:
        yield Refusal(WRONG[kind])


def _household_faults(
    members: int | None, earners: int | None, stated_on: date | None
) -> Iterable[Refusal]:
    if members is not None and earners is not None and earners > members:
        yield Refusal("refusal.earners_above_members", {"earners": earners, "members": members})
    if stated_on is not None and stated_on > clock.today():
        yield Refusal("refusal.day_future", {"day": stated_on})


def _taken(holder: Person, person: Person, first: Mapping[int, str]) -> Iterable[Refusal]:
    """Yield that another person has the document: one registered, by code, or of an earlier row."""
    if holder is person:
        return
    if holder.pk in first:
        yield Refusal("refusal.document_twice", {"other": first[holder.pk]})
    else:
        yield Refusal("refusal.document_taken", {"person": holder.code})


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
        place_code=row.place_code if place is None else place.place_code,
        search_key=person_key(row.given_name, row.family_name),
        registered_at=clock.now(),
    )


def _holders(rows: Iterable[PersonRow], known: Person | None) -> dict[tuple[str, str], Person]:
    """Return who has the documents of the rows, but for the one whose row is corrected."""
    numbers = {row.document_number for row in rows if row.document_number}
    found = Person.objects.filter(document_number__in=numbers)
    if known is not None:
        found = found.exclude(pk=known.pk)
    return {(person.document_kind, person.document_number): person for person in found}


def _strange(home: Household, by: Actor) -> Iterable[Refusal]:
    if not by.may(Permission.GROUP_REGISTER, home.place.place_code):
        yield Refusal("refusal.household_elsewhere", {"household": home.code})


def _households(made: Registration) -> dict[str, Household]:
    """Return the households of new people by their codes; what is stated later holds."""
    stated = [
        (row.household_code or own_household(person), person, row)
        for person, row in made.new
        if row.household_code or _states(row)
    ]
    found = Household.objects.in_bulk([code for code, _, _ in stated], field_name="code")
    homes = dict(found)
    for code, person, row in stated:
        home = homes.setdefault(code, Household(code=code, place=person.place))
        if _states(row):
            _state(home, row.household_members, row.household_earners, row.stated_on)
    refuse_unfit(homes.values())
    Household.objects.bulk_create([home for code, home in homes.items() if code not in found])
    Household.objects.bulk_update(found.values(), ["member_count", "earner_count", "stated_on"])
    return homes


def _states(row: PersonRow) -> bool:
    return row.household_members is not None or row.household_earners is not None


def _state(home: Household, members: int | None, earners: int | None, day: date | None) -> None:
    """Let a household hold what is stated of it, unless it states something of a later day."""
    stated_on = day or clock.today()
    if home.stated_on is None or stated_on >= home.stated_on:
        home.member_count, home.earner_count, home.stated_on = members, earners, stated_on
