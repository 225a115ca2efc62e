"""What can happen to figures: indicators and observations are recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kargosha.areas.territory.models import Indicator, Observation, Place
from kargosha.kernel.access import Actor, require
from kargosha.kernel.fitness import refuse_unfit, refuse_unknown
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator as it is imported."""

    code: str
    name_fa: str
    name_en: str
    unit: str
    worst: str
    meaning_fa: str = ""
    meaning_en: str = ""
    levels: Sequence[str] = ()
    source: str = ""


@dataclass(frozen=True)
class ObservationRow:
    """A figure of a place for the period that begins on a day; no value means unknown."""

    place: str
    indicator: str
    observed_on: date
    value: float | None
    source: str
    period: str = "year"
    margin: float | None = None
    boundary_on: date | None = None


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
    kinds_of_figures = [Indicator(**vars(row) | {"levels": list(row.levels)}) for row in indicators]
    refuse_unfit(kinds_of_figures)
    Indicator.objects.bulk_create(
        kinds_of_figures,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            "name_fa",
            "name_en",
            "meaning_fa",
            "meaning_en",
            "unit",
            "worst",
            "levels",
            "source",
        ],
    )
    places = dict(Place.objects.values_list("slug", "pk"))
    kinds = dict(Indicator.objects.values_list("code", "pk"))
    refuse_unknown({row.place for row in observations} - places.keys())
    refuse_unknown({row.indicator for row in observations} - kinds.keys())
    figures = [
        Observation(
            place_id=places[row.place],
            indicator_id=kinds[row.indicator],
            observed_on=row.observed_on,
            period=row.period,
            value=row.value,
            margin=row.margin,
            boundary_on=row.boundary_on,
            source=row.source,
        )
        for row in observations
    ]
    refuse_unfit(figures)
    Observation.objects.bulk_create(
        figures,
        update_conflicts=True,
        unique_fields=["place", "indicator", "observed_on", "period"],
        update_fields=["value", "margin", "boundary_on", "source"],
    )
    record("observations.recorded", by=by, subject="observations", count=len(observations))
    return len(observations)
