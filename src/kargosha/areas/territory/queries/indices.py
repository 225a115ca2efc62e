"""What a person may ask about the published indices: their versions, rankings and files; public to all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from operator import itemgetter

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Min, QuerySet
from django.db.models.expressions import Combinable

from kargosha.areas.territory import frames
from kargosha.areas.territory.frames.index_changes import MethodChange, changes_between
from kargosha.areas.territory.models import (
    Index,
    IndexFigure,
    IndexVersion,
    Indicator,
    PlaceEstimate,
)
from kargosha.files.letters import search_key
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound

ROWS_A_PAGE = 50
ORDERS: Mapping[str, Sequence[str | Combinable]] = {
    "rank": (F("rank").asc(nulls_last=True), "place__sort_key"),
    "place": ("place__sort_key", "place_id"),
    "doubt": ((F("rank_high") - F("rank_low")).desc(nulls_last=True), "rank", "place__sort_key"),
    "worst_fifth": (F("worst_fifth_probability").desc(nulls_last=True), "rank", "place__sort_key"),
}
"""Ways to order a ranking: the worst first, by name, the least sure first, the likeliest neediest."""


@dataclass(frozen=True)
class VersionLine:
    """A version with what changed against the one before it; nothing for the first."""

    version: IndexVersion
    changes: Sequence[MethodChange]


@dataclass(frozen=True)
class IndexLine:
    """An index with its versions, the latest first."""

    index: Index
    versions: Sequence[VersionLine]


@dataclass(frozen=True)
class SourceLine:
    """Where figures of an indicator came from: which source, of which days, for how many places; and
    for how many places it is unknown."""

    indicator: Indicator
    source: str
    first_on: date | None
    last_on: date | None
    known_count: int
    unknown_count: int


@dataclass(frozen=True)
class Ranking:
    """A page of a published ranking, with what stands behind it.

    ``count`` places are ranked, ``unknown`` are not; ``figures`` are those of the place ``chosen``.
    """

    version: IndexVersion
    changes: Sequence[MethodChange]
    is_latest: bool
    page: Page[PlaceEstimate]
    count: int
    unknown: int
    chosen: PlaceEstimate | None
    figures: Sequence[IndexFigure]
    sources: Sequence[SourceLine]
    indicators: Mapping[str, Indicator]


def indices(*, by: Actor) -> list[IndexLine]:
    """Return the indices, each with its versions, in the order of their codes."""
    del by  # what is published is public
    versions = IndexVersion.objects.with_publisher().order_by("number")
    by_index: dict[int, list[IndexVersion]] = {}
    for version in versions:
        by_index.setdefault(version.index_id, []).append(version)
    return [
        IndexLine(index, _with_changes(by_index.get(index.pk, []))[::-1])
        for index in Index.objects.order_by("code")
    ]


def index_versions(*, code: str, by: Actor) -> IndexLine:
    """Return an index with its versions, the latest first.

    Raises
    ------
    NotFound
        There is no such index.
    """
    line = next((each for each in indices(by=by) if each.index.code == code), None)
    if line is None:
        raise NotFound("index", code)
    return line


def index_version(*, code: str, number: int, by: Actor) -> IndexVersion:
    """Return a published version.

    Raises
    ------
    NotFound
        There is no such index or version.
    """
    return _line(code, number, by)[0].version


def ranking(*, code: str, number: int, by: Actor, asked: Mapping[str, str]) -> Ranking:
    """Return a page of a version's places, in the order that is asked for, else the worst first.

    ``asked`` holds ``search``, ``order``, ``page`` and the slug of the ``place`` to look into.

    Raises
    ------
    NotFound
        There is no such index or version.
    """
    line, is_latest = _line(code, number, by)
    found = _estimates(line.version)
    ranked, unknown = _counts(line.version)
    if search := asked.get("search", ""):
        found = found.filter(place__search_key__contains=search_key(search))
    ordered = found.order_by(*ORDERS.get(asked.get("order", ""), ORDERS["rank"]))
    page = Paginator(ordered, ROWS_A_PAGE).get_page(asked.get("page"))
    chosen = _chosen(found, page, asked.get("place", ""))
    indicators = _indicators(line.version)
    return Ranking(
        version=line.version,
        changes=line.changes,
        is_latest=is_latest,
        page=page,
        count=ranked,
        unknown=unknown,
        chosen=chosen,
        figures=_figures(line.version, chosen),
        sources=_sources(line.version, indicators, ranked + unknown),
        indicators=indicators,
    )


def estimates(*, code: str, number: int, by: Actor) -> QuerySet[PlaceEstimate]:
    """Return what a version says of each place, the worst first, the unknown last.

    Raises
    ------
    NotFound
        There is no such index or version.
    """
    version = index_version(code=code, number=number, by=by)
    return _estimates(version).order_by(*ORDERS["rank"])


def ranking_file(*, code: str, number: int, kind: str, by: Actor) -> frames.IndexFile:
    """Return the whole ranking as a file (``csv`` or ``xlsx``), or all that computes it again (``zip``).

    Raises
    ------
    NotFound
        There is no such index or version, or no such kind of file.
    """
    version = index_version(code=code, number=number, by=by)
    if kind not in frames.INDEX_FILES:
        raise NotFound("file", kind)
    return frames.index_file(version, kind)


def indicator_names(*, by: Actor) -> dict[str, Indicator]:
    """Return the indicators by their codes, for sentences that name them."""
    del by  # what is observed is no secret
    return {each.code: each for each in Indicator.objects.all()}


def _line(code: str, number: int, by: Actor) -> tuple[VersionLine, bool]:
    """Return a version with its changes, and whether it is the latest."""
    versions = index_versions(code=code, by=by).versions
    for position, line in enumerate(versions):
        if line.version.number == number:
            return line, position == 0
    raise NotFound("index version", f"{code} {number}")


def _with_changes(versions: Sequence[IndexVersion]) -> list[VersionLine]:
    first = [VersionLine(version, ()) for version in versions[:1]]
    return first + [
        VersionLine(after, changes_between(before, after)) for before, after in pairwise(versions)
    ]


def _estimates(version: IndexVersion) -> QuerySet[PlaceEstimate]:
    return PlaceEstimate.objects.filter(version=version).select_related("place__parent")


def _counts(version: IndexVersion) -> tuple[int, int]:
    """Return how many places are ranked, and how many are unknown."""
    counted = version.estimates.aggregate(ranked=Count("rank"), every=Count("pk"))
    return counted["ranked"], counted["every"] - counted["ranked"]


def _chosen(
    found: QuerySet[PlaceEstimate], page: Page[PlaceEstimate], slug: str
) -> PlaceEstimate | None:
    """Return the place that is to be looked into; else the first of the page."""
    asked = found.filter(place__slug=slug).first() if slug else None
    return asked or next(iter(page), None)


def _figures(version: IndexVersion, chosen: PlaceEstimate | None) -> list[IndexFigure]:
    """Return the figures of a place, that which adds most to its value first."""
    if chosen is None:
        return []
    rows = version.figures.filter(place=chosen.place_id).select_related("indicator")
    return list(rows.order_by(F("contribution").desc(nulls_last=True), "indicator__code"))


def _indicators(version: IndexVersion) -> dict[str, Indicator]:
    codes = [term["indicator"] for term in version.method["terms"]]
    return {each.code: each for each in Indicator.objects.filter(code__in=codes)}


def _sources(
    version: IndexVersion, indicators: Mapping[str, Indicator], places: int
) -> list[SourceLine]:
    """Return the sources of a version's figures, that of the most places of an indicator first."""
    grouped = (
        version.figures.values("indicator__code", "source")
        .annotate(first=Min("observed_on"), last=Max("observed_on"), known=Count("value"))
        .order_by("indicator__code", "-known", "source")
    )
    rows = {code: [*each] for code, each in groupby(grouped, itemgetter("indicator__code"))}
    return [
        SourceLine(
            indicator=indicators[code],
            source=row["source"],
            first_on=row["first"],
            last_on=row["last"],
            known_count=row["known"],
            unknown_count=places - sum(each["known"] for each in of_it),
        )
        for code, of_it in rows.items()
        for row in [each for each in of_it if each["known"]] or of_it[:1]
    ]
