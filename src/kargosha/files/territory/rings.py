"""The rings of one geometry: closed, in degrees, crossing neither themselves nor each other."""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kargosha.analysis.territory.judging.places import LATITUDES, LONGITUDES
from kargosha.files.tables.grid import quoted

Ring = list[tuple[float, float]]
Polygon = list[Ring]

DIGITS = 5
"""Decimals of a degree that are kept: about a metre."""

RADIUS_KM = 6371.0072
"""Radius of the sphere that has the area of the earth."""

LEAST_POINTS = 4

_PLACE = re.compile(r"\[([-0-9.e+]+) ([-0-9.e+]+)")


class Unsound(Exception):
    """A geometry that bounds no place; carries the fault's code and values."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values: Mapping[str, object] = values
        super().__init__(code)


class NotDegrees(Exception):
    """A position that is none in longitude and latitude, such as one in metres."""

    def __init__(self, x: float, y: float) -> None:
        self.x, self.y = x, y
        super().__init__(f"{x}, {y}")


def sound_polygons(geometry: object) -> tuple[tuple[Polygon, ...], int]:
    """Return the polygons of a geometry, and how many rings had to be closed.

    Raises
    ------
    Unsound
        When it bounds nothing, or its rings cross.
    NotDegrees
        When a position is not in longitude and latitude.
    """
    parts = _parts(geometry)
    closed = 0
    polygons: list[Polygon] = []
    for part in parts:
        rings: Polygon = []
        for positions in part:
            ring = _ring(positions)
            if ring[0] != ring[-1]:
                ring.append(ring[0])
                closed += 1
            if len(ring) < LEAST_POINTS:
                raise Unsound("fault.ring_short", found=len(ring))
            rings.append(ring)
        polygons.append(rings)
    _refuse_elsewhere(polygons)
    _refuse_crossing(polygons)
    rounded = tuple([_rounded(ring) for ring in polygon] for polygon in polygons)
    return rounded, closed


def area_km2(polygons: Sequence[Polygon]) -> float:
    """Return the area that rings bound on a sphere, square kilometres; holes are taken off.

    Notes
    -----
    Edges are lines of longitude and latitude, as GeoJSON means them. Against the ellipsoid the
    area is off by less than half a per cent at our latitudes.

    References
    ----------
    Chamberlain and Duquette (2007), Some algorithms for polygons on a sphere, JPL 07-03.
    """
    return sum(_ring_area(outer) - sum(map(_ring_area, holes)) for outer, *holes in polygons)


def _parts(geometry: object) -> list[list[object]]:
    """Return the lists of rings of a polygon or of several."""
    if geometry is None:
        raise Unsound("fault.feature_empty")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise Unsound("fault.feature_not_polygon", found=quoted(kind))
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    parts = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(parts, list) or not all(isinstance(part, list) for part in parts):
        raise Unsound("fault.ring_numbers")
    if not parts or not all(parts):
        raise Unsound("fault.feature_empty")
    return parts


def _ring(positions: object) -> Ring:
    """Return the positions of a ring as pairs; a height is left out."""
    if not isinstance(positions, list):
        raise Unsound("fault.ring_numbers")
    if not positions:
        raise Unsound("fault.feature_empty")
    return [_position(each) for each in positions]


def _position(position: object) -> tuple[float, float]:
    if not isinstance(position, list) or len(position) < 2:
        raise Unsound("fault.ring_numbers")
    x, y = position[:2]
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in (x, y)):
        raise Unsound("fault.ring_numbers")
    if not (abs(x) <= 180 and abs(y) <= 90):
        raise NotDegrees(x, y)
    return float(x), float(y)


def _refuse_elsewhere(polygons: Sequence[Polygon]) -> None:
    """Refuse what lies outside the country, and what would lie in it with the axes exchanged."""
    points = [point for polygon in polygons for point in polygon[0]]
    x, y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    if _between(x, LONGITUDES) and _between(y, LATITUDES):
        return
    swapped = _between(y, LONGITUDES) and _between(x, LATITUDES)
    code = "fault.axes_swapped" if swapped else "fault.boundary_outside"
    raise Unsound(code, x=round(x, 2), y=round(y, 2))


def _between(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _refuse_crossing(polygons: Sequence[Polygon]) -> None:
    """Refuse rings that cross themselves or each other, and holes outside their ring."""
    import shapely

    shape = shapely.MultiPolygon([(outer, holes) for outer, *holes in polygons])
    reason: str = shapely.is_valid_reason(shape)
    if reason == "Valid Geometry":
        return
    place = _PLACE.search(reason)
    at = f"{float(place[1]):.5f}, {float(place[2]):.5f}" if place else ""
    if "elf-intersection" in reason:
        raise Unsound("fault.ring_crosses", at=at)
    if reason.startswith("Hole lies outside"):
        raise Unsound("fault.hole_outside", at=at)
    raise Unsound("fault.ring_unsound", reason=reason.partition("[")[0], at=at)


def _rounded(ring: Ring) -> Ring:
    """Return a ring with the decimals that are kept; positions that then coincide stand once."""
    rounded = [(round(x, DIGITS), round(y, DIGITS)) for x, y in ring]
    kept = [point for point, before in zip(rounded[1:], rounded, strict=False) if point != before]
    return [rounded[0], *kept]


def _ring_area(ring: Ring) -> float:
    total = sum(
        math.radians(x2 - x1) * (2 + math.sin(math.radians(y1)) + math.sin(math.radians(y2)))
        for (x1, y1), (x2, y2) in pairwise(ring)
    )
    return abs(total) * RADIUS_KM**2 / 2
