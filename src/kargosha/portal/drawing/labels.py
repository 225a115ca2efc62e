"""Names beside the circles they belong to, so that none lies on another or on a foreign circle.

Each name may stand in a number of places around its circle, near ones liked better than far ones.
Names choose in turn, the most crowded first, and then again and again as long as a change makes
less of them lie on something. No dice: the same circles and names give the same drawing.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kargosha.portal.drawing.shapes import Box, Circle

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
            board.chosen[index] = board.best(index, board.others(index))
        if board.chosen == before:
            break
    kept: list[Label] = []
    for index in range(len(things)):
        if not board.is_free(index, kept):
            board.chosen[index] = board.best(index, kept)
        if board.is_free(index, kept):
            kept.append(board.standing(index))
    return tuple(kept)


class _Board:
    """The names with the places where each may stand, and where each stands now."""

    def __init__(self, things: Sequence[Named], frame: Box, letters: Type) -> None:
        self.things = things
        self.frame = frame
        self.options = [list(_options(each, letters)) for each in things]
        self.chosen: dict[int, int] = {}
        self._resting: dict[tuple[int, int], float] = {}

    def standing(self, index: int) -> Label:
        """Return a name as it stands now."""
        return self.options[index][self.chosen[index]]

    def others(self, index: int) -> list[Label]:
        """Return the other names as they stand now."""
        return [self.standing(other) for other in self.chosen if other != index]

    def best(self, index: int, others: Sequence[Label]) -> int:
        """Return the place at which a name lies least on others and on what does not move."""
        best, least = 0, math.inf
        for place, label in enumerate(self.options[index]):
            if place * DISLIKE >= least:
                break
            cost = self._cost_alone(index, place)
            cost += NAME * sum(label.box.shared(other.box) for other in others)
            if cost < least:
                best, least = place, cost
        return best

    def is_free(self, index: int, kept: Sequence[Label]) -> bool:
        """Say whether a name lies on nothing, names that are not kept aside."""
        box = self.standing(index).box
        own_cost = OWN * self.things[index].circle.bitten(box)
        alone = self._cost_alone(index, self.chosen[index]) - DISLIKE * self.chosen[index]
        names = sum(box.shared(other.box) for other in kept)
        return alone - own_cost + NAME * names < LEAST_SEEN

    def _cost_alone(self, index: int, place: int) -> float:
        """Return what is bad about a place whatever the other names do."""
        if (index, place) not in self._resting:
            box = self.options[index][place].box
            cost = DISLIKE * place + OUTSIDE * (box.area - box.shared(self.frame))
            for other, each in enumerate(self.things):
                cost += (CIRCLE if other != index else OWN) * each.circle.bitten(box)
                cost += MARK * sum(box.shared(mark) for mark in each.marks)
            self._resting[index, place] = cost
        return self._resting[index, place]


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
