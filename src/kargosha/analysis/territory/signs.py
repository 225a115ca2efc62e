"""Which figures of places pass a threshold that calls for an answer? By plain rules."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from kargosha.analysis.rules import Rulebook
from kargosha.analysis.territory.comparability import Change, Extent, same_boundaries

Side = Literal["most", "least", "rise", "fall"]

PREFIX = "sign"
_KEY = re.compile(rf"{PREFIX}\.(?P<indicator>\w+)\.(?P<side>most|least|rise|fall)")
_A_YEAR = range(364, 368)
"""Days after which the same season, month or day of a Persian year comes round."""


@dataclass(frozen=True)
class Threshold:
    """One rule of early signs.

    Attributes
    ----------
    rule
        Key of the rule, for example ``sign.unemployment_rate.most``.
    indicator
        Code of the indicator that it watches.
    side
        ``most`` and ``least`` bound a figure; ``rise`` and ``fall`` bound its change.
    value
        Bound, in the indicator's unit; of a change >= 0.
    """

    rule: str
    indicator: str
    side: Side
    value: float


@dataclass(frozen=True)
class Seen:
    """One figure of a series.

    Attributes
    ----------
    observation
        Number under which the figure is stored.
    place
        Number of the place.
    indicator
        Code of the indicator.
    period
        ``year``, ``season``, ``month`` or ``day``.
    observed_on
        First day of the period.
    value
        The figure, in the indicator's unit; None where unknown.
    margin
        Half width of its 95 % interval, same unit; 0 where everyone was counted.
    extent
        Days on whose boundaries it was taken.
    """

    observation: int
    place: int
    indicator: str
    period: str
    observed_on: date
    value: float | None
    margin: float
    extent: Extent


@dataclass(frozen=True)
class Passed:
    """That a figure passed a threshold.

    Attributes
    ----------
    observation
        Number of the figure.
    rule, threshold
        The rule, and its bound on that day.
    measured
        What was held against the bound: the figure, or its change.
    """

    observation: int
    rule: str
    threshold: float
    measured: float


def thresholds(rules: Rulebook) -> tuple[Threshold, ...]:
    """Return the rules of early signs, in the order of their keys; others of the family are left out."""
    found = ((rule.key, _KEY.fullmatch(rule.key)) for rule in rules.below(PREFIX))
    return tuple(
        Threshold(key, match["indicator"], match["side"], rules.number(key))  # type: ignore[arg-type]
        for key, match in found
        if match is not None
    )


def signs(
    seen: Iterable[Seen], bounds: Sequence[Threshold], changes: Mapping[int, Sequence[Change]]
) -> list[Passed]:
    """Return the thresholds that the latest figures of places pass.

    Parameters
    ----------
    seen
        Figures, in any order.
    bounds
        The rules to hold against them.
    changes
        By the number of a place, when it changed its shape.

    Returns
    -------
    list of Passed
        By place, indicator, kind of period and rule.

    Notes
    -----
    A series is what was seen of one place and indicator over periods of one kind; only its latest
    figure can raise a sign, and none if that is unknown. A change is taken from the known figure
    before it, for years; for seasons, months and days from that of a year earlier, because they
    have their ups and downs. It counts only where both were taken on the same boundaries, and where
    it is larger than its own margin of error, the root of the sum of the squares of both margins.
    """
    ordered = sorted(seen, key=lambda each: (*_series(each), each.observed_on))
    return [
        Passed(latest.observation, bound.rule, bound.value, measured)
        for (place, indicator, _), group in groupby(ordered, key=_series)
        for *earlier, latest in [list(group)]
        for bound in bounds
        if bound.indicator == indicator
        if (measured := _measured(latest, earlier, bound.side, changes.get(place, ()))) is not None
        and _is_past(measured, bound)
    ]


def _series(each: Seen) -> tuple[int, str, str]:
    return each.place, each.indicator, each.period


def _measured(
    latest: Seen, earlier: Sequence[Seen], side: Side, changes: Sequence[Change]
) -> float | None:
    """Return what is held against a bound, the latest figure or its change; None if nothing is."""
    if latest.value is None or side in ("most", "least"):
        return latest.value
    before = next((each for each in reversed(earlier) if _are_alike(each, latest)), None)
    if before is None or not same_boundaries(before.extent, latest.extent, changes):
        return None
    change = latest.value - (before.value or 0)
    return change if abs(change) > math.hypot(latest.margin, before.margin) else None


def _are_alike(before: Seen, latest: Seen) -> bool:
    """Say whether a change may be taken from a figure: it is known, and of the same part of a year."""
    days = (latest.observed_on - before.observed_on).days
    return before.value is not None and (latest.period == "year" or days in _A_YEAR)


def _is_past(measured: float, bound: Threshold) -> bool:
    """Say whether a figure or a change lies beyond its bound; on the bound it does not."""
    match bound.side:
        case "most" | "rise":
            return measured > bound.value
        case "least":
            return measured < bound.value
        case _:
            return -measured > bound.value
