"""Draws the map of need: a circle a place, its lines where they were imported, and names with room.

The drawing is 400 wide. The circle's area is the population, the colour the fifth in which the
place stands on the chosen axis; an arrow leads out of places that lose people.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.template import Library

from kargosha.areas.territory.models import Boundary, PlaceEstimate
from kargosha.areas.territory.queries import NeedRanking, PlaceNeed
from kargosha.portal.drawing.labels import Label, Named, Type, placed
from kargosha.portal.drawing.outlines import Point, path
from kargosha.portal.drawing.plane import Plane, halves
from kargosha.portal.drawing.shapes import Box, Circle
from kargosha.portal.templatetags.territory import name_of

register = Library()

WIDTH = 400.0
MARGINS = (42.0, 26.0)
MARGINS_WITH_LINES = (8.0, 16.0)
LARGEST, SMALLEST = 38.0, 5.0
"""Radii of the largest and the smallest circle."""
LARGEST_WITHIN_LINES, SMALLEST_WITHIN_LINES = 12.0, 3.0
MOST_COVERED = 0.08
"""Share of the drawing that circles may cover; many large places are drawn smaller."""
LETTERS = Type(line=15.0, letter=7.8)
ARROW = 11.0
FIFTHS = 5
UNKNOWN = "none"
SCALE_KM = 50


@dataclass(frozen=True)
class Dot:
    """A place as a circle, with its fifth on the axis (1 best off, 5 worst, none unknown)."""

    need: PlaceNeed
    circle: Circle
    step: str
    is_lined: bool
    """Whether the line around the place is drawn and carries its colour."""

    @property
    def is_losing(self) -> bool:
        """Say whether the place loses people."""
        return (self.need.population_change or 0) < 0

    @property
    def arrow(self) -> str:
        """Return the path of the arrow that leads out of the circle."""
        reach = self.circle.r * math.sqrt(0.5)
        x, y = self.circle.x + reach - 1, self.circle.y - reach + 1
        return f"M{x:.1f} {y:.1f}L{x + ARROW:.1f} {y - ARROW:.1f}m-5.5 0h5.5v5.5"

    @property
    def marks(self) -> tuple[Box, ...]:
        """Return what the arrow takes up."""
        if not self.is_losing:
            return ()
        reach = self.circle.r * math.sqrt(0.5)
        x, y = self.circle.x + reach, self.circle.y - reach
        return (Box(x, y - ARROW, x + ARROW, y),)

    @property
    def named(self) -> Named:
        """Return the circle with the name that is to stand beside it."""
        return Named(name_of(self.need.place), self.circle, self.marks)


@dataclass(frozen=True)
class Shape:
    """The line around a place as a path, with the place's fifth."""

    path: str
    step: str


@dataclass(frozen=True)
class NeedMap:
    """The drawing; nothing where no place has coordinates."""

    dots: Sequence[Dot] = ()
    shapes: Sequence[Shape] = ()
    labels: Sequence[Label] = ()
    height: float = 0.0
    latitudes: Sequence[float] = ()
    longitudes: Sequence[float] = ()
    line_sources: Sequence[str] = ()
    has_unknown: bool = False
    scale_length: float = 0.0
    scale_km: int = SCALE_KM
    width: float = field(default=WIDTH)
    fifths: range = field(default=range(1, FIFTHS + 1))


@register.simple_tag
def need_map(ranking: NeedRanking) -> NeedMap:
    """Return the map of the places of a ranking that have coordinates."""
    spots = [each for each in map(_spot, ranking.needs) if each is not None]
    if not spots:
        return NeedMap()
    plane = _plane(spots, ranking)
    dots = sorted(_dots(spots, plane, ranking), key=lambda dot: -dot.circle.r)
    frame = Box(0, 0, WIDTH, plane.height)
    return NeedMap(
        dots=dots,
        shapes=list(_shapes(spots, plane, ranking)),
        labels=placed(tuple(dot.named for dot in dots), frame, LETTERS),
        height=plane.height,
        latitudes=[plane.y(degrees) for degrees in halves(plane.south, plane.north)],
        longitudes=[plane.x(degrees) for degrees in halves(plane.west, plane.east)],
        line_sources=sorted({line.source for line in ranking.boundaries.values()}),
        has_unknown=any(dot.step == UNKNOWN for dot in dots),
        scale_length=plane.km(SCALE_KM),
    )


def fifth(estimate: PlaceEstimate | None) -> str:
    """Return the fifth of the places in which one stands, 5 the worst; of an unknown one none."""
    if estimate is None or estimate.percentile is None:
        return UNKNOWN
    return str(min(int(estimate.percentile * FIFTHS) + 1, FIFTHS))


@dataclass(frozen=True)
class _Spot:
    """A place that has coordinates."""

    need: PlaceNeed
    latitude: float
    longitude: float


def _spot(need: PlaceNeed) -> _Spot | None:
    latitude, longitude = need.place.latitude, need.place.longitude
    if latitude is None or longitude is None:
        return None
    return _Spot(need, latitude, longitude)


def _plane(spots: Sequence[_Spot], ranking: NeedRanking) -> Plane:
    """Return the plane that holds the places and the lines around them."""
    points = [(spot.longitude, spot.latitude) for spot in spots]
    for boundary in ranking.boundaries.values():
        points += [point for ring in _rings(boundary) for point in ring]
    return Plane.over(points, WIDTH, MARGINS_WITH_LINES if ranking.boundaries else MARGINS)


def _dots(spots: Sequence[_Spot], plane: Plane, ranking: NeedRanking) -> Iterator[Dot]:
    people = [spot.need.population or 0 for spot in spots]
    most = max(people) or 1
    room = MOST_COVERED * WIDTH * plane.height * most / (math.pi * (sum(people) or 1))
    largest, smallest = LARGEST, SMALLEST
    if ranking.boundaries:
        largest, smallest = LARGEST_WITHIN_LINES, SMALLEST_WITHIN_LINES
    largest = min(largest, math.sqrt(room))
    for spot, count in zip(spots, people, strict=True):
        r = round(max(largest * math.sqrt(count / most), smallest), 1)
        yield Dot(
            need=spot.need,
            circle=Circle(plane.x(spot.longitude), plane.y(spot.latitude), r),
            step=fifth(spot.need.estimates.get(ranking.axis)),
            is_lined=spot.need.place.pk in ranking.boundaries,
        )


def _shapes(spots: Sequence[_Spot], plane: Plane, ranking: NeedRanking) -> Iterator[Shape]:
    for spot in spots:
        boundary = ranking.boundaries.get(spot.need.place.pk)
        if boundary is not None:
            rings = [
                [(plane.x(east), plane.y(north)) for east, north in ring]
                for ring in _rings(boundary)
            ]
            yield Shape(path(rings), fifth(spot.need.estimates.get(ranking.axis)))


def _rings(boundary: Boundary) -> list[list[Point]]:
    return [
        [(point[0], point[1]) for point in ring]
        for polygon in boundary.polygons
        for ring in polygon
    ]
