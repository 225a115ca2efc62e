"""The proxy of migration: how much faster the counties grew than their province, between two counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from kargosha.analysis.estimates import Estimate
from kargosha.analysis.rules import Rulebook
from kargosha.analysis.territory.comparability import same_boundaries
from kargosha.analysis.territory.migration import migration_proxy
from kargosha.areas.territory.frames import comparability, migration
from kargosha.areas.territory.frames.migration import Count, Counted, Period
from kargosha.areas.territory.models import Place
from kargosha.kernel import clock
from kargosha.kernel.rulebook import rulebook_on

METHOD = "migration"
DIRECTIONS = ("loses", "gains", "unclear", "unknown")
LEVEL = 0.9
"""What the interval of a proxy claims; half its width is a rule."""


@dataclass(frozen=True)
class Proxy:
    """How much faster a place grew than its province, per 1,000 and year, or why that is not known.

    ``why`` is ``not_counted`` or ``border_moved`` where ``whole`` is unknown. ``is_implausible`` where
    so much is hardly migration alone.
    """

    place: Place
    first: Count | None
    second: Count | None
    whole: Estimate | None
    rural: Estimate | None
    why: str
    is_implausible: bool

    @property
    def direction(self) -> str:
        """Whether a place lost or gained for sure; unclear where the interval holds nothing."""
        if self.whole is None:
            return "unknown"
        if self.whole.high < 0:
            return "loses"
        return "gains" if self.whole.low > 0 else "unclear"


@dataclass(frozen=True)
class ProxiesOfPeriod:
    """The proxies between two counts: who lost most stands first, the unknown last."""

    period: Period
    periods: Sequence[Period]
    lines: Sequence[Proxy]
    margin: float
    plausible_most: float

    @property
    def tally(self) -> Sequence[tuple[str, int]]:
        """How many places lose for sure, gain for sure, may do either, and are unknown."""
        found = [line.direction for line in self.lines]
        return [(each, found.count(each)) for each in DIRECTIONS]


def proxies_of(period: str = "", *, only: Place | None = None) -> ProxiesOfPeriod | None:
    """Return the proxy of each county, or of only one, of a named period or of the latest; None before
    the province was counted twice."""
    counted = migration.counted(Place.Kind.COUNTY)
    spans = [
        (first.observed_on, second.observed_on) for first, second in pairwise(counted.province)
    ]
    if not spans:
        return None
    chosen = migration.named(spans[::-1], period)
    people = {count.observed_on: count.people for count in counted.province}
    making = _Making(
        period=chosen,
        province=(people[chosen[0]], people[chosen[1]]),
        rules=rulebook_on(clock.today()),
        counted=counted,
        changes=comparability.changes_of_shape(counted.extents),
    )
    counties = [only] if only else Place.objects.filter(kind=Place.Kind.COUNTY)
    return ProxiesOfPeriod(
        period=chosen,
        periods=spans[::-1],
        lines=sorted(map(making.proxy, counties), key=_by_loss),
        margin=making.margin,
        plausible_most=making.plausible_most,
    )


def _by_loss(line: Proxy) -> tuple[float, ...]:
    return migration.lowest_first(line.whole.value if line.whole else None)


@dataclass(frozen=True)
class _Making:
    """All from which the proxies of places are made."""

    period: Period
    province: tuple[float, float]
    rules: Rulebook
    counted: Counted
    changes: comparability.Changes

    @cached_property
    def margin(self) -> float:
        """Half the width of the interval, per 1,000 and year."""
        return self.rules.number("migration.natural_growth_margin")

    @cached_property
    def plausible_most(self) -> float:
        """What is taken for migration alone at most, per 1,000 and year."""
        return self.rules.number("migration.plausible_most")

    def proxy(self, place: Place) -> Proxy:
        """Return the proxy of a place, or why there is none."""
        first, second = self._ends(self.counted.whole, place)
        whole = self._estimate(place, first, second)
        return Proxy(
            place=place,
            first=first,
            second=second,
            whole=whole,
            rural=self._estimate(place, *self._ends(self.counted.rural, place)),
            why="" if whole else "border_moved" if first and second else "not_counted",
            is_implausible=whole is not None and abs(whole.value) > self.plausible_most,
        )

    def _ends(
        self, counted: Mapping[int, Sequence[Count]], place: Place
    ) -> tuple[Count | None, Count | None]:
        """Return the two counts of a place, where it was counted and not empty."""
        known = {count.observed_on: count for count in counted.get(place.pk, ()) if count.people}
        return known.get(self.period[0]), known.get(self.period[1])

    def _estimate(self, place: Place, first: Count | None, second: Count | None) -> Estimate | None:
        """Return the proxy, where both counts stand on the same boundaries."""
        if first is None or second is None:
            return None
        if not same_boundaries(first.extent, second.extent, self.changes.get(place.pk, ())):
            return None
        people = np.array([first.people]), np.array([second.people])
        years = migration.years_between(*self.period)
        value = float(migration_proxy(*people, self.province, years)[0])
        return Estimate(value, value - self.margin, value + self.margin, LEVEL, METHOD)
