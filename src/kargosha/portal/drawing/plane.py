"""Where a latitude and a longitude lie in a drawing: one scale, so that nothing is stretched.

The cosine of the middle latitude is applied to longitudes; over a province that is a map.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

KM_A_DEGREE = 111.2
LEAST_SPAN = 0.1
"""Degrees that a drawing shows at least, so that one point alone has a scale."""


@dataclass(frozen=True)
class Plane:
    """A drawing of a width over a part of the earth, with empty margins."""

    north: float
    south: float
    west: float
    east: float
    width: float
    margins: tuple[float, float]
    """Across and down."""

    @classmethod
    def over(
        cls, points: Iterable[tuple[float, float]], width: float, margins: tuple[float, float]
    ) -> "Plane":
        """Return the plane that holds the points, each a longitude and a latitude."""
        longitudes, latitudes = zip(*points, strict=True)
        west, south = min(longitudes), min(latitudes)
        east = max(*longitudes, west + LEAST_SPAN)
        return cls(max(latitudes), south, west, east, width, margins)

    @property
    def squeeze(self) -> float:
        """Return how much shorter a degree of longitude is than one of latitude."""
        return math.cos(math.radians((self.north + self.south) / 2))

    @property
    def scale(self) -> float:
        """Return the length of a degree of latitude."""
        return (self.width - 2 * self.margins[0]) / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        """Return how high the drawing is."""
        return round((self.north - self.south) * self.scale + 2 * self.margins[1], 1)

    def x(self, longitude: float) -> float:
        """Return how far from the left a longitude lies."""
        return round(self.margins[0] + (longitude - self.west) * self.squeeze * self.scale, 1)

    def y(self, latitude: float) -> float:
        """Return how far from the top a latitude lies."""
        return round(self.margins[1] + (self.north - latitude) * self.scale, 1)

    def km(self, length: float) -> float:
        """Return how long so many kilometres are."""
        return length / KM_A_DEGREE * self.scale


def halves(low: float, high: float) -> list[float]:
    """Return the whole and half degrees between two."""
    return [half / 2 for half in range(math.ceil(low * 2), math.floor(high * 2) + 1)]
