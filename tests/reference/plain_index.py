"""An index and its uncertainty as anyone would write them down: one place, one draw at a time.

Plain Python, no array; right by being obvious. It shares no line with ``kargosha`` and is handed
what a draw has drawn.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

Figures = Sequence[Sequence[float | None]]
"""A row a place, a column an indicator; None unknown."""

Values = list[float | None]

DECIMALS = 10**12


@dataclass(frozen=True)
class PlainMethod:
    """The indicators' worst ends, and what becomes of the unknown."""

    worst: Sequence[str]
    unknown: str


@dataclass(frozen=True)
class PlainDraw:
    """What one draw decides."""

    weight: Sequence[float]
    normalisation: str
    aggregation: str
    noise: Sequence[Sequence[float]]


@dataclass(frozen=True)
class PlainUncertainty:
    """Interval of the rank and of the value, and chance of the worst fifth, of one place."""

    rank_low: float
    rank_high: float
    median_rank: float
    worst_fifth_probability: float
    value_low: float
    value_high: float


def values(
    figures: Figures,
    method: PlainMethod,
    weight: Sequence[float],
    normalisation: str,
    aggregation: str,
) -> Values:
    """Return the index of each place; None where nothing is known of it."""
    columns = []
    for term, worst in enumerate(method.worst):
        column = [row[term] for row in figures]
        if any(figure is not None for figure in column):
            turned = [None if x is None else (x if worst == "high" else -x) for x in column]
            columns.append((weight[term], _normalised(turned, normalisation)))
    return [_value(place, columns, method.unknown, aggregation) for place in range(len(figures))]


def ranks(values: Values) -> list[int | None]:
    """Return 1 + the number of places that are strictly worse."""
    known = sorted((v for v in values if v is not None), reverse=True)
    first: dict[float, int] = {}
    for position, value in enumerate(known):
        first.setdefault(value, position + 1)
    return [None if value is None else first[value] for value in values]


def draw_values(figures: Figures, margins: Figures, method: PlainMethod, draw: PlainDraw) -> Values:
    """Return the index of each place in one draw."""
    noisy = [
        [
            None if x is None else _with_error(x, margin or 0.0, error, worst)
            for x, margin, error, worst in zip(*row, method.worst, strict=True)
        ]
        for row in zip(figures, margins, draw.noise, strict=True)
    ]
    return values(noisy, method, draw.weight, draw.normalisation, draw.aggregation)


def uncertainty(
    point: Values, drawn: Sequence[Values], level: float
) -> list[PlainUncertainty | None]:
    """Return what the draws say of each place that has a value."""
    point_ranks = ranks(point)
    drawn_ranks = [ranks(each) for each in drawn]
    worst_fifth = math.ceil(sum(value is not None for value in point) / 5)
    left_out = math.floor((1 - level) / 2 * len(drawn) + 1e-9)
    found: list[PlainUncertainty | None] = []
    for place, value in enumerate(point):
        if value is None:
            found.append(None)
            continue
        ordered = sorted(each[place] for each in drawn_ranks)
        worth = sorted(each[place] for each in drawn)
        found.append(
            PlainUncertainty(
                rank_low=min(ordered[left_out], point_ranks[place]),
                rank_high=max(ordered[-1 - left_out], point_ranks[place]),
                median_rank=median(ordered),
                worst_fifth_probability=sum(r <= worst_fifth for r in ordered) / len(ordered),
                value_low=min(worth[left_out], value),
                value_high=max(worth[-1 - left_out], value),
            )
        )
    return found


def _with_error(figure: float, margin: float, error: float, worst: str) -> float:
    """Return a figure with its error; the error is that of the turned figure."""
    deviation = margin / 1.96
    return error * deviation + figure if worst == "high" else figure - error * deviation


def _normalised(column: Values, how: str) -> Values:
    """Return a column between 0 and 1, 1 the worst."""
    known = [figure for figure in column if figure is not None]
    low, high = min(known), max(known)
    if low == high:
        return [None if figure is None else 0.5 for figure in column]
    if how == "rank":
        rank = _percentile_ranks(known)
        return [None if figure is None else rank[figure] for figure in column]
    if how == "min_max":
        return [None if figure is None else (figure - low) / (high - low) for figure in column]
    mean = math.fsum(known) / len(known)
    deviation = math.sqrt(math.fsum((figure - mean) ** 2 for figure in known) / len(known))
    return [
        None if figure is None else min(1.0, max(0.0, 0.5 + (figure - mean) / deviation / 6))
        for figure in column
    ]


def _percentile_ranks(known: list[float]) -> dict[float, float]:
    """Return (mid-rank - 1) / (m - 1) of each figure."""
    places: dict[float, list[int]] = {}
    for position, figure in enumerate(sorted(known)):
        places.setdefault(figure, []).append(position)
    return {
        figure: (where[0] + where[-1]) / 2 / (len(known) - 1) for figure, where in places.items()
    }


def _value(
    place: int, columns: list[tuple[float, Values]], unknown: str, aggregation: str
) -> float | None:
    """Return the index of one place."""
    if all(column[place] is None for _, column in columns):
        return None
    total = weights = 0.0
    for weight, column in columns:
        lack = column[place]
        if lack is None and unknown == "leave_out":
            continue
        if lack is None and unknown == "worst":
            lack = 1.0
        if lack is None:
            lack = median(figure for figure in column if figure is not None)
        total += weight * (lack if aggregation == "arithmetic" else math.log(1 - 0.99 * lack))
        weights += weight
    mean = total / weights
    value = mean if aggregation == "arithmetic" else (1 - math.exp(mean)) / 0.99
    return round(value * DECIMALS) / DECIMALS
