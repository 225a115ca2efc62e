"""What a person may ask to find a place: any spelling of its name, or the beginning of its code."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from kargosha.areas.territory.frames.classes import classed, classes_of, thresholds_for
from kargosha.areas.territory.models import Place, valid_on
from kargosha.files.letters import identifier, search_key, sound_key
from kargosha.kernel import clock
from kargosha.kernel.access import Actor

PLACES_A_PAGE = 30
ALIKE = 0.4
"""How alike a name has to sound, 0-1, for it to be asked whether it was meant."""
MOST_ALIKE = 6
ABOVE = "parent__parent__parent__parent"
"""All that may lie above a place, up to the province."""


@dataclass(frozen=True)
class PlaceLine:
    """A place with its classes, those by size before those by decree."""

    place: Place
    classes: Sequence[str]


@dataclass(frozen=True)
class PlaceSearch:
    """A page of the places that were found; where none was, those whose names sound alike."""

    page: Page[Place]
    lines: Sequence[PlaceLine]
    alike: Sequence[Place]


def place_search(
    *, by: Actor, search: str = "", kind: str = "", page: str | int | None = 1
) -> PlaceSearch:
    """Return a page of the `places` that are found, and what may have been meant where none is."""
    part = Paginator(places(by=by, search=search, kind=kind), PLACES_A_PAGE).get_page(page)
    rows = list(part)
    if not rows:
        return PlaceSearch(part, [], _alike(search, kind))
    thresholds = thresholds_for(rows, clock.today())
    lines = [PlaceLine(place, classes_of(place, thresholds)) for place in rows]
    return PlaceSearch(part, lines, [])


def places(*, by: Actor, search: str = "", kind: str = "") -> QuerySet[Place]:
    """Return the places of today that a name in any spelling, or the beginning of a code, finds.

    Whole names come first, then beginnings, then the rest, each in Persian order; public to all.
    """
    del by  # the divisions of the country are published
    found = classed(_of_kind(kind), clock.today()).select_related(ABOVE)
    if not search.strip():
        return found.order_by("sort_key", "pk")
    return found.filter(_found_by(search)).order_by(_distance(search), "sort_key", "pk")


def _of_kind(kind: str) -> QuerySet[Place]:
    found = Place.objects.filter(valid_on(clock.today()))
    return found.filter(kind=kind) if kind in Place.Kind.values else found


def _found_by(search: str) -> Q:
    """Return the filter of a search: the sound narrows by its index, the letters decide."""
    code, key = identifier(search), search_key(search)
    if code.isascii() and code.isdigit():
        return Q(code__startswith=code) | Q(search_key__contains=key)
    if not key:
        return Q(pk__in=[])
    return Q(sound_key__contains=sound_key(search), search_key__contains=key)


def _distance(search: str) -> Case:
    """Return how far what was found is from what was looked for: the whole, its beginning, a part."""
    key = search_key(search)
    whole = Q(code=identifier(search)) | Q(search_key__startswith=f"{key} ")
    begun = Q(search_key__startswith=key) | Q(search_key__contains=f" {key}")
    return Case(
        When(whole | Q(search_key__endswith=f" {key}"), then=Value(0)),
        When(begun, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _alike(search: str, kind: str) -> list[Place]:
    """Return the places whose names sound most like what was looked for."""
    sound = sound_key(search)
    if not sound:
        return []
    found = _of_kind(kind).annotate(alike=TrigramWordSimilarity(sound, "sound_key"))
    nearest = found.filter(alike__gte=ALIKE).order_by("-alike", "sort_key", "pk")
    return list(nearest.select_related("parent")[:MOST_ALIKE])
