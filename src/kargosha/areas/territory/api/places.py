from typing import Any, Literal

from ninja import Query, Router, Schema

from kargosha.areas.territory import queries
from kargosha.areas.territory.models import Place, PlaceEstimate
from kargosha.areas.territory.queries import PlaceNeed
from kargosha.kernel.asking import Asked

router = Router()


class Standing(Schema):
    """What a published version of an index says of a place; rank 1 and value 1 are the worst."""

    version: int
    value: float | None
    value_low: float | None
    value_high: float | None
    percentile: float | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    worst_fifth_probability: float | None


class County(Schema):
    code: str
    slug: str
    name_fa: str
    name_en: str
    latitude: float | None
    longitude: float | None
    unemployment_percent: float | None
    population_change_percent: float | None
    population: float | None
    deprivation: Standing | None
    emigration: Standing | None


class Placed(Schema):
    code: str
    slug: str
    kind: str
    name_fa: str
    name_en: str
    parent: str | None
    latitude: float | None
    longitude: float | None
    classes: list[str]


class PlacesFound(Schema):
    count: int
    pages: int
    page: int
    places: list[Placed]
    alike: list[str]
    """Slugs of places whose names sound alike, where nothing was found."""


class Observed(Schema):
    indicator: str
    observed_on: str
    year: int
    period: str
    value: float | None
    margin: float | None
    boundary_on: str | None
    source: str


class PlaceKnown(Placed):
    above: list[str]
    valid_from: str | None
    valid_to: str | None
    predecessors: list[str]
    successors: list[str]
    deprivation: Standing | None
    emigration: Standing | None
    observations: list[Observed]
    unobserved: list[str]
    source: str


class SearchFor(Schema):
    search: str = ""
    kind: str = ""
    page: int = 1


@router.get("/counties", response=list[County], auth=None, summary="Counties by need")
def counties(  # type: ignore[no-untyped-def]
    request: Asked, axis: Literal["deprivation", "emigration"] = "deprivation"
):
    return [_county(need) for need in queries.counties_by_need(by=request.actor, axis=axis)]


@router.get("/places", response=PlacesFound, auth=None, summary="Places by name or code")
def places(request: Asked, asked: Query[SearchFor]):  # type: ignore[no-untyped-def]
    found = queries.place_search(by=request.actor, **asked.model_dump())
    return {
        "count": found.page.paginator.count,
        "pages": found.page.paginator.num_pages,
        "page": found.page.number,
        "places": [_placed(line.place, list(line.classes)) for line in found.lines],
        "alike": [place.slug for place in found.alike],
    }


@router.get(
    "/places/{slug}", response=PlaceKnown, auth=None, summary="All that is known of a place"
)
def place(request: Asked, slug: str):  # type: ignore[no-untyped-def]
    page = queries.place_page(by=request.actor, slug=slug)
    return _placed(page.place, list(page.classes)) | {
        "above": [each.slug for each in page.above],
        "valid_from": _day(page.place.valid_from),
        "valid_to": _day(page.place.valid_to),
        "predecessors": [each.slug for each in page.predecessors],
        "successors": [each.slug for each in page.successors],
        "deprivation": _standing(page.need.deprivation),
        "emigration": _standing(page.need.emigration),
        "observations": [
            {
                "indicator": seen.indicator.code,
                "observed_on": _day(seen.observed_on),
                "year": seen.year,
                "period": seen.period,
                "value": seen.value,
                "margin": seen.margin,
                "boundary_on": _day(seen.boundary_on),
                "source": seen.source,
            }
            for series in page.series
            for seen in series.observations
        ],
        "unobserved": [indicator.code for indicator in page.unobserved],
        "source": page.place.source,
    }


def _county(need: PlaceNeed) -> dict[str, Any]:
    return _named(need.place) | {
        "unemployment_percent": need.unemployment,
        "population_change_percent": need.population_change,
        "population": need.population,
        "deprivation": _standing(need.deprivation),
        "emigration": _standing(need.emigration),
    }


def _placed(found: Place, classes: list[str]) -> dict[str, Any]:
    parent = found.parent and found.parent.slug
    return _named(found) | {"kind": found.kind, "parent": parent, "classes": classes}


def _named(found: Place) -> dict[str, Any]:
    fields = ("code", "slug", "name_fa", "name_en", "latitude", "longitude")
    return {name: getattr(found, name) for name in fields}


def _standing(estimate: PlaceEstimate | None) -> dict[str, Any] | None:
    if estimate is None:
        return None
    fields = (name for name in Standing.model_fields if name != "version")
    return {"version": estimate.version.number} | {name: getattr(estimate, name) for name in fields}


def _day(day: object) -> str | None:
    return None if day is None else str(day)
