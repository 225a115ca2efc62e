"""Rows of groups ↔ what is stored: what is wrong with a group, and the writing of many at once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from kargosha.areas.registry.frames.people import (
    LONGEST_KEY,
    Registration,
    new_keys,
    places_of,
    registration,
    store_people,
    unfit_fields,
)
from kargosha.areas.registry.frames.rows import GroupRow, MemberRow, PersonRow
from kargosha.areas.registry.models import Group, Membership, Person
from kargosha.areas.territory.models import Place
from kargosha.files import identifiers
from kargosha.files.letters import fold_letters, identifier, search_key
from kargosha.kernel import clock
from kargosha.kernel.errors import Refusal
from kargosha.kernel.rulebook import rulebook_on

LEGAL_NUMBER = {
    Group.Kind.GROUP: "eligibility.group_members",
    Group.Kind.COOPERATIVE: "eligibility.cooperative_members",
}
"""The rule that says with how many members a group of that kind may be formed."""

HELD_BY_ONE = (Membership.Role.HEAD, Membership.Role.TREASURER, Membership.Role.SECRETARY)

Member = tuple[PersonRow | None, MemberRow]


@dataclass(frozen=True)
class Line:
    """One member of one of the groups to be formed, under the label by which its row is known."""

    label: str
    group: Group
    person: PersonRow | None
    member: MemberRow


@dataclass
class Forming:
    """Groups that are to be formed with their members, and what is wrong with them."""

    groups: Sequence[Group]
    people: Registration
    memberships: list[Membership] = field(default_factory=list)
    reasons: list[Refusal] = field(default_factory=list)


def legal_numbers(day: date) -> Mapping[str, tuple[float, str]]:
    """Return for each kind of group its legal number of members on a day, with the rule's source."""
    rules = rulebook_on(day)
    return {kind: (rules.number(key), rules.rule(key).source) for kind, key in LEGAL_NUMBER.items()}


def forming(
    groups: Sequence[tuple[GroupRow, Sequence[Member]]], *, registered_by: int | None
) -> Forming:
    """Prepare groups for `store_groups`, with everything that is wrong with any of them."""
    named = {row.place_code for row, _ in groups}
    named |= {person.place_code for _, each in groups for person, _ in each if person is not None}
    places = places_of({identifier(key) for key in named})
    keys = new_keys(Group, len(groups))
    made = [
        _group(row, key, places, registered_by) for (row, _), key in zip(groups, keys, strict=True)
    ]
    lines = [
        Line(_label(group, number, len(groups)), group, person, member)
        for group, (_, members) in zip(made, groups, strict=True)
        for number, (person, member) in enumerate(members, start=1)
    ]
    typed = [(line.label, line.person) for line in lines if line.person is not None]
    people = registration(
        [row for _, row in typed], [label for label, _ in typed], places=places, join=True
    )
    forming_ = Forming(made, people, reasons=[*_group_faults(made), *people.reasons])
    _add_memberships(forming_, lines)
    return forming_


def store_groups(forming_: Forming) -> None:
    """Write groups, their new people and their memberships."""
    store_people(forming_.people)
    Group.objects.bulk_create(forming_.groups)
    Membership.objects.bulk_create(forming_.memberships)


def entry_faults(membership: Membership) -> Iterable[Refusal]:
    """Yield what is wrong with the day or the fields of an entry."""
    group, day = membership.group, membership.entered_on
    if day < group.formed_on:
        values = {"day": day, "formed_on": group.formed_on}
        yield Refusal("refusal.entry_before_forming", values)
    if day > clock.today():
        yield Refusal("refusal.day_future", {"day": day})
    yield from unfit_fields(membership)


def group_key(name_fa: str, name_en: str) -> str:
    """Return the names folded, as a group is looked for."""
    return f"{search_key(name_fa)} {search_key(name_en)}"[:LONGEST_KEY]


