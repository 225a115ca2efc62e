"""What a person may ask about the order of places on the axes of need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from kargosha.areas.territory.models import (
    AXES,
    DEPRIVATION,
    EMIGRATION,
    Boundary,
    IndexVersion,
    Observation,
    Place,
    PlaceEstimate,
    valid_on,
)
from kargosha.kernel import clock
from kargosha.kernel.access import Actor

UNEMPLOYMENT, CHANGE, POPULATION = "unemployment_rate", "population_change", "population"
CHIEF = 2
"""How many of the indicators of an axis stand beside its ranks, the heaviest first."""

PLACES_A_PAGE = 40
WORST = 4
"""How many places are named at the top of each axis."""

Estimates = Mapping[str, PlaceEstimate]
Figures = Mapping[str, Observation]


@dataclass(frozen=True)
class PlaceNeed:
    """A place with what the published indices say of it, by axis, and its latest figures, by indicator."""

    place: Place
    estimates: Estimates
    figures: Figures

    @property
    def deprivation(self) -> PlaceEstimate | None:
        """What the index of deprivation says; None where it says nothing of the place."""
        return self.estimates.get(DEPRIVATION)

    @property
    def emigration(self) -> PlaceEstimate | None:
        """What the index of emigration pressure says; None where it says nothing of the place."""
        return self.estimates.get(EMIGRATION)

    @property
    def unemployment(self) -> float | None:
        """Unemployed persons among the active ones, percent; None where it is unknown."""
        return self._value(UNEMPLOYMENT)

    @property
    def population_change(self) -> float | None:
        """Change of population over five years, percent; None where it is unknown."""
        return self._value(CHANGE)

    @property
    def population(self) -> float | None:
        """People of the latest count; None where it is unknown."""
        return self._value(POPULATION)

    def behind(self, version: IndexVersion) -> list[Observation]:
        """Return the figures that weigh most in a version, those that were ever observed here."""
        return [self.figures[code] for code in _chief_indicators(version) if code in self.figures]

    def _value(self, indicator: str) -> float | None:
        seen = self.figures.get(indicator)
        return None if seen is None else seen.value


@dataclass(frozen=True)
class NeedRanking:
    """A part of the places of one kind in the order of one axis, with what was published of them."""

    axis: str
    level: str
    levels: Sequence[str]
    """Kinds of places of which an index has been published, or of which there are counties."""
    versions: Mapping[str, IndexVersion]
    """The version by which each axis is ranked; ``ranked`` is how many places it ranks."""
    page: Page[Place]
    needs: Sequence[PlaceNeed]
    worst: Mapping[str, Sequence[PlaceNeed]]
    """The places of each axis that are likeliest among the worst fifth, the likeliest first."""
    boundaries: Mapping[int, Boundary]
    """The lines around the places of this part, by their keys."""

    @property
    def sources(self) -> dict[str, list[Observation]]:
        """One figure of each indicator, year and source that stand beside the ranks of each axis."""
        return {
            axis: list(
                {
                    (seen.indicator_id, seen.year, seen.source): seen
                    for need in self.needs
                    for seen in need.behind(version)
                }.values()
            )
            for axis, version in self.versions.items()
        }


def need_ranking(
    *,
    by: Actor,
    axis: str = DEPRIVATION,
    level: str = Place.Kind.COUNTY,
    page: str | int | None = 1,
) -> NeedRanking:
    """Return a part of the places of a kind, the worst on an axis first, then the unknown in Persian order.

    Public to all; of an axis or a kind that there is not, the first one is shown.
    """
    del by  # the census and the indices are published
    axis = axis if axis in AXES else DEPRIVATION
    published = _latest_versions()
    levels = list(dict.fromkeys([Place.Kind.COUNTY, *(level_ for _, level_ in published)]))
    level = level if level in levels else Place.Kind.COUNTY
    versions = {code: version for (code, of), version in published.items() if of == level}
    part = Paginator(_in_order(level, versions.get(axis)), PLACES_A_PAGE).get_page(page)
    worst = _worst(versions)
    shown = {place.pk: place for place in part}
    needs = _needs({**{each.place_id: each.place for each in worst}, **shown}, versions)
    return NeedRanking(
        axis=axis,
        level=level,
        levels=levels,
        versions=versions,
        page=part,
        needs=[needs[key] for key in shown],
        worst={
            code: [needs[each.place_id] for each in worst if each.version_id == version.pk]
            for code, version in versions.items()
        },
        boundaries=_boundaries(shown),
    )


def counties_by_need(*, by: Actor, axis: str = DEPRIVATION) -> list[PlaceNeed]:
    """Return all counties of today, the worst on an axis first, the unknown last; public to all."""
    return all_by_need(by=by, axis=axis, level=Place.Kind.COUNTY)


def all_by_need(*, by: Actor, axis: str, level: str) -> list[PlaceNeed]:
    """Return all places of a kind in the order of an axis, for a file; public to all."""
    del by  # the census and the indices are published
    versions = {code: version for (code, of), version in _latest_versions().items() if of == level}
    places = {place.pk: place for place in _in_order(level, versions.get(axis))}
    return list(_needs(places, versions).values())


def estimates_of(*, by: Actor, places: Iterable[Place]) -> dict[int, dict[str, PlaceEstimate]]:
    """Return what the latest version of each axis says of some places, by place and axis; public to all.

    Each estimate's version knows how many places it has ``ranked``.
    """
    del by  # the indices are published
    of = PlaceEstimate.objects.filter(version=OuterRef("version"), rank__isnull=False)
    found = (
        PlaceEstimate.objects.filter(version__in=_latest().values("pk"), place__in=places)
        .select_related("version__index")
        .defer("version__provenance")
        .annotate(
            ranked=Subquery(of.order_by().values("version").annotate(n=Count("pk")).values("n"))
        )
    )
    estimates: dict[int, dict[str, PlaceEstimate]] = {}
    for each in found:
        each.version.ranked = each.ranked  # type: ignore[attr-defined]
        estimates.setdefault(each.place_id, {})[each.version.index.code] = each
    return estimates


def _latest() -> QuerySet[IndexVersion]:
    """Return the latest version of each axis for each kind of places."""
    return (
        IndexVersion.objects.filter(index__code__in=AXES)
        .order_by("index__code", "level", "-number")
        .distinct("index__code", "level")
    )


def _latest_versions() -> dict[tuple[str, str], IndexVersion]:
    """Return the latest version of each axis for each kind of places, with how many it ranks."""
    versions = (
        IndexVersion.objects.filter(pk__in=_latest().values("pk"))
        .select_related("index")
        .defer("provenance")
        .annotate(ranked=Count("estimates__rank"))
        .order_by("index__code", "level")
    )
    return {(version.index.code, version.level): version for version in versions}


def _in_order(level: str, version: IndexVersion | None) -> QuerySet[Place]:
    of_version = Q(estimates__version=None if version is None else version.pk)
    return (
        Place.objects.filter(valid_on(clock.today()), kind=level)
        .annotate(standing=FilteredRelation("estimates", condition=of_version))
        .order_by(F("standing__rank").asc(nulls_last=True), "sort_key", "pk")
    )


def _worst(versions: Mapping[str, IndexVersion]) -> list[PlaceEstimate]:
    """Return of each version the places that are likeliest among the worst fifth."""
    surest = Window(
        RowNumber(),
        partition_by=F("version"),
        order_by=[F("worst_fifth_probability").desc(nulls_last=True), "rank", "place__sort_key"],
    )
    ranked = PlaceEstimate.objects.filter(version__in=versions.values(), rank__isnull=False)
    found = ranked.annotate(order=surest).filter(order__lte=WORST)
    return list(found.select_related("place").order_by("order"))


def _needs(
    places: Mapping[int, Place], versions: Mapping[str, IndexVersion]
) -> dict[int, PlaceNeed]:
    """Return the places in their order, each with its estimates and latest figures."""
    estimates: dict[int, dict[str, PlaceEstimate]] = {key: {} for key in places}
    codes = {version.pk: code for code, version in versions.items()}
    for each in PlaceEstimate.objects.filter(version__in=codes, place__in=places):
        each.version = versions[codes[each.version_id]]
        estimates[each.place_id][codes[each.version_id]] = each
    figures: dict[int, dict[str, Observation]] = {key: {} for key in places}
    latest = (
        Observation.objects.filter(place__in=places, indicator__code__in=_beside(versions))
        .select_related("indicator")
        .order_by("place_id", "indicator_id", "-observed_on", "-pk")
        .distinct("place_id", "indicator_id")
    )
    for seen in latest:
        figures[seen.place_id][seen.indicator.code] = seen
    return {
        key: PlaceNeed(place=place, estimates=estimates[key], figures=figures[key])
        for key, place in places.items()
    }


def _beside(versions: Mapping[str, IndexVersion]) -> list[str]:
    chief = [code for version in versions.values() for code in _chief_indicators(version)]
    return [*dict.fromkeys([UNEMPLOYMENT, CHANGE, POPULATION, *chief])]


def _chief_indicators(version: IndexVersion) -> list[str]:
    """Return the codes of the indicators that weigh most in a version, the heaviest first."""
    terms = sorted(version.method["terms"], key=lambda term: -term["weight"])
    return [term["indicator"] for term in terms[:CHIEF]]


def _boundaries(places: Iterable[int]) -> dict[int, Boundary]:
    """Return the line around each place that holds today, where one was imported."""
    today = clock.today()
    latest = (
        Boundary.objects.filter(Q(valid_from=None) | Q(valid_from__lte=today), place__in=places)
        .order_by("place_id", F("valid_from").desc(nulls_last=True))
        .distinct("place_id")
    )
    return {boundary.place_id: boundary for boundary in latest}
