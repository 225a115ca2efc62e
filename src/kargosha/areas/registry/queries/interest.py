"""What a person may ask about those who look for a group, and who of them would fit together."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from kargosha.analysis.tables import Column, Table
from kargosha.areas.registry.frames.people import places_of
from kargosha.areas.registry.models import Interest, Membership, Person
from kargosha.areas.registry.queries.seeing import PersonSeen
from kargosha.areas.territory.models import Place
from kargosha.files.letters import identifier, search_key
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require, visible_to
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.exports import TakenAlong, taken_along
from kargosha.kernel.roles import Permission

ROWS_A_PAGE = 30
MOST_FITTING = 60
"""Nobody chooses a group's members out of more; who is nearest stands first."""

EARTH_KM = 6371.0

INTERESTS = Table(
    "interests",
    (
        Column("person", "text", "code of the person", required=True),
        Column("name", "text", "name; empty where it is not to be seen"),
        Column("mobile", "text", "mobile, likewise"),
        Column("place_code", "text", "code of the place of living", required=True),
        Column("skills", "list", "codes of the activities they can do", required=True),
        Column("production_years", "count", "years of own production as stated", required=True),
        Column("registered_on", "date", "on the list since", required=True),
    ),
)


@dataclass(frozen=True)
class InterestLine:
    """Somebody who looks for a group, as far as the asker may see them.

    ``km`` is how far they live from where the group would be; None where that is not known.
    """

    interest: Interest
    seen: PersonSeen
    may_end: bool
    km: float | None = None

    @property
    def row(self) -> dict[str, object]:
        """The entry as one row, for whoever takes it away."""
        return {
            **self.seen.row,
            "skills": self.interest.skill_codes,
            "production_years": self.interest.production_years,
            "registered_on": clock.day_of(self.interest.registered_at),
        }


@dataclass(frozen=True)
class Fitting:
    """Who would fit a group at a place: who can do it, the nearest first, then the longest record."""

    place: Place
    skill: str
    lines: Sequence[InterestLine]


def interests(
    *, by: Actor, search: str = "", place: str = "", skill: str = ""
) -> QuerySet[Interest]:
    """Return the people of the asker's places who look for a group and are in none, as they came.

    By name only those are found whose names the asker may see.

    Raises
    ------
    NotAllowed
        The asker may read none anywhere.
    """
    if not by.may_somewhere(Permission.GROUP_VIEW):
        raise NotAllowed(Permission.GROUP_VIEW)
    found = Interest.objects.filter(
        visible_to(by, Permission.GROUP_VIEW, "person__place_code"),
        _named(by, search),
        _in(place),
        ended_at=None,
    ).exclude(person__in=Membership.objects.filter(exited_on=None).values("person"))
    if skill:
        found = found.filter(skill_codes__contains=[skill])
    return found.select_related("person__place__parent", "person__household")


def interest_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of the people who look for a group, in the order of `interests`."""
    chosen = {name: asked.get(name, "") for name in ("search", "place", "skill")}
    page = Paginator(interests(by=by, **chosen), ROWS_A_PAGE).get_page(asked.get("page"))
    return {
        "page": page,
        "lines": interest_lines(by=by, found=list(page)),
        "chosen": chosen,
        "may_register": by.may_somewhere(Permission.GROUP_REGISTER),
    }


def interest_lines(*, by: Actor, found: Sequence[Interest]) -> list[InterestLine]:
    """Return entries as the asker may see them."""
    return [_line(by, each) for each in found]


def interests_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return all who look for a group that the list asks for, in its order, as a file.

    Raises
    ------
    NotFound
        There are no such files.
    """
    chosen = {name: asked.get(name, "") for name in ("search", "place", "skill")}
    lines = interest_lines(by=by, found=list(interests(by=by, **chosen)))
    return taken_along((line.row for line in lines), INTERESTS, ending)


def own_interest(*, by: Actor) -> tuple[Person, Interest | None]:
    """Return the asker as a registered person, with the own entry on the list if there is one.

    Raises
    ------
    NotFound
        The asker is not registered as a person.
    """
    require(by, Permission.GROUP_OWN)
    person = Person.objects.select_related("place").filter(user=by.person).first()
    if person is None:
        raise NotFound("person", by.code)
    return person, person.interests.filter(ended_at=None).first()


def who_fits(*, by: Actor, place: str, skill: str) -> Fitting:
    """Return who could form a group of that skill at a place: the same place and its neighbours first.

    Raises
    ------
    NotFound
        There is no such place.
    NotAllowed
        The asker may not register groups there.
    """
    if not by.may_somewhere(Permission.GROUP_REGISTER):
        raise NotAllowed(Permission.GROUP_REGISTER)
    key = identifier(place)
    here = places_of({key}).get(key)
    if here is None:
        raise NotFound("place", place)
    require(by, Permission.GROUP_REGISTER, on=here)
    registered = visible_to(by, Permission.GROUP_REGISTER, "person__place_code")
    found = interests(by=by, skill=skill).filter(registered)
    lines = [_line(by, each, _km(here, each.person.place)) for each in found]
    lines.sort(key=lambda line: _nearness(here, line))
    return Fitting(here, skill, lines[:MOST_FITTING])


def _line(by: Actor, interest: Interest, km: float | None = None) -> InterestLine:
    person = interest.person
    is_own = by.user_id is not None and person.user_id == by.user_id
    may_end = is_own or by.may(Permission.GROUP_REGISTER, person.place_code)
    return InterestLine(interest, PersonSeen.by(by, person), may_end, km)


def _nearness(here: Place, line: InterestLine) -> tuple[float, bool, int, int]:
    """Return by what people are ordered: how far they live, else whether beside; then their record."""
    place = line.seen.person.place
    is_beside = place.pk == here.pk or place.parent_id in {here.pk, here.parent_id}
    km = math.inf if line.km is None else line.km
    return km, not is_beside, -line.interest.production_years, line.interest.pk


def _km(here: Place, there: Place) -> float | None:
    """Return the length of the great circle between two places (haversine), km; None if unknown."""
    if here.pk == there.pk:
        return 0.0
    ends = (here.latitude, here.longitude, there.latitude, there.longitude)
    if any(each is None for each in ends):
        return None
    a, b, c, d = (math.radians(each or 0) for each in ends)
    chord = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(chord))


def _named(by: Actor, search: str) -> Q:
    """Return the filter for a part of a name, or a person's code."""
    key = search_key(search)
    if not key:
        return Q()
    number = identifier(search).casefold().removeprefix("n")
    is_number = number.isascii() and number.isdigit() and len(number) <= 9
    by_code = Q(person=int(number)) if is_number else Q(pk__in=[])
    named = visible_to(by, Permission.GROUP_REGISTER, "person__place_code")
    return by_code | (named & Q(person__search_key__contains=key))


def _in(place: str) -> Q:
    code, key = identifier(place), search_key(place)
    if not key:
        return Q()
    here = Q(person__place_code__startswith=code) | Q(person__place__search_key__contains=key)
    return here | Q(person__place__parent__search_key__contains=key)
