"""What a person may ask about places."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from kargosha.areas.territory.models import Observation, Place
from kargosha.files.letters import search_key
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound

AXES = {
    "unemployment_rate": "unemployment",
    "population_change": "population_change",
    "population": "population",
    "deprivation_rank": "deprivation_rank",
    "emigration_rank": "emigration_rank",
}
"""Indicators that say where need is, by the name under which a county shows them."""


@dataclass(frozen=True)
class CountyNeed:
    """A county with its two axes of need, each a figure and a rank (0–1, 1 is the worst)."""

    place: Place
    unemployment: float | None
    population_change: float | None
    population: float | None
    deprivation_rank: float | None
    emigration_rank: float | None


def counties_by_need(
    *, by: Actor, search: str = "", order: str = "deprivation"
) -> list[CountyNeed]:
    """Return the counties, the worst on the chosen axis (deprivation or emigration) first, the
    unknown last, then in Persian order; public to all."""
    del by  # the census is public
    latest = Observation.objects.latest_values(*AXES)
    found = Place.objects.filter(kind=Place.Kind.COUNTY).select_related("parent")
    if search:
        found = found.filter(Q(search_key__contains=search_key(search)) | Q(code=search))
    needs = [_county_need(place, latest) for place in found]
    return sorted(needs, key=lambda need: _unknown_last(need, order))


def place_page(*, by: Actor, slug: str) -> tuple[Place, CountyNeed, list[Observation]]:
    """Return a place with its two axes and all that was observed of it, by indicator, latest first.

    Raises
    ------
    NotFound
        There is no such place.
    """
    need = next((each for each in counties_by_need(by=by) if each.place.slug == slug), None)
    place = (
        Place.objects.filter(slug=slug)
        .select_related("parent")
        .prefetch_related(
            "successions__successor",
            "origins__predecessor",
            Prefetch(
                "observations",
                Observation.objects.select_related("indicator").order_by(
                    "indicator__code", "-observed_on"
                ),
            ),
        )
        .first()
    )
    if place is None:
        raise NotFound("place", slug)
    return place, need or _county_need(place, {}), list(place.observations.all())


def _unknown_last(need: CountyNeed, order: str) -> float:
    rank = need.emigration_rank if order == "emigration" else need.deprivation_rank
    return 1 if rank is None else -rank


def _county_need(place: Place, latest: Mapping[tuple[str, str], float | None]) -> CountyNeed:
    figures = {name: latest.get((place.code, indicator)) for indicator, name in AXES.items()}
    return CountyNeed(place=place, **figures)
