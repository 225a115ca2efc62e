"""Flows of people as the method reads them, and what they add up to in each place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from kargosha.analysis.territory.comparability import Extent, same_boundaries
from kargosha.analysis.territory.migration import (
    ELSEWHERE,
    mean_population,
    movement,
    net_migration_rate,
    pull,
    rate_per_thousand,
)
from kargosha.areas.territory.frames import comparability, migration
from kargosha.areas.territory.frames.migration import Period
from kargosha.areas.territory.models import Flow, Place
from kargosha.kernel import clock
from kargosha.kernel.rulebook import rulebook_on

Floats = NDArray[np.float64]

LEVELS = (Place.Kind.COUNTY, Place.Kind.DISTRICT, Place.Kind.RURAL_DISTRICT, Place.Kind.CITY)
"""Kinds of places between which flows are added up, the first one first."""

WIDEST = 30
"""Places beyond which a matrix is no table to read any more."""


@dataclass(frozen=True)
class Account:
    """Who came to a place and who left it over a period; rates per 1,000 and year, None where unknown."""

    place: Place
    arrivals: float
    departures: float
    net: float
    arrival_rate: float | None
    departure_rate: float | None
    net_rate: float | None
    pull: float | None


@dataclass(frozen=True)
class FlowsOfPeriod:
    """The flows of a period between places of a kind, the largest first, and what they add up to."""

    period: Period
    periods: Sequence[Period]
    level: str
    towards: Place | None
    places: Sequence[Place]
    accounts: Sequence[Account]
    known: Sequence[Flow]
    matrix: Sequence[tuple[Place, Sequence[float | None]]]


def levels() -> list[str]:
    """Return the kinds of places between which flows are known."""
    pairs = Flow.objects.values_list("origin__kind", "destination__kind").distinct()
    return [str(level) for level in LEVELS if any(_is_at(level, pair) for pair in pairs)]


def flows_of(level: str, period: str = "", towards: str = "") -> FlowsOfPeriod | None:
    """Return the flows of a named period, or of the latest one; None where none are known.

    The pull is that of the named place, or of the one with the most people.
    """
    spans = sorted(
        Flow.objects.filter(_at(level)).values_list("from_on", "to_on").distinct(), reverse=True
    )
    if not spans:
        return None
    chosen = migration.named(spans, period)
    flows = Flow.objects.filter(_at(level), from_on=chosen[0], to_on=chosen[1])
    known = list(flows.select_related("origin", "destination").order_by("-persons", "pk"))
    ends = {end for flow in known for end in (flow.origin, flow.destination) if end is not None}
    places = sorted((each for each in ends if each.kind == level), key=lambda end: end.sort_key)
    people = _mean_populations(level, places, chosen)
    pulling = next((place for place in places if place.slug == towards), None)
    if pulling is None and not np.isnan(people).all():
        pulling = places[int(np.nanargmax(people))]
    accounts = _accounts(known, places, people, pulling)
    return FlowsOfPeriod(
        period=chosen,
        periods=spans,
        level=level,
        towards=pulling,
        places=places,
        accounts=sorted(accounts, key=lambda row: migration.lowest_first(row.net_rate, row.net)),
        known=known,
        matrix=_matrix(known, places) if len(places) <= WIDEST else (),
    )


def _is_at(level: str, kinds: tuple[str | None, str | None]) -> bool:
    """Say of a flow's two kinds of places what `_at` asks for."""
    return level in kinds and all(kind in (level, None, Place.Kind.PROVINCE) for kind in kinds)


def _at(level: str) -> Q:
    """Return the filter for flows between places of a kind, or between one and what lies beyond."""
    own = {end: Q(**{f"{end}__kind": level}) for end in ("origin", "destination")}
    beyond = {
        end: Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__kind": Place.Kind.PROVINCE})
        for end in own
    }
    return (
        (own["origin"] | beyond["origin"])
        & (own["destination"] | beyond["destination"])
        & (own["origin"] | own["destination"])
    )


def _mean_populations(level: str, places: Sequence[Place], period: Period) -> Floats:
    """Return the people of each place in the middle of a period, by counts on its boundaries then."""
    reach = rulebook_on(clock.today()).number("migration.count_reach_years")
    counted = migration.counted(level)
    changes = comparability.changes_of_shape(counted.extents)
    middle = (period[0].toordinal() + period[1].toordinal()) / 2
    found = []
    for place in places:
        usable = [
            count
            for count in counted.whole.get(place.pk, ())
            if same_boundaries(count.extent, Extent(*period), changes.get(place.pk, ()))
        ]
        days = np.array([count.observed_on.toordinal() for count in usable], dtype=float)
        people = np.array([count.people for count in usable])
        found.append(mean_population(days, people, middle, reach * migration.DAYS_A_YEAR))
    return np.array(found)


def _accounts(
    known: Sequence[Flow], places: Sequence[Place], people: Floats, towards: Place | None
) -> list[Account]:
    number = _numbers(places)
    origin = np.array([number.get(flow.origin_id, ELSEWHERE) for flow in known])
    destination = np.array([number.get(flow.destination_id, ELSEWHERE) for flow in known])
    flows = (origin, destination, np.array([flow.persons for flow in known]), len(places))
    years = migration.years_between(known[0].from_on, known[0].to_on)
    moved = movement(*flows)
    columns = [
        rate_per_thousand(moved.arrivals, people, years),
        rate_per_thousand(moved.departures, people, years),
        net_migration_rate(moved, people, years),
        pull(*flows, number[towards.pk]) if towards else np.full(len(places), np.nan),
    ]
    return [
        Account(
            place,
            float(moved.arrivals[index]),
            float(moved.departures[index]),
            float(moved.net[index]),
            *(None if np.isnan(column[index]) else float(column[index]) for column in columns),
        )
        for index, place in enumerate(places)
    ]


def _matrix(
    known: Sequence[Flow], places: Sequence[Place]
) -> list[tuple[Place, Sequence[float | None]]]:
    """Return by origin the people who went to each place, and last those who went elsewhere."""
    number = _numbers(places)
    people: dict[tuple[int, int], float] = {}
    for flow in known:
        ends = (number.get(flow.origin_id, ELSEWHERE), number.get(flow.destination_id, ELSEWHERE))
        people[ends] = people.get(ends, 0) + flow.persons
    columns = [*range(len(places)), ELSEWHERE]
    return [
        (place, [people.get((index, column)) for column in columns])
        for index, place in enumerate(places)
    ]


def _numbers(places: Sequence[Place]) -> Mapping[int | None, int]:
    return {place.pk: index for index, place in enumerate(places)}
