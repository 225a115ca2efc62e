"""What the methods of migration read of counts, and how periods are named."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kargosha.analysis.territory.comparability import Extent
from kargosha.areas.territory.frames.comparability import extent
from kargosha.areas.territory.models import Observation

DAYS_A_YEAR = 365.2422
ALL, RURAL = "population", "population_rural"
"""The counts that can be compared; ``population_second_count`` is another count, never compared."""

Period = tuple[date, date]


@dataclass(frozen=True)
class Count:
    """People counted in a place: in which year, and on the boundaries of which days."""

    people: float
    observed_on: date
    extent: Extent


def counts(indicator: str, kinds: Sequence[str]) -> Mapping[int, Sequence[Count]]:
    """Return by the key of each place its known yearly counts, the earliest first."""
    rows = Observation.objects.filter(
        indicator__code=indicator,
        place__kind__in=kinds,
        period=Observation.Period.YEAR,
        value__isnull=False,
    ).order_by("observed_on")
    found: dict[int, list[Count]] = defaultdict(list)
    seen = rows.values_list("place", "value", "observed_on", "period", "boundary_on")
    for place, people, observed_on, period, boundary_on in seen:
        days = extent(observed_on, period, boundary_on)
        found[place].append(Count(float(people or 0), observed_on, days))
    return found


def years_between(first: date, second: date) -> float:
    """Return the time between two days in years."""
    return (second - first).days / DAYS_A_YEAR


def named(periods: Sequence[Period], name: str) -> Period:
    """Return the period that an address names by its two days; the first of them where it names none."""
    return next((each for each in periods if "_".join(map(str, each)) == name), periods[0])


def lowest_first(*figures: float | None) -> tuple[float, ...]:
    """Return the key of an order in which the lowest stand first and the unknown last."""
    return tuple(float("inf") if figure is None else figure for figure in figures)
