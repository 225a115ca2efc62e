"""What a person may ask about one place."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import (
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, JSONObject

from kargosha.areas.territory.frames.classes import (
    classed,
    classes_of,
    designations_of,
    thresholds_for,
)
from kargosha.areas.territory.models import (
    Designation,
    Indicator,
    Observation,
    Place,
    PlaceEstimate,
    Succession,
    valid_on,
)
from kargosha.areas.territory.queries.need import PlaceNeed, estimates_of
from kargosha.areas.territory.queries.search import ABOVE
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound

NEIGHBOURS = 5
CHILDREN_A_PAGE = 30
EARTH_KM = 6371.0088
"""Mean radius of the earth."""


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
    observed here; ``children`` are those of today.
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


def place_page(*, by: Actor, slug: str, page: str | int | None = 1) -> PlacePage:
    """Return a place with all that is known of it and a part of what lies in it; public to all.

    Raises
    ------
    NotFound
        There is no such place.
    """
    place = _place(slug)
    near = _nearest(place)
    estimates = estimates_of(by=by, places=[place, *near])
    observed = observations(by=by, slug=slug)
    seen = {each.indicator_id for each in observed}
    latest = {each.indicator.code: each for each in observed}
    return PlacePage(
        place=place,
        above=list(_above(place))[::-1],
        classes=classes_of(place, thresholds_for([place], clock.today())),
        designations=designations_of(place),
        predecessors=[Kin(**each) for each in place.predecessors],  # type: ignore[attr-defined]
        successors=[Kin(**each) for each in place.successors],  # type: ignore[attr-defined]
        need=PlaceNeed(place, estimates.get(place.pk, {}), latest),
        series=_series(observed, estimates.get(place.pk, {}).values()),
        unobserved=[each for each in _indicators(place.kind) if each.pk not in seen],
        neighbours=[
            Neighbour(PlaceNeed(each, estimates.get(each.pk, {}), {}), _km(place, each))
            for each in near
        ],
        children=_children(place, page),
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


def _nearest(place: Place) -> list[Place]:
    """Return the nearest places of the same kind, of those whose coordinates are known."""
    if place.latitude is None or place.longitude is None:
        return []
    squeeze = math.cos(math.radians(place.latitude))
    north, east = F("latitude") - place.latitude, (F("longitude") - place.longitude) * squeeze
    away = ExpressionWrapper(north * north + east * east, output_field=FloatField())
    others = Place.objects.filter(valid_on(clock.today()), kind=place.kind, latitude__isnull=False)
    return list(others.exclude(pk=place.pk).order_by(away, "sort_key")[:NEIGHBOURS])


def _km(here: Place, there: Place) -> float:
    """Return the length of the great circle between two places (haversine), km."""
    a, b, c, d = (
        math.radians(degrees or 0)
        for degrees in (here.latitude, here.longitude, there.latitude, there.longitude)
    )
    chord = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(chord))


def _series(observed: Iterable[Observation], estimates: Iterable[PlaceEstimate]) -> list[Series]:
    """Return the series by indicator, those of which an index is made before the others."""
    terms = {term["indicator"] for each in estimates for term in each.version.method["terms"]}
    series = [
        Series(indicator, list(found))
        for indicator, found in groupby(observed, key=lambda seen: seen.indicator)
    ]
    return sorted(series, key=lambda each: each.indicator.code not in terms)


def _indicators(kind: str) -> list[Indicator]:
    """Return the indicators that can be observed of a kind of places."""
    return list(Indicator.objects.filter(Q(levels=[]) | Q(levels__contains=[kind])))


def _children(place: Place, page: str | int | None) -> Page[Place]:
    inside: QuerySet[Place] = Place.objects.filter(valid_on(clock.today()), parent=place)
    paginator = Paginator(inside.order_by("kind", "sort_key", "pk"), CHILDREN_A_PAGE)
    paginator.count = place.inside  # type: ignore[attr-defined]  # counted with the place itself
    return paginator.get_page(page)
