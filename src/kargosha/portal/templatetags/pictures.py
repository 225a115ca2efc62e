"""Draws what two axes together say of places, ranks in their intervals, and small lines of figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.template import Library

from kargosha.areas.territory.models import DEPRIVATION, EMIGRATION, IndexVersion, PlaceEstimate
from kargosha.areas.territory.queries import NeedRanking, PlaceNeed
from kargosha.areas.territory.queries.places import Series
from kargosha.portal.drawing.labels import Label, Named, Type, placed
from kargosha.portal.drawing.shapes import Box, Circle
from kargosha.portal.templatetags.territory import name_of

register = Library()

SIDE, MARGIN = 400.0, 14.0
RADIUS = 4.5
LETTERS = Type(line=14.0, letter=7.2)
MIDDLE = 0.5
LIKELIHOODS = ((0.95, "almost_surely"), (0.66, "probably"), (0.33, "perhaps"), (0.05, "hardly"))
"""From which probability on it is said so; the words of likelihood of the IPCC, in five steps."""
LEAST_LIKELY = "almost_surely_not"
SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 96.0, 28.0, 3.0
FEWEST_POINTS = 3


@dataclass(frozen=True)
class Whiskers:
    """Between which ends a place may lie on both axes, in the drawing's units."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Point:
    """A place in the picture of two axes."""

    need: PlaceNeed
    circle: Circle
    whiskers: Whiskers
    quadrant: str
    is_sure: bool
    """Whether both intervals lie on one side of the middle."""


@dataclass(frozen=True)
class Quadrant:
    """A part of the picture, with its places, those that lack most first."""

    code: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Quadrants:
    """The picture of two axes, and the same as four lists; ``unknown`` are ranked on neither or on one."""

    quadrants: Sequence[Quadrant]
    points: Sequence[Point]
    labels: Sequence[Label]
    unknown: Sequence[PlaceNeed]
    side: float = SIDE
    middle: float = SIDE / 2


@register.simple_tag
def quadrants(ranking: NeedRanking) -> Quadrants:
    """Return the places of a ranking by where they stand on both axes."""
    points = list(_points(ranking))
    shown = {point.need.place.pk for point in points}
    frame = Box(0, 0, SIDE, SIDE)
    named = tuple(Named(name_of(point.need.place), point.circle) for point in points)
    return Quadrants(
        quadrants=[
            Quadrant(code, [point for point in points if point.quadrant == code])
            for code in ("both", "work", "people", "neither")
        ],
        points=points,
        labels=placed(named, frame, LETTERS),
        unknown=[need for need in ranking.needs if need.place.pk not in shown],
    )


@register.filter
def likelihood(share: float | None) -> str:
    """Return the word for a probability; of an unknown one nothing."""
    if share is None:
        return ""
    return next((word for least, word in LIKELIHOODS if share >= least), LEAST_LIKELY)


@register.simple_tag
def sparkline(series: Series) -> str:
    """Return the path of a small line through the known figures of a series; too few make none."""
    known = [
        (seen.observed_on.toordinal(), seen.value)
        for seen in series.observations
        if seen.value is not None
    ]
    if len(known) < FEWEST_POINTS:
        return ""
    days, values = [day for day, _ in known], [value for _, value in known]
    low, high = min(values), max(values)
    wide = (SPARK_WIDTH - 2 * SPARK_MARGIN) / max(days[-1] - days[0], 1)
    tall = (SPARK_HEIGHT - 2 * SPARK_MARGIN) / ((high - low) or 1)
    steps = [
        f"{SPARK_MARGIN + (day - days[0]) * wide:.1f} {SPARK_MARGIN + (high - value) * tall:.1f}"
        for day, value in known
    ]
    return "M" + "L".join(steps)


def _points(ranking: NeedRanking) -> Iterator[Point]:
    versions = ranking.versions
    for need in ranking.needs:
        work, people = need.deprivation, need.emigration
        if work is None or people is None or work.rank is None or people.rank is None:
            continue
        across = _ends(work, versions[DEPRIVATION])
        along = _ends(people, versions[EMIGRATION])
        x, y = _at(across[1]), SIDE - _at(along[1])
        yield Point(
            need=need,
            circle=Circle(x, y, RADIUS),
            whiskers=Whiskers(
                _at(across[0]), _at(across[2]), SIDE - _at(along[2]), SIDE - _at(along[0])
            ),
            quadrant=_quadrant(across[1] > MIDDLE, along[1] > MIDDLE),
            is_sure=all((low > MIDDLE) == (high > MIDDLE) for low, _, high in (across, along)),
        )


def _ends(estimate: PlaceEstimate, version: IndexVersion) -> tuple[float, float, float]:
    """Return the shares of ranked places that are better off: at least, by the ranks, at most."""
    ranked = version.ranked - 1 or 1  # type: ignore[attr-defined]
    high, low = estimate.rank_low or 1, estimate.rank_high or 1
    return 1 - (low - 1) / ranked, estimate.percentile or 0.0, 1 - (high - 1) / ranked


def _at(share: float) -> float:
    return round(MARGIN + share * (SIDE - 2 * MARGIN), 1)


def _quadrant(lacks_work: bool, loses_people: bool) -> str:
    if lacks_work:
        return "both" if loses_people else "work"
    return "people" if loses_people else "neither"
