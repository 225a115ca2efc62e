"""What can happen to places and to what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kargosha.areas.territory import frames
from kargosha.areas.territory.models import Indicator, Observation, Place, Succession
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission


@dataclass(frozen=True)
class PlaceRow:
    """A place as it is imported; parents stand before their children."""

    slug: str
    code: str
    kind: str
    name_fa: str
    name_en: str
    parent: str | None
    latitude: float | None
    longitude: float | None
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str


@dataclass(frozen=True)
class SuccessionRow:
    """Which place came out of which."""

    predecessor: str
    successor: str
    note: str


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator as it is imported."""

    code: str
    name_fa: str
    name_en: str
    unit: str
    worst: str


@dataclass(frozen=True)
class ObservationRow:
    """A figure of a place for a Jalali year; no value means unknown."""

    place: str
    indicator: str
    year: int
    value: float | None
    source: str


RANKS = {
    "deprivation_rank": IndicatorRow(
        "deprivation_rank",
        "رتبهٔ محرومیت (بیکاری)",
        "Deprivation rank (unemployment)",
        "rank",
        "high",
    ),
    "emigration_rank": IndicatorRow(
        "emigration_rank",
        "رتبهٔ مهاجرفرستی (کاهش جمعیت)",
        "Emigration rank (loss of people)",
        "rank",
        "high",
    ),
}
RANK_SOURCE = (
    "Percentile rank among the counties, computed from the latest figures; docs/methods/ranks.md"
)


@transaction.atomic
def import_places(
    *, places: Sequence[PlaceRow], successions: Sequence[SuccessionRow], by: Actor
) -> int:
    """Store places and which came out of which; a place known by its slug is brought up to date.

    Raises
    ------
    Refused
        A parent, predecessor or successor is not among the places, or a value does not fit.
    """
    require(by, Permission.PLACE_IMPORT)
    known = {place.slug: place for place in Place.objects.all()}
    for row in places:
        known[row.slug] = _store(row, known)
    for link in successions:
        _refuse_unknown({link.predecessor, link.successor} - known.keys())
        refuse_unfit([Succession(note=link.note)])
        Succession.objects.update_or_create(
            predecessor=known[link.predecessor],
            successor=known[link.successor],
            defaults={"note": link.note},
        )
    record("places.imported", by=by, subject="places", count=len(places))
    return len(places)


@transaction.atomic
def record_observations(
    *, indicators: Sequence[IndicatorRow], observations: Sequence[ObservationRow], by: Actor
) -> int:
    """Store indicators and what was observed; a figure given again replaces the one before.

    Raises
    ------
    Refused
        An observation names a place or an indicator that is not known, or a value does not fit.
    """
    require(by, Permission.PLACE_IMPORT)
    kinds_of_figures = [Indicator(**vars(row)) for row in indicators]
    refuse_unfit(kinds_of_figures)
    Indicator.objects.bulk_create(
        kinds_of_figures,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_fa", "name_en", "unit", "worst"],
    )
    places = dict(Place.objects.values_list("slug", "pk"))
    kinds = dict(Indicator.objects.values_list("code", "pk"))
    _refuse_unknown({row.place for row in observations} - places.keys())
    _refuse_unknown({row.indicator for row in observations} - kinds.keys())
    figures = [
        Observation(
            place_id=places[row.place],
            indicator_id=kinds[row.indicator],
            year=row.year,
            value=row.value,
            source=row.source,
        )
        for row in observations
    ]
    refuse_unfit(figures)
    Observation.objects.bulk_create(
        figures,
        update_conflicts=True,
        unique_fields=["place", "indicator", "year"],
        update_fields=["value", "source"],
    )
    record("observations.recorded", by=by, subject="observations", count=len(observations))
    return len(observations)


@transaction.atomic
def publish_ranks(*, year: int, by: Actor) -> int:
    """Publish each county's percentile rank on both axes, as figures of a Jalali year.

    What allocation weighs need by is what was published, until it is published again.
    """
    require(by, Permission.PLACE_IMPORT)
    places = {place.code: place.slug for place in Place.objects.exclude(code="")}
    ranked = frames.ranked_counties()
    rows = [
        ObservationRow(places[row["code"]], indicator, year, row[indicator], RANK_SOURCE)
        for row in ranked.iter_rows(named=True)
        for indicator in RANKS
    ]
    record_observations(indicators=list(RANKS.values()), observations=rows, by=by)
    record("ranks.published", by=by, subject="ranks", year=year, count=ranked.height)
    return ranked.height


def _store(row: PlaceRow, known: dict[str, Place]) -> Place:
    if row.parent is not None:
        _refuse_unknown({row.parent} - known.keys())
    place = known.get(row.slug) or Place(slug=row.slug)
    place.code = row.code
    place.kind = row.kind
    place.name_fa, place.name_en = row.name_fa, row.name_en
    place.parent = known[row.parent] if row.parent is not None else None
    place.latitude, place.longitude = row.latitude, row.longitude
    place.valid_from, place.valid_to = row.valid_from, row.valid_to
    place.note, place.source = row.note, row.source
    place.set_keys()
    refuse_unfit([place])
    place.save()
    return place


def _refuse_unknown(codes: set[str]) -> None:
    if codes:
        raise Refused(Refusal("refusal.unknown_code", {"codes": sorted(codes)}))
