"""The map of need over the real counties."""

from itertools import combinations

import pytest
from django.utils import translation

from kargosha.areas.territory.queries import CountyNeed, counties_by_need
from kargosha.kernel.access import ANYONE
from kargosha.portal.templatetags.mapping import WIDTH, need_map


@pytest.fixture
def needs(db: None) -> list[CountyNeed]:
    return counties_by_need(by=ANYONE)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_no_name_lies_on_another_or_on_a_circle(needs: list[CountyNeed], language: str) -> None:
    with translation.override(language):
        drawn = need_map(needs)

    boxes = [label.box for label in drawn.labels]
    circles = [box for dot in drawn.dots for box in dot.boxes]
    assert len(boxes) == len(needs)
    assert not [pair for pair in combinations(boxes, 2) if pair[0].shared(pair[1])]
    assert not [each for each in boxes for circle in circles if each.shared(circle)]
    assert all(box.left >= 0 and box.right <= WIDTH for box in boxes)


def test_colour_is_unemployment_and_the_arrow_is_loss(needs: list[CountyNeed]) -> None:
    dots = {dot.need.place.slug: dot for dot in need_map(needs).dots}

    assert dots["hashtrud"].step == "5"
    assert dots["hashtrud"].is_losing
    assert dots["shabestar"].step == "1"
    assert not dots["shabestar"].is_losing
    assert dots["hurand"].step == "none"
    assert dots["tabriz"].r == max(dot.r for dot in dots.values())


def test_north_is_up_and_east_is_right(needs: list[CountyNeed]) -> None:
    dots = {dot.need.place.slug: dot for dot in need_map(needs).dots}

    assert dots["jolfa"].y < dots["malekan"].y
    assert dots["marand"].x < dots["mianeh"].x


def test_one_county_alone_is_drawn_and_none_is_nothing(needs: list[CountyNeed]) -> None:
    sarab = [need for need in needs if need.place.slug == "sarab"]

    assert len(need_map(sarab).dots) == 1
    assert need_map([]).dots == ()
