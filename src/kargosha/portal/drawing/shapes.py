"""Boxes and circles, and how much of one lies on another."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Return how large it is."""
        return (self.right - self.left) * (self.bottom - self.top)

    def shared(self, other: "Box") -> float:
        """Return the area that both take up."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0) * max(high, 0)

    def distance(self, x: float, y: float) -> float:
        """Return how far a point is from the nearest point of the rectangle; 0 inside it."""
        across = max(self.left - x, 0, x - self.right)
        down = max(self.top - y, 0, y - self.bottom)
        return math.hypot(across, down)


@dataclass(frozen=True)
class Circle:
    """A circle."""

    x: float
    y: float
    r: float

    def bitten(self, box: Box) -> float:
        """Return how deep a box reaches into the circle; 0 where they only touch."""
        return max(self.r - box.distance(self.x, self.y), 0)
