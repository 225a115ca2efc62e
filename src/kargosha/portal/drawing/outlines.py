"""Polygons as paths of a drawing, with no more points than its size can show."""

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

    Douglas and Peucker (1973), as GEOS does it.
    """
    from shapely import LineString

    coordinates = LineString(ring).simplify(finest, preserve_topology=False).coords
    return [(x, y) for x, y in coordinates]


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
