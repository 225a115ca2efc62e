"""The map of need over the real counties, the two axes together, and the small lines of figures."""

import math
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from django.utils import translation

from kargosha.areas.territory.models import Boundary, Indicator, Observation, Place
from kargosha.areas.territory.queries import NeedRanking, need_ranking, place_page
from kargosha.areas.territory.queries.places import Series
from kargosha.files.jalali import first_day
from kargosha.kernel.access import ANYONE
from kargosha.portal.drawing.labels import Label
from kargosha.portal.drawing.shapes import Box, Circle
from kargosha.portal.templatetags.mapping import WIDTH, Dot, NeedMap, need_map
from kargosha.portal.templatetags.pictures import SIDE, likelihood, quadrants, sparkline
from tests.portal.drawing.geometry import bitten, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def ranking() -> NeedRanking:
    return need_ranking(by=ANYONE)


def around(place: Place) -> Boundary:
    """Return a square of some twenty kilometres around a place."""
    east, north = place.longitude or 0, place.latitude or 0
    ring = [[east - 0.1, north - 0.1], [east + 0.1, north - 0.1], [east + 0.1, north + 0.1],
            [east - 0.1, north + 0.1], [east - 0.1, north - 0.1]]  # fmt: skip
    return Boundary(place=place, polygons=[[ring]], area_km2=400.0, source="the surveyor")


def collisions(labels: list[Label], circles: dict[str, Circle], marks: list[Box]) -> list[object]:
    found: list[object] = [
        pair for pair in combinations(labels, 2) if shared(pair[0].box, pair[1].box)
    ]
    found += [
        (label, name)
        for label in labels
        for name, circle in circles.items()
        if label.text != name and bitten(circle, label.box)
    ]
    return found + [label for label in labels for mark in marks if shared(label.box, mark)]


def named(dots: list[Dot]) -> dict[str, Circle]:
    return {dot.named.text: dot.circle for dot in dots}


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("lined", [False, True])
def test_every_name_has_room_of_its_own(ranking: NeedRanking, language: str, lined: bool) -> None:
    lines = {each.place.pk: around(each.place) for each in ranking.needs} if lined else {}
    with translation.override(language):
        drawn = need_map(replace(ranking, boundaries=lines))
        circles = named(list(drawn.dots))

    marks = [mark for dot in drawn.dots for mark in dot.marks]
    assert len(drawn.labels) == len(ranking.needs) == 23
    assert collisions(list(drawn.labels), circles, marks) == []
    assert all(label.box.left >= 0 and label.box.right <= WIDTH for label in drawn.labels)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_name_has_room_in_the_picture_of_two_axes(
    ranking: NeedRanking, language: str
) -> None:
    with translation.override(language):
        picture = quadrants(ranking)

    circles = {
        label.text: point.circle
        for label, point in zip(picture.labels, picture.points, strict=True)
    }
    assert len(picture.labels) == 20
    assert collisions(list(picture.labels), circles, []) == []
    assert {need.place.slug for need in picture.unknown} == {"hurand", "leylan", "torkamanchay"}


def test_colour_is_the_fifth_and_the_arrow_is_loss(ranking: NeedRanking) -> None:
    dots = {dot.need.place.slug: dot for dot in need_map(ranking).dots}

    assert dots["hashtrud"].step == "5"
    assert dots["osku"].step == "1"
    assert dots["hurand"].step == "none"
    assert dots["hashtrud"].is_losing
    assert dots["hashtrud"].arrow
    assert not dots["shabestar"].is_losing
    assert dots["tabriz"].circle.r == max(dot.circle.r for dot in dots.values())


def test_colour_follows_the_chosen_axis() -> None:
    dots = {
        dot.need.place.slug: dot
        for dot in need_map(need_ranking(by=ANYONE, axis="emigration")).dots
    }

    assert dots["varzaqan"].step == "1"
    assert dots["hashtrud"].step == "5"


