"""What a person may ask about people: those of the own places and groups, and oneself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from kargosha.areas.registry.models import Membership, Person
from kargosha.areas.registry.queries.ordering import PersianOrder
from kargosha.areas.registry.queries.seeing import CommitmentLine, ConsentLine, PersonSeen
from kargosha.files import identifiers
from kargosha.files.letters import identifier, search_key
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.roles import Permission

ROWS_A_PAGE = 30
_BY_NAME = (PersianOrder("family_name"), PersianOrder("given_name"), "pk")
SORTS = {
    "name": _BY_NAME,
    "code": ("pk",),
    "place": ("place__sort_key", *_BY_NAME),
}
"""By what the list can be ordered, the first unless asked; who sees codes only has them by code."""


@dataclass(frozen=True)
class PersonLine:
    """A person of the list with the groups they are in now."""

    seen: PersonSeen
    memberships: Sequence[Membership]


@dataclass(frozen=True)
class PersonPage:
    """All that is known of a person, as far as the asker may see it."""

    seen: PersonSeen
    memberships: Sequence[Membership]
    money: Sequence[CommitmentLine]
    consents: Sequence[ConsentLine]
    may_register: bool
    is_self: bool


def people(*, by: Actor, search: str = "", place: str = "", sort: str = "name") -> QuerySet[Person]:
    """Return the people of the places that the asker reads, and the members of groups there.

    By a name in any spelling, a document or a mobile only those are found of whom the asker may see
    these; by the code everyone.

    Raises
    ------
    NotAllowed
        The asker may read none anywhere.
    """
    if not by.may_somewhere(Permission.GROUP_VIEW):
        raise NotAllowed(Permission.GROUP_VIEW)
    named = by.may_somewhere(Permission.GROUP_REGISTER)
    return (
        Person.objects.filter(_of(by, Permission.GROUP_VIEW), _found_by(by, search), _in(place))
        .select_related("place__parent", "household")
        .order_by(*SORTS.get(sort if named else "code", SORTS["name"]))
    )


def person_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of the people, in the order asked for."""
    chosen = {name: asked.get(name, "") for name in ("search", "place", "sort")}
    page = Paginator(people(by=by, **chosen), ROWS_A_PAGE).get_page(asked.get("page"))
    return {
        "page": page,
        "lines": person_lines(by=by, found=list(page)),
        "chosen": chosen,
        "sorts": list(SORTS),
        "sees_names": by.may_somewhere(Permission.GROUP_REGISTER),
    }


def person_lines(*, by: Actor, found: Sequence[Person]) -> list[PersonLine]:
    """Return people as the asker may see them, with the groups that they are in and the asker reads."""
    visible = visible_to(by, Permission.GROUP_VIEW, "group__place_code")
    memberships: dict[int, list[Membership]] = {person.pk: [] for person in found}
    held = Membership.objects.filter(visible, person__in=memberships, exited_on=None)
    for each in held.select_related("group").order_by("entered_on", "pk"):
        memberships[each.person_id].append(each)
    return [
        PersonLine(_seen(by, person, memberships[person.pk]), memberships[person.pk])
        for person in found
    ]


def person_page(*, by: Actor, person_id: int) -> PersonPage:
    """Return a person with the groups they are and were in, the latest first.

    Raises
    ------
    NotFound
        There is no such person, or none of whom the asker may read.
    """
    readable = Person.objects.filter(_of(by, Permission.GROUP_VIEW), pk=person_id)
    if by.user_id is not None and by.may_somewhere(Permission.GROUP_OWN):
        readable |= Person.objects.filter(user=by.user_id, pk=person_id)
    person = readable.select_related("place__parent", "household", "user").first()
    if person is None:
        raise NotFound("person", person_id)
    is_self = by.user_id is not None and person.user_id == by.user_id
    of_places = visible_to(by, Permission.GROUP_VIEW, "group__place_code")
    memberships = person.memberships.select_related("group").order_by("-entered_on", "-pk")
    shown = list(memberships if is_self else memberships.filter(of_places))
    consents = person.consents.select_related("group", "evidence").defer("evidence__content")
    seen = _seen(by, person, shown)
    return PersonPage(
        seen=seen,
        memberships=shown,
        money=[CommitmentLine(each, seen) for each in person.commitments.select_related("end")],
        consents=[
            ConsentLine(each, seen)
            for each in consents
            if is_self or each.group is None or by.may(Permission.GROUP_VIEW, each.group.place_code)
        ],
        may_register=by.may(Permission.GROUP_REGISTER, person.place_code),
        is_self=is_self,
    )


def _seen(by: Actor, person: Person, memberships: Sequence[Membership]) -> PersonSeen:
    return PersonSeen.by(by, person, *(each.group.place_code for each in memberships))


def _of(by: Actor, permission: Permission) -> Q:
    """Return the filter for people who live in the places of the permission, or are or were in a
    group there."""
    seen = visible_to(by, permission)
    if not seen or not by.may_somewhere(permission):
        return seen
    there = visible_to(by, permission, "group__place_code")
    return seen | Q(pk__in=Membership.objects.filter(there).values("person"))


def _found_by(by: Actor, search: str) -> Q:
    if not search.strip():
        return Q()
    code, key = identifier(search), search_key(search)
    numbered = code.casefold().removeprefix("n")
    is_number = numbered.isascii() and numbered.isdigit() and len(numbered) <= 9
    by_code = Q(pk=int(numbered)) if is_number else Q(pk__in=[])
    by_number = Q(document_number=identifiers.national_id(code) or code)
    by_number |= Q(mobile=identifiers.mobile(code) or code)
    by_name = Q(search_key__contains=key) if key else Q(pk__in=[])
    return by_code | (_of(by, Permission.GROUP_REGISTER) & (by_number | by_name))


def _in(place: str) -> Q:
    code, key = identifier(place), search_key(place)
    if not key:
        return Q()
    here = Q(place_code__startswith=code) | Q(place__search_key__contains=key)
    return here | Q(place__parent__search_key__contains=key)
