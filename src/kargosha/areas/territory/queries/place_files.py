"""What a person may take away: places, their order by need, and the figures of one place or of many."""

from collections.abc import Iterator

from kargosha.areas.territory.frames.classes import classes_of, thresholds_for
from kargosha.areas.territory.frames.place_files import (
    FIGURES,
    NEED,
    PLACES,
    STANDING,
    place_row,
)
from kargosha.areas.territory.models import AXES, DEPRIVATION, Observation, Place
from kargosha.areas.territory.queries.need import PlaceNeed, all_by_need
from kargosha.areas.territory.queries.places import observations
from kargosha.areas.territory.queries.search import places
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound
from kargosha.kernel.exports import TakenAlong, taken_along


def need_file(
    *, by: Actor, axis: str = DEPRIVATION, level: str = Place.Kind.COUNTY, ending: str = "csv"
) -> TakenAlong:
    """Return all places of a kind with both axes, in the order of one, as a file; public to all.

    Raises
    ------
    NotFound
        There are no such files.
    """
    rows = (_need_row(need) for need in all_by_need(by=by, axis=axis, level=level))
    return taken_along(rows, NEED, ending, name=f"need-{level}")


def figures_file(*, by: Actor, slug: str, ending: str = "csv") -> TakenAlong:
    """Return all that was observed of a place as a file; public to all.

    Raises
    ------
    NotFound
        There is no such place, or there are no such files.
    """
    if not Place.objects.filter(slug=slug).exists():
        raise NotFound("place", slug)
    rows = map(_figure_row, observations(by=by, slug=slug))
    return taken_along(rows, FIGURES, ending, name=f"figures-{slug}")


def places_file(*, by: Actor, search: str = "", kind: str = "", ending: str = "csv") -> TakenAlong:
    """Return all places that a search finds, in its order, as a file; public to all.

    Raises
    ------
    NotFound
        There are no such files.
    """
    found = list(places(by=by, search=search, kind=kind))
    thresholds = thresholds_for(found, clock.today())
    rows = (_place_row(place) | {"classes": classes_of(place, thresholds)} for place in found)
    return taken_along(rows, PLACES, ending)


def all_figures_file(
    *, by: Actor, search: str = "", kind: str = "", ending: str = "csv"
) -> TakenAlong:
    """Return all that was observed of the places that a search finds as a file; public to all.

    By place, then by indicator, the earliest first.

    Raises
    ------
    NotFound
        There are no such files.
    """
    of = places(by=by, search=search, kind=kind).order_by().values("pk")
    seen = Observation.objects.filter(place__in=of).select_related("place", "indicator")
    rows = map(_figure_row, seen.order_by("place__sort_key", "indicator__code", "observed_on"))
    return taken_along(rows, FIGURES, ending)


def _place_row(place: Place) -> dict[str, object]:
    return place_row(place) | {
        "kind": place.kind,
        "parent_code": place.parent and place.parent.place_code,
        "population": place.people,  # type: ignore[attr-defined]
        "latitude": place.latitude,
        "longitude": place.longitude,
        "valid_from": place.valid_from,
        "valid_to": place.valid_to,
        "source": place.source,
    }


def _need_row(need: PlaceNeed) -> dict[str, object]:
    row = place_row(need.place) | {
        "latitude": need.place.latitude,
        "longitude": need.place.longitude,
        "population": need.population,
        "unemployment_percent": need.unemployment,
        "population_change_percent": need.population_change,
    }
    return row | dict(_standings(need))


def _standings(need: PlaceNeed) -> Iterator[tuple[str, object]]:
    for axis in AXES:
        estimate = need.estimates.get(axis)
        for name in STANDING:
            if name == "version":
                yield f"{axis}_{name}", estimate and estimate.version.number
            else:
                yield f"{axis}_{name}", getattr(estimate, name, None)


def _figure_row(seen: Observation) -> dict[str, object]:
    return {
        "place": seen.place.slug,
        "code": seen.place.code,
        "indicator": seen.indicator.code,
        "indicator_fa": seen.indicator.name_fa,
        "indicator_en": seen.indicator.name_en,
        "unit": seen.indicator.unit,
        "observed_on": seen.observed_on,
        "year": seen.year,
        "period": seen.period,
        "value": seen.value,
        "margin": seen.margin,
        "boundary_on": seen.boundary_on,
        "source": seen.source,
    }
