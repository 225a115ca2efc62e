"""Degrees as lengths, and lines around places with no more points than can be seen."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.portal.drawing.outlines import FINEST, path, simplified
from kargosha.portal.drawing.plane import KM_A_DEGREE, Plane, halves
from kargosha.portal.drawing.shapes import Box, Circle, areas, bites, rows, shared_areas
from tests.portal.drawing.geometry import area, bitten, shared

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


boxes = st.builds(Box, st.floats(0, 50), st.floats(0, 50), st.floats(50, 99), st.floats(50, 99))
circles = st.builds(Circle, st.floats(-20, 120), st.floats(-20, 120), st.floats(0, 60))


@given(st.lists(boxes, min_size=1, max_size=4), st.lists(boxes, max_size=4))
def test_many_boxes_at_once_share_what_two_share(some: list[Box], others: list[Box]) -> None:
    found = shared_areas(rows(some, 4), rows(others, 4))

    assert found.shape == (len(some), len(others))
    assert found == pytest.approx(
        np.array([[shared(a, b) for b in others] for a in some]).reshape(found.shape)
    )
    assert areas(rows(some, 4)) == pytest.approx(np.array([area(box) for box in some]))


@given(st.lists(boxes, min_size=1, max_size=4), st.lists(circles, max_size=4))
def test_many_boxes_at_once_reach_as_deep_as_one(some: list[Box], others: list[Circle]) -> None:
    found = bites(rows(some, 4), rows(others, 3))

    expected = [[bitten(circle, box) for circle in others] for box in some]
    assert found == pytest.approx(np.array(expected).reshape(found.shape))


def _away(
    point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]
) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    share = 0.0
    if length:
        share = min(max(((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length, 0), 1)
    return math.dist(point, (start[0] + share * dx, start[1] + share * dy))
