"""How much of a shape lies on another, one by one: the plain account of what is drawn."""

import math

from kargosha.portal.drawing.shapes import Box, Circle


def area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def shared(a: Box, b: Box) -> float:
    wide = min(a.right, b.right) - max(a.left, b.left)
    high = min(a.bottom, b.bottom) - max(a.top, b.top)
    return max(wide, 0) * max(high, 0)


def bitten(circle: Circle, box: Box) -> float:
    across = max(box.left - circle.x, 0, circle.x - box.right)
    down = max(box.top - circle.y, 0, circle.y - box.bottom)
    return max(circle.r - math.hypot(across, down), 0)
