"""Polygons as paths of a drawing, with no more points than its size can show."""

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Ring = Sequence[Point]

FINEST = 0.45
"""How far a simplified line may lie from the true one, in units of the drawing."""


def path(rings: Iterable[Ring], finest: float = FINEST) -> str:
    """Return closed rings, in the drawing's units, as one path; what is too small to see is left out.

    Points are steps of tenths from one to the next, which is the shortest way to write them.
    """
    kept = [simplified(ring, finest) for ring in rings]
    return "".join(map(_steps, (ring for ring in kept if len(ring) > 3)))


def simplified(ring: Ring, finest: float) -> list[Point]:
    """Return a closed ring without the points that lie within so much of the line through the rest.

    Douglas and Peucker (1973); the ring is first cut at the point farthest from its first one.
    """
    far = max(range(len(ring)), key=lambda index: math.dist(ring[0], ring[index]))
    keep = {0, far, len(ring) - 1}
    pending = [(0, far), (far, len(ring) - 1)]
    while pending:
        first, last = pending.pop()
        between = range(first + 1, last)
        if not between:
            continue
        worst = max(between, key=lambda index: _away(ring[index], ring[first], ring[last]))
        if _away(ring[worst], ring[first], ring[last]) > finest:
            keep.add(worst)
            pending += [(first, worst), (worst, last)]
    return [ring[index] for index in sorted(keep)]


def _away(point: Point, start: Point, end: Point) -> float:
    """Return how far a point is from the piece of a line between two."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    if not length:
        return math.dist(point, start)
    share = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length
    share = min(max(share, 0), 1)
    return math.dist(point, (start[0] + share * along[0], start[1] + share * along[1]))


def _steps(ring: Sequence[Point]) -> str:
    tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
    here = tenths[0]
    parts = [f"M{_tenth(here[0])} {_tenth(here[1])}l"]
    for point in tenths[1:-1]:
        if point != here:
            parts.append(f"{_tenth(point[0] - here[0])} {_tenth(point[1] - here[1])} ")
        here = point
    return "".join(parts).rstrip() + "z"


def _tenth(tenths: int) -> str:
    return f"{tenths / 10:g}"
