"""Names beside the circles they belong to, so that none lies on another or on a foreign circle.

Each name may stand in a number of places around its circle, near ones liked better than far ones.
Names choose in turn, the most crowded first, and then again and again as long as a change makes
less of them lie on something. No dice: the same circles and names give the same drawing.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kargosha.portal.drawing.shapes import Box, Circle, Floats, areas, bites, rows, shared_areas

DIRECTIONS = (90, 0, 180, 270, 45, 135, 315, 225, 22, 158, 338, 202, 68, 112, 292, 248)
"""Degrees from the right, clockwise, in the order in which they are liked."""

GAPS = (2.5, 7.0, 12.0, 18.0, 26.0)
"""How far a name may stand from its circle, in the order in which it is liked."""

LED = 12.0
"""A name that stands as far as this from its circle is tied to it by a line."""

NAME, MARK, OUTSIDE = 10.0, 4.0, 10.0
"""How bad it is to lie on a name, on a mark and beyond the edge, for each unit of area."""

CIRCLE, OWN = 80.0, 1.0
"""How bad it is to reach into a foreign circle and into the name's own, for each unit of depth."""

DISLIKE = 0.05
"""How much less each next place is liked."""

NEAR = 60.0
"""Circles within this distance of one another crowd their names."""

LEAST_SEEN = 0.05
"""What costs less than this nobody sees."""

ROUNDS = 12


@dataclass(frozen=True)
class Named:
    """A circle with the name that is to stand beside it, and what else belongs to it."""

    text: str
    circle: Circle
    marks: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Type:
    """How large letters are: the height of a line, and how wide a text is at most."""

    line: float
    letter: float

    def width(self, text: str) -> float:
        """Return the width of a text, on the safe side."""
        return self.letter * sum(
            1.35 if sign in _WIDE else 0.62 if sign in _THIN else 1 for sign in text
        )


@dataclass(frozen=True)
class Label:
    """A name with the point at which its line begins, ends or has its middle."""

    text: str
    x: float
    y: float
    anchor: str
    box: Box
    lead: str
    """The path of the line to its circle, where it stands far from it."""


@lru_cache(maxsize=32)
def placed(things: tuple[Named, ...], frame: Box, letters: Type) -> tuple[Label, ...]:
    """Return the names, in the order of their circles; one for which there is no room is left out.

    No name lies on another, on a circle that is not its own or on a mark, and all lie within the
    frame. Where two claim the same room, the circle that comes first has it.
    """
    board = _Board(things, frame, letters)
    crowded = sorted(range(len(things)), key=lambda index: (-_crowd(things, index), index))
    for _ in range(ROUNDS):
        before = dict(board.chosen)
        for index in crowded:
            board.choose(index, [other for other in board.chosen if other != index])
        if board.chosen == before:
            break
    kept: list[int] = []
    for index in range(len(things)):
        if not board.is_free(index, kept):
            board.choose(index, kept)
        if board.is_free(index, kept):
            kept.append(index)
    return tuple(board.options[index][board.chosen[index]] for index in kept)


class _Board:
    """The names with the places where each may stand, and where each stands now."""

    def __init__(self, things: Sequence[Named], frame: Box, letters: Type) -> None:
        self.options = [list(_options(each, letters)) for each in things]
        self.boxes = [rows((each.box for each in options), 4) for options in self.options]
        self.chosen: dict[int, int] = {}
        circles = rows((each.circle for each in things), 3)
        marks = rows((mark for each in things for mark in each.marks), 4)
        edge = rows([frame], 4)
        self.faults: list[Floats] = []
        """What is bad about each place of a name whatever the other names do, its own circle aside."""
        self.likes: list[Floats] = []
        """The same with how little each place is liked."""
        for index, boxes in enumerate(self.boxes):
            bitten = bites(boxes, circles)
            own = bitten[:, index].copy()
            bitten[:, index] = 0
            faults = OUTSIDE * (areas(boxes) - shared_areas(boxes, edge)[:, 0])
            faults += CIRCLE * bitten.sum(axis=1) + MARK * shared_areas(boxes, marks).sum(axis=1)
            self.faults.append(faults)
            self.likes.append(faults + OWN * own + DISLIKE * np.arange(len(boxes)))

    def choose(self, index: int, others: Sequence[int]) -> None:
        """Put a name where it lies least on others and on what does not move."""
        self.chosen[index] = int(np.argmin(self.likes[index] + self._on_names(index, others)))

    def is_free(self, index: int, others: Sequence[int]) -> bool:
        """Say whether a name, as it stands now, lies on nothing."""
        costs = self.faults[index] + self._on_names(index, others)
        return bool(costs[self.chosen[index]] < LEAST_SEEN)

    def _on_names(self, index: int, others: Sequence[int]) -> Floats:
        """Return how much of others would lie under each place of a name."""
        standing = rows((self.options[each][self.chosen[each]].box for each in others), 4)
        cost: Floats = NAME * shared_areas(self.boxes[index], standing).sum(axis=1)
        return cost


def _options(thing: Named, letters: Type) -> Iterator[Label]:
    """Yield the places where a name may stand, the best liked first."""
    wide, high = letters.width(thing.text), letters.line
    for gap in GAPS:
        for degrees in DIRECTIONS:
            yield _standing(thing, gap, math.radians(degrees), (wide, high))


def _standing(thing: Named, gap: float, angle: float, size: tuple[float, float]) -> Label:
    wide, high = size
    across, down = math.cos(angle), math.sin(angle)
    out = thing.circle.r + gap
    x, y = thing.circle.x + out * across, thing.circle.y + out * down
    anchor = "middle" if abs(across) < 0.3 else "start" if across > 0 else "end"
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    top = y - high / 2 + high / 2 * down
    box = Box(left, top, left + wide, top + high)
    near_x = min(max(thing.circle.x, box.left), box.right)
    near_y = min(max(thing.circle.y, box.top), box.bottom)
    edge_x = thing.circle.x + thing.circle.r * across
    edge_y = thing.circle.y + thing.circle.r * down
    lead = f"M{edge_x:.1f} {edge_y:.1f}L{near_x:.1f} {near_y:.1f}" if gap >= LED else ""
    return Label(thing.text, round(x, 1), round(top + high * 0.76, 1), anchor, box, lead)


def _crowd(things: Sequence[Named], index: int) -> int:
    here = things[index].circle
    return sum(
        math.hypot(each.circle.x - here.x, each.circle.y - here.y) < here.r + each.circle.r + NEAR
        for each in things
    )


_WIDE = frozenset("mwMWسشصضکگ@")
_THIN = frozenset("iljtfrI'.,  اأآ‌1")
