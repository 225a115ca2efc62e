"""What a person may ask about one place."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, Cos, JSONObject, Radians

from kargosha.areas.territory.frames.classes import (
    classed,
    classes_of,
    designations_of,
    thresholds_for,
)
from kargosha.areas.territory.models import (
    Designation,
    FigureObjection,
    Indicator,
    Observation,
    Place,
    PlaceEstimate,
    Succession,
    valid_on,
)
from kargosha.areas.territory.queries.need import PlaceNeed, estimates_of
from kargosha.areas.territory.queries.objections import ObjectionMark, objections_of
from kargosha.areas.territory.queries.search import ABOVE
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound

NEIGHBOURS = 5
CHILDREN_A_PAGE = 30
EARTH_KM = 6371.0088
"""Mean radius of the earth."""

OBSERVED = ("id", "observed_on", "period", "value", "margin", "boundary_on", "source")
"""What a page shows of a figure."""


@dataclass(frozen=True)
class Series:
    """What was observed of one indicator, the first period first."""

    indicator: Indicator
    observations: Sequence[Observation]

    @property
    def latest(self) -> Observation:
        """The figure of the latest period."""
        return self.observations[-1]


@dataclass(frozen=True)
class Neighbour:
    """A place of the same kind near by, with the way between the two and where it stands."""

    need: PlaceNeed
    km: float


@dataclass(frozen=True)
class Kin:
    """A place that another came out of, or that came out of it."""

    slug: str
    name_fa: str
    name_en: str
    note: str


@dataclass(frozen=True)
class PlacePage:
    """All that is known of a place.

    ``above`` begins with the province; ``unobserved`` are the indicators of which nothing was ever
    observed here; ``children`` are those of today; ``marks`` are the objections by their figures.
    """

    place: Place
    above: Sequence[Place]
    classes: Sequence[str]
    designations: Sequence[Designation]
    predecessors: Sequence[Kin]
    successors: Sequence[Kin]
    need: PlaceNeed
    series: Sequence[Series]
    unobserved: Sequence[Indicator]
    neighbours: Sequence[Neighbour]
    children: Page[Place]
    marks: Mapping[int, ObjectionMark]


def place_page(*, by: Actor, slug: str, page: str | int | None = 1) -> PlacePage:
    """Return a place with all that is known of it and a part of what lies in it; public to all.

    Raises
    ------
    NotFound
        There is no such place.
    """
    place = _place(slug)
    near = [Place(**each) for each in place.nearest]  # type: ignore[attr-defined]
    estimates = estimates_of(by=by, places=[place, *near])
    series = _series(place)
    latest = {each.indicator.code: each.latest for each in series if each.observations}
    return PlacePage(
        place=place,
        above=list(_above(place))[::-1],
        classes=classes_of(place, thresholds_for([place], clock.today())),
        designations=designations_of(place),
        predecessors=[Kin(**each) for each in place.predecessors],  # type: ignore[attr-defined]
        successors=[Kin(**each) for each in place.successors],  # type: ignore[attr-defined]
        need=PlaceNeed(place, estimates.get(place.pk, {}), latest),
        series=_in_order(series, estimates.get(place.pk, {}).values()),
        unobserved=[each.indicator for each in series if not each.observations],
        neighbours=[
            Neighbour(PlaceNeed(each, estimates.get(each.pk, {}), {}), _km(place, each))
            for each in near
        ],
        children=_children(place, page),
        marks=objections_of(by=by, place=place) if place.is_doubted else {},  # type: ignore[attr-defined]
    )


def observations(*, by: Actor, slug: str) -> list[Observation]:
    """Return all that was observed of a place, by indicator, the first period first; public to all."""
    del by  # figures are published with their sources
    found = Observation.objects.filter(place__slug=slug).select_related("indicator", "place")
    return list(found.order_by("indicator__code", "observed_on", "period"))


def _place(slug: str) -> Place:
    today = clock.today()
    inside = Place.objects.filter(valid_on(today), parent=OuterRef("pk")).order_by()
    place = (
        classed(Place.objects.filter(slug=slug), today)
        .select_related(ABOVE)
        .annotate(
            predecessors=_kin("successor", "predecessor"),
            successors=_kin("predecessor", "successor"),
            nearest=_nearest(today),
            is_doubted=Exists(FigureObjection.objects.filter(observation__place=OuterRef("pk"))),
            inside=Coalesce(
                Subquery(inside.values("parent").annotate(n=Count("pk")).values("n")), 0
            ),
        )
        .first()
    )
    if place is None:
        raise NotFound("place", slug)
    return place


def _kin(here: str, there: str) -> ArraySubquery:
    """Return the places at the other end of a succession."""
    links = Succession.objects.filter(**{here: OuterRef("pk")}).order_by(f"{there}__sort_key")
    names = {name: f"{there}__{name}" for name in ("slug", "name_fa", "name_en")}
    return ArraySubquery(links.values(kin=JSONObject(note="note", **names)))


def _above(place: Place) -> Iterator[Place]:
    """Yield what a place lies in, the nearest first."""
    above = place.parent
    while above is not None:
        yield above
        above = above.parent


def _nearest(day: date) -> ArraySubquery:
    """Return the nearest places of the same kind, of those whose coordinates are known."""
    here = {name: OuterRef(name) for name in ("latitude", "longitude")}
    north = F("latitude") - here["latitude"]
    east = (F("longitude") - here["longitude"]) * Cos(Radians(here["latitude"]))
    away = ExpressionWrapper(north * north + east * east, output_field=FloatField())
    others = Place.objects.filter(
        valid_on(day), kind=OuterRef("kind"), latitude__isnull=False
    ).exclude(pk=OuterRef("pk"))
    found = others.annotate(away=away).filter(away__isnull=False).order_by("away", "sort_key")
    names = {name: name for name in ("id", "slug", "name_fa", "name_en", "latitude", "longitude")}
    return ArraySubquery(found[:NEIGHBOURS].values(near=JSONObject(**names)))


def _km(here: Place, there: Place) -> float:
    """Return the length of the great circle between two places (haversine), km."""
    a, b, c, d = (
        math.radians(degrees or 0)
        for degrees in (here.latitude, here.longitude, there.latitude, there.longitude)
    )
    chord = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(chord))


def _series(place: Place) -> list[Series]:
    """Return each indicator that can be observed of a place, or ever was, with what was observed."""
    here = Observation.objects.filter(indicator=OuterRef("pk"), place=place.pk)
    each = JSONObject(**{name: name for name in OBSERVED})
    indicators = Indicator.objects.annotate(
        observed=ArraySubquery(here.order_by("observed_on", "period").values(seen=each))
    ).filter(Q(levels=[]) | Q(levels__contains=[place.kind]) | Q(observed__len__gt=0))
    return [
        Series(indicator, [_observation(indicator, seen) for seen in indicator.observed])
        for indicator in indicators.order_by("code")
    ]


def _observation(indicator: Indicator, seen: Mapping[str, Any]) -> Observation:
    days = {
        name: seen[name] and date.fromisoformat(seen[name])
        for name in ("observed_on", "boundary_on")
    }
    return Observation(**{**seen, **days}, indicator=indicator)


def _in_order(series: Iterable[Series], estimates: Iterable[PlaceEstimate]) -> list[Series]:
    """Return the series that hold something, those of which an index is made before the others."""
    terms = {term["indicator"] for each in estimates for term in each.version.method["terms"]}
    observed = [each for each in series if each.observations]
    return sorted(observed, key=lambda each: each.indicator.code not in terms)


def _children(place: Place, page: str | int | None) -> Page[Place]:
    inside: QuerySet[Place] = Place.objects.filter(valid_on(clock.today()), parent=place)
    paginator = Paginator(inside.order_by("kind", "sort_key", "pk"), CHILDREN_A_PAGE)
    paginator.count = place.inside  # type: ignore[attr-defined]  # counted with the place itself
    return paginator.get_page(page)
