"""Degrees as lengths, and lines around places with no more points than can be seen."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.portal.drawing.outlines import FINEST, path, simplified
from kargosha.portal.drawing.plane import KM_A_DEGREE, Plane, halves
from kargosha.portal.drawing.shapes import Box

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]


def test_north_is_up_east_is_right_and_nothing_is_stretched() -> None:
    plane = Plane.over([(45.0, 37.0), (48.0, 39.0)], 400, (40, 20))

    assert (plane.x(45.0), plane.x(48.0), plane.y(39.0)) == (40, 360, 20)
    assert plane.y(37.0) == pytest.approx(plane.height - 20, abs=0.1)
    one_east = (plane.x(47.0) - plane.x(46.0)) / math.cos(math.radians(38))
    assert one_east == pytest.approx(plane.y(37.0) - plane.y(38.0), abs=0.2)
    assert plane.km(KM_A_DEGREE) == pytest.approx(plane.scale)


def test_one_point_alone_has_a_scale() -> None:
    plane = Plane.over([(46.0, 38.0)], 400, (40, 20))

    assert plane.height == 40
    assert math.isfinite(plane.scale)


def test_the_grid_has_whole_and_half_degrees() -> None:
    assert halves(37.2, 38.6) == [37.5, 38.0, 38.5]


def test_a_line_keeps_its_corners_and_loses_what_lies_between() -> None:
    dense = [(x / 10, 0.0) for x in range(101)] + [(10.0, y / 10) for y in range(101)]
    dense += [(10 - x / 10, 10.0) for x in range(101)] + [(0.0, 10 - y / 10) for y in range(101)]

    assert set(simplified(dense, FINEST)) == set(SQUARE)


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 400)), min_size=2, max_size=60))
def test_no_point_that_is_left_out_lies_far_from_the_line(
    points: list[tuple[float, float]],
) -> None:
    ring = [*points, points[0]]

    kept = simplified(ring, FINEST)

    assert kept[0] == kept[-1] == ring[0]
    for x, y in ring:
        nearest = min(_away((x, y), a, b) for a, b in pairwise(kept))
        assert nearest <= FINEST + 1e-6


def test_a_path_is_written_in_steps_and_closed() -> None:
    assert path([SQUARE]) == "M0 0l10 0 0 10 -10 0z"


def test_what_is_too_small_to_see_is_left_out() -> None:
    speck = [(5.0, 5.0), (5.1, 5.0), (5.1, 5.1), (5.0, 5.0)]

    assert path([speck]) == ""
    assert path([SQUARE, speck]) == path([SQUARE])


def test_a_box_knows_how_far_a_point_is() -> None:
    box = Box(0, 0, 10, 10)

    assert box.distance(5, 5) == 0
    assert box.distance(13, 14) == 5
    assert box.shared(Box(5, 5, 20, 20)) == 25
    assert box.shared(Box(11, 0, 20, 10)) == 0


def _away(
    point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]
) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    share = 0.0
    if length:
        share = min(max(((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length, 0), 1)
    return math.dist(point, (start[0] + share * dx, start[1] + share * dy))