def test_many_large_places_are_drawn_smaller(ranking: NeedRanking) -> None:
    tabriz = next(each for each in ranking.needs if each.place.slug == "tabriz")
    many = [replace(each, figures=tabriz.figures) for each in ranking.needs]

    drawn = need_map(replace(ranking, needs=many))

    covered = sum(math.pi * dot.circle.r**2 for dot in drawn.dots)
    assert covered <= 0.1 * drawn.width * drawn.height
    assert len({dot.circle.r for dot in drawn.dots}) == 1


def test_north_is_up_and_east_is_right(ranking: NeedRanking) -> None:
    at = {dot.need.place.slug: dot.circle for dot in need_map(ranking).dots}

    assert at["jolfa"].y < at["malekan"].y
    assert at["marand"].x < at["mianeh"].x


def test_lines_carry_the_colour_once_they_are_imported(ranking: NeedRanking) -> None:
    sarab = next(each.place for each in ranking.needs if each.place.slug == "sarab")

    drawn = need_map(replace(ranking, boundaries={sarab.pk: around(sarab)}))

    assert len(drawn.shapes) == 1
    assert drawn.shapes[0].path.startswith("M")
    assert drawn.line_sources == ["the surveyor"]
    assert [dot.need.place.slug for dot in drawn.dots if dot.is_lined] == ["sarab"]


def test_one_place_alone_is_drawn_and_none_is_nothing(ranking: NeedRanking) -> None:
    sarab = [each for each in ranking.needs if each.place.slug == "sarab"]
    nowhere = [replace(sarab[0], place=Place(slug="nowhere"))]

    assert len(need_map(replace(ranking, needs=sarab)).dots) == 1
    assert need_map(replace(ranking, needs=nowhere)) == NeedMap()


def test_a_place_stands_in_the_quarter_of_both_its_ranks(ranking: NeedRanking) -> None:
    picture = quadrants(ranking)
    where = {point.need.place.slug: point for point in picture.points}

    assert where["hashtrud"].quadrant == "both"
    assert where["varzaqan"].quadrant == "work"
    assert where["sarab"].quadrant == "people"
    assert where["osku"].quadrant == "neither"
    assert where["hashtrud"].is_sure
    assert not where["marand"].is_sure
    assert where["hashtrud"].circle.x > SIDE / 2 > where["hashtrud"].circle.y
    for point in picture.points:
        assert point.whiskers.left <= point.circle.x <= point.whiskers.right
        assert point.whiskers.top <= point.circle.y <= point.whiskers.bottom


@pytest.mark.parametrize(
    ("share", "word"),
    [(1.0, "almost_surely"), (0.7, "probably"), (0.4, "perhaps"), (0.1, "hardly"),
     (0.01, "almost_surely_not"), (None, "")],
)  # fmt: skip
def test_a_probability_has_a_word(share: float | None, word: str) -> None:
    assert likelihood(share) == word


def series(*values: float | None) -> Series:
    population = Indicator(code="population", unit="persons")
    seen = [
        Observation(indicator=population, observed_on=first_day(1380 + 5 * step), value=value)
        for step, value in enumerate(values)
    ]
    return Series(population, seen)


def test_three_known_figures_make_a_small_line_and_two_make_none() -> None:
    assert sparkline(series(1.0, None, 2.0)) == ""
    assert sparkline(series(1.0, None, 2.0, 1.0)).count("L") == 2
    assert sparkline(series(3.0, 3.0, 3.0)).startswith("M3.0 3.0L")


def test_a_rise_goes_up() -> None:
    ends = [step.split(" ") for step in sparkline(series(1.0, 2.0, 3.0)).strip("M").split("L")]

    assert float(ends[0][1]) > float(ends[-1][1])
    assert float(ends[0][0]) < float(ends[-1][0])


def test_the_page_of_a_place_has_one_series_an_indicator() -> None:
    page = place_page(by=ANYONE, slug="hashtrud")

    assert len({each.indicator.code for each in page.series}) == len(page.series)
    assert page.place.valid_from is None or page.place.valid_from < date(2026, 11, 23)
