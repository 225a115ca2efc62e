"""Draws the map of need: a circle a county, and names that never lie on one another.

The drawing is 400 wide; degrees become lengths by one scale, the cosine of the middle latitude
applied to longitudes, so that nothing is stretched.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.template import Library

from kargosha.areas.territory.queries import CountyNeed
from kargosha.portal.templatetags.showing import name

register = Library()

WIDTH = 400.0
MARGIN_X, MARGIN_Y = 42.0, 26.0
LARGEST, SMALLEST = 42.0, 5.0
"""Radii of the largest and the smallest circle; the area is the population."""
STEPS = 5
LETTER, LINE = 6.4, 14.0
"""Width of a letter and height of a line in the drawing's letters."""
ARROW = 11.0
KM_A_DEGREE = 111.2


@dataclass(frozen=True)
class Box:
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: "Box") -> float:
        """Return the area that both take up."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0) * max(high, 0)


@dataclass(frozen=True)
class Label:
    """A name with the point at which it is written, and how it stands to it."""

    text: str
    x: float
    y: float
    anchor: str
    box: Box


@dataclass(frozen=True)
class Dot:
    """A county as a circle, with its step of need (1 least, 5 most, none unknown)."""

    need: CountyNeed
    x: float
    y: float
    r: float
    step: str

    @property
    def is_losing(self) -> bool:
        """Say whether the county loses people."""
        return (self.need.population_change or 0) < 0

    @property
    def arrow(self) -> str:
        """Return the path of the arrow that leads out of the circle."""
        reach = self.r * math.sqrt(0.5)
        x, y = self.x + reach - 1, self.y - reach + 1
        tip = f"{x + ARROW:.1f} {y - ARROW:.1f}"
        return f"M{x:.1f} {y:.1f}L{tip}m-5.5 0h5.5v5.5"

    @property
    def boxes(self) -> Iterator[Box]:
        """Yield what the circle and its arrow take up."""
        yield Box(self.x - self.r, self.y - self.r, self.x + self.r, self.y + self.r)
        if self.is_losing:
            reach = self.r * math.sqrt(0.5)
            x, y = self.x + reach, self.y - reach
            yield Box(x, y - ARROW, x + ARROW, y)


@dataclass(frozen=True)
class Line:
    """A degree of latitude or longitude across the drawing."""

    degree: float
    at: float


@dataclass(frozen=True)
class NeedMap:
    """The drawing, with the ends of its steps of unemployment."""

    dots: Sequence[Dot] = ()
    labels: Sequence[Label] = ()
    height: float = 0.0
    latitudes: Sequence[Line] = ()
    longitudes: Sequence[Line] = ()
    steps: Sequence[tuple[str, float, float]] = ()
    unknown: Sequence[CountyNeed] = ()
    half_hundred_km: float = 0.0
    width: float = field(default=WIDTH)


@register.simple_tag
def need_map(needs: Sequence[CountyNeed]) -> NeedMap:
    """Return the map of the counties that have coordinates."""
    spots = [
        _Spot(need, latitude, longitude)
        for need in needs
        if (latitude := need.place.latitude) is not None
        and (longitude := need.place.longitude) is not None
    ]
    if not spots:
        return NeedMap()
    plane = _Plane.over(spots)
    seen = [spot.need for spot in spots]
    ends = _ends([need.unemployment for need in seen if need.unemployment is not None])
    most = max(need.population or 0 for need in seen) or 1
    dots = [_dot(spot, plane, ends, most) for spot in spots]
    dots.sort(key=lambda dot: -dot.r)
    return NeedMap(
        dots=dots,
        labels=list(_labels(dots, plane.height)),
        height=plane.height,
        latitudes=[Line(d, plane.y(d)) for d in plane.halves(plane.south, plane.north)],
        longitudes=[Line(d, plane.x(d)) for d in plane.halves(plane.west, plane.east)],
        steps=[(str(i + 1), ends[i], ends[i + 1]) for i in range(len(ends) - 1)],
        unknown=[need for need in seen if need.unemployment is None],
        half_hundred_km=50 / KM_A_DEGREE * plane.scale,
    )


@dataclass(frozen=True)
class _Spot:
    """A county that has coordinates."""

    need: CountyNeed
    latitude: float
    longitude: float


@dataclass(frozen=True)
class _Plane:
    """Where a latitude and a longitude lie in the drawing."""

    north: float
    south: float
    west: float
    east: float

    @classmethod
    def over(cls, spots: Sequence[_Spot]) -> "_Plane":
        latitudes = [spot.latitude for spot in spots]
        longitudes = [spot.longitude for spot in spots]
        west, east = min(longitudes), max(longitudes)
        return cls(max(latitudes), min(latitudes), west, max(east, west + 0.1))

    @property
    def squeeze(self) -> float:
        return math.cos(math.radians((self.north + self.south) / 2))

    @property
    def scale(self) -> float:
        return (WIDTH - 2 * MARGIN_X) / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        return round((self.north - self.south) * self.scale + 2 * MARGIN_Y, 1)

    def x(self, longitude: float) -> float:
        return round(MARGIN_X + (longitude - self.west) * self.squeeze * self.scale, 1)

    def y(self, latitude: float) -> float:
        return round(MARGIN_Y + (self.north - latitude) * self.scale, 1)

    @staticmethod
    def halves(low: float, high: float) -> list[float]:
        return [half / 2 for half in range(math.ceil(low * 2), math.floor(high * 2) + 1)]


def _ends(rates: Sequence[float]) -> list[float]:
    """Return the ends of equal steps between the least and the greatest rate."""
    if not rates:
        return []
    low, high = min(rates), max(rates)
    return [low + (high - low) * step / STEPS for step in range(STEPS + 1)]


def _dot(spot: _Spot, plane: _Plane, ends: Sequence[float], most: float) -> Dot:
    need, step = spot.need, "none"
    if need.unemployment is not None:
        step = str(max(sum(need.unemployment > end for end in ends[1:-1]) + 1, 1))
    r = max(LARGEST * math.sqrt((need.population or 0) / most), SMALLEST)
    return Dot(need, plane.x(spot.longitude), plane.y(spot.latitude), round(r, 1), step)


def _labels(dots: Sequence[Dot], height: float) -> Iterator[Label]:
    """Yield a name for each dot; the most crowded dot chooses its side first."""
    taken = [box for dot in dots for box in dot.boxes]

    def crowd(dot: Dot) -> int:
        return sum(math.hypot(dot.x - o.x, dot.y - o.y) < dot.r + o.r + 45 for o in dots)

    for dot in sorted(dots, key=lambda each: (-crowd(each), each.x)):
        label = min(_sides(dot), key=lambda side: _cost(side[1], taken, height) + side[0])[1]
        taken.append(label.box)
        yield label


def _sides(dot: Dot) -> Iterator[tuple[float, Label]]:
    """Yield the places for a name around a dot, each with how little it is liked."""
    text = name(dot.need.place)
    wide = len(text) * LETTER
    for dislike, gap in ((0.0, 3.0), (2.0, 9.0), (4.0, 15.0)):
        out = dot.r + gap
        diagonal = out * 0.75
        yield dislike, _label(text, dot.x, dot.y + out + 9, "middle", wide)
        yield dislike + 0.3, _label(text, dot.x + out, dot.y + 4, "start", wide)
        yield dislike + 0.3, _label(text, dot.x - out, dot.y + 4, "end", wide)
        yield dislike + 0.6, _label(text, dot.x, dot.y - out - 1, "middle", wide)
        yield dislike + 0.9, _label(text, dot.x + diagonal, dot.y + diagonal + 6, "start", wide)
        yield dislike + 0.9, _label(text, dot.x - diagonal, dot.y + diagonal + 6, "end", wide)
        yield dislike + 0.9, _label(text, dot.x - diagonal, dot.y - diagonal + 1, "end", wide)


def _label(text: str, x: float, y: float, anchor: str, wide: float) -> Label:
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    box = Box(left, y - LINE + 3, left + wide, y + 3)
    return Label(text, round(x, 1), round(y, 1), anchor, box)


def _cost(label: Label, taken: Iterable[Box], height: float) -> float:
    """Return how much of a name would lie on others or outside the drawing."""
    box = label.box
    inside = box.shared(Box(0, 0, WIDTH, height))
    whole = (box.right - box.left) * (box.bottom - box.top)
    return sum(box.shared(other) for other in taken) + 10 * (whole - inside)