def _group(
    row: GroupRow, key: int, places: Mapping[str, Place], registered_by: int | None
) -> Group:
    place = places.get(identifier(row.place_code))
    return Group(
        pk=key,
        code=identifier(row.code) or f"g{key:06d}",
        kind=row.kind,
        name_fa=fold_letters(row.name_fa.strip()),
        name_en=row.name_en.strip() or fold_letters(row.name_fa.strip()),
        place=place,
        place_code=identifier(row.place_code) if place is None else place.place_code,
        formed_on=row.formed_on,
        legal_id=identifier(row.legal_id or "") or None,
        bylaws_on=row.bylaws_on,
        search_key=group_key(row.name_fa, row.name_en),
        registered_by_id=registered_by,
        registered_at=clock.now(),
    )


def _label(group: Group, number: int, count: int) -> str:
    """Return by which words a member's row is known: its number, with the group's code if of many."""
    return str(number) if count == 1 else f"{group.code}/{number}"


def _group_faults(groups: Sequence[Group]) -> Iterable[Refusal]:
    """Yield what is wrong with groups by themselves."""
    today = clock.today()
    codes = Counter(group.code for group in groups)
    legal_ids = Counter(group.legal_id for group in groups if group.legal_id)
    held = Group.objects.filter(Q(code__in=codes) | Q(legal_id__in=legal_ids))
    taken = {text for pair in held.values_list("code", "legal_id") for text in pair if text}
    twice = {text for text, count in (codes + legal_ids).items() if text and count > 1}
    for text in sorted((taken & {*codes, *legal_ids}) | twice):
        yield Refusal("refusal.code_taken", {"code": text})
    for group in groups:
        if group.place_id is None:
            yield Refusal("refusal.place_unknown", {"row": group.code, "place": group.place_code})
        if group.legal_id and identifiers.legal_id(group.legal_id) is None:
            yield Refusal("refusal.legal_id_wrong", {"row": group.code})
        if group.legal_id and group.kind != Group.Kind.COOPERATIVE:
            yield Refusal("refusal.legal_id_of_group", {"row": group.code})
        for day in (group.formed_on, group.bylaws_on):
            if day is not None and day > today:
                yield Refusal("refusal.day_future", {"row": group.code, "day": day})
        yield from (
            Refusal(each.code, {"row": group.code, **each.values}) for each in unfit_fields(group)
        )


def _add_memberships(forming_: Forming, lines: Sequence[Line]) -> None:
    """Join each group's lines to their people, and add what is wrong with them."""
    typed = iter(forming_.people.people)
    known = Person.objects.in_bulk([line.member.person_id for line in lines if line.person is None])
    for line in lines:
        person = next(typed) if line.person is not None else known.get(line.member.person_id)
        if person is None:
            values = {"row": line.label, "person": str(line.member.person_id)}
            forming_.reasons.append(Refusal("refusal.person_unknown", values))
            continue
        entry = Membership(
            group=line.group,
            person=person,
            role=line.member.role,
            production_years=line.member.production_years,
            entered_on=line.member.entered_on or line.group.formed_on,
        )
        forming_.memberships.append(entry)
        forming_.reasons += (
            Refusal(each.code, {"row": line.label, **each.values}) for each in entry_faults(entry)
        )
    forming_.reasons += _faults_together(forming_)


def _faults_together(forming_: Forming) -> Iterable[Refusal]:
    """Yield what is wrong with the members of each group taken together."""
    least = legal_numbers(clock.today())
    members: dict[int, list[Membership]] = {group.pk: [] for group in forming_.groups}
    for entry in forming_.memberships:
        members[entry.group_id].append(entry)
    for group in forming_.groups:
        people = Counter(entry.person_id for entry in members[group.pk])
        for person, count in people.items():
            if count > 1:
                values = {"person": Person(pk=person).code, "group": group.code}
                yield Refusal("refusal.person_twice", values)
        roles = Counter(entry.role for entry in members[group.pk])
        for role in HELD_BY_ONE:
            if roles[role] > 1:
                yield Refusal(f"refusal.role_twice.{role}", {"group": group.code})
        yield from _too_small(group, len(people), least)


def _too_small(
    group: Group, count: int, least: Mapping[str, tuple[float, str]]
) -> Iterable[Refusal]:
    number, source = least.get(group.kind, (0, ""))
    if count < number:
        values = {"group": group.code, "count": count, "least": number, "source": source}
        yield Refusal("refusal.group_too_small", values)
