"""What the methods of migration read of counts, and how periods are named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kargosha.analysis.territory.comparability import Extent
from kargosha.areas.territory.frames.comparability import extent
from kargosha.areas.territory.models import Observation, Place

DAYS_A_YEAR = 365.2422
ALL, RURAL = "population", "population_rural"
"""The counts that can be compared; ``population_second_count`` is another count, never compared."""

MOMENT = ("observed_on", "period", "boundary_on")

Period = tuple[date, date]


@dataclass(frozen=True)
class Count:
    """People counted in a place: in which year, and on the boundaries of which days."""

    people: float
    observed_on: date
    extent: Extent


@dataclass(frozen=True)
class Counted:
    """The known yearly counts of places by their keys, the earliest first."""

    whole: Mapping[int, Sequence[Count]]
    rural: Mapping[int, Sequence[Count]]
    province: Sequence[Count]

    @property
    def extents(self) -> Mapping[int, Sequence[Extent]]:
        """The boundaries on which each place was counted."""
        return {place: [count.extent for count in counts] for place, counts in self.whole.items()}


def counted(*kinds: str) -> Counted:
    """Return the counts of places of these kinds and of the province."""
    rows = Observation.objects.filter(
        indicator__code__in=(ALL, RURAL),
        place__kind__in=(Place.Kind.PROVINCE, *kinds),
        period=Observation.Period.YEAR,
        value__isnull=False,
    ).order_by("observed_on")
    found: dict[str, dict[int, list[Count]]] = {ALL: {}, RURAL: {}}
    province: list[Count] = []
    columns = ("place", "place__kind", "indicator__code", "value", *MOMENT)
    for place, kind, indicator, people, *moment in rows.values_list(*columns):
        count = Count(people, moment[0], extent(*moment))
        found[indicator].setdefault(place, []).append(count)
        if kind == Place.Kind.PROVINCE and indicator == ALL:
            province.append(count)
    return Counted(found[ALL], found[RURAL], province)


def years_between(first: date, second: date) -> float:
    """Return the time between two days in years."""
    return (second - first).days / DAYS_A_YEAR


def named(periods: Sequence[Period], name: str) -> Period:
    """Return the period that an address names by its two days; the first of them where it names none."""
    return next((each for each in periods if "_".join(map(str, each)) == name), periods[0])


def lowest_first(*figures: float | None) -> tuple[float, ...]:
    """Return the key of an order in which the lowest stand first and the unknown last."""
    return tuple(float("inf") if figure is None else figure for figure in figures)
