"""Boxes and circles, and how much of one lies on another; many at once, as the rows of arrays."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Box(NamedTuple):
    """A rectangle that something takes up; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float


class Circle(NamedTuple):
    """A circle."""

    x: float
    y: float
    r: float


def areas(boxes: Floats) -> Floats:
    """Return how large each box is."""
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def shared_areas(boxes: Floats, others: Floats) -> Floats:
    """Return the area that each box has in common with each other one: a row a box."""
    wide = np.minimum(boxes[:, None, 2], others[:, 2]) - np.maximum(boxes[:, None, 0], others[:, 0])
    high = np.minimum(boxes[:, None, 3], others[:, 3]) - np.maximum(boxes[:, None, 1], others[:, 1])
    area: Floats = np.clip(wide, 0, None) * np.clip(high, 0, None)
    return area


def bites(boxes: Floats, circles: Floats) -> Floats:
    """Return how deep each box reaches into each circle: a row a box, 0 where they only touch."""
    x, y, r = circles.T
    across = np.clip(np.maximum(boxes[:, None, 0] - x, x - boxes[:, None, 2]), 0, None)
    down = np.clip(np.maximum(boxes[:, None, 1] - y, y - boxes[:, None, 3]), 0, None)
    depth: Floats = np.clip(r - np.hypot(across, down), 0, None)
    return depth


def rows(shapes: Iterable[Box] | Iterable[Circle], width: int) -> Floats:
    """Return shapes of so many numbers as the rows of an array, which may be none."""
    return np.array(list(shapes), dtype=np.float64).reshape(-1, width)
