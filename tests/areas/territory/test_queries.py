import csv
from datetime import date

import pytest

from kargosha.areas.territory import queries
from kargosha.areas.territory.actions import object_to_figure
from kargosha.areas.territory.models import Designation, Indicator, Observation, Place
from kargosha.files.jalali import first_day
from kargosha.kernel import clock
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import NotFound
from tests.universe import People

pytestmark = pytest.mark.django_db


def village(number: int) -> Place:
    place = Place(
        slug=f"village-{number}",
        kind="village",
        name_fa=f"ده {number}",
        parent=Place.objects.get(slug="hashtrud"),
        source="test",
    )
    place.set_keys()
    place.save()
    return place


def test_a_place_shows_where_it_came_from_and_what_came_out_of_it() -> None:
    ahar = queries.place_page(by=ANYONE, slug="ahar")
    hurand = queries.place_page(by=ANYONE, slug="hurand")

    assert [kin.slug for kin in ahar.successors] == ["hurand"]
    assert [(kin.slug, kin.name_fa) for kin in hurand.predecessors] == [("ahar", "اهر")]
    assert [place.slug for place in ahar.above] == ["east-azerbaijan"]


def test_a_place_shows_its_series_by_year_with_those_behind_the_indices_first() -> None:
    page = queries.place_page(by=ANYONE, slug="ahar")
    series = {each.indicator.code: each for each in page.series}

    assert [seen.year for seen in series["population"].observations] == [1390, 1395]
    assert series["unemployment_rate"].latest.value == page.need.unemployment == 15.12
    assert all(seen.source for each in page.series for seen in each.observations)
    assert page.series[0].indicator.code in {"higher_education_share", "illiteracy_rate"}


def test_where_a_place_stands_comes_with_the_version_and_how_many_it_ranks() -> None:
    estimate = queries.place_page(by=ANYONE, slug="hashtrud").need.deprivation

    assert estimate is not None
    assert (estimate.rank, estimate.version.number, estimate.version.ranked) == (1, 1, 20)


def test_what_was_never_observed_is_unknown() -> None:
    page = queries.place_page(by=ANYONE, slug="torkamanchay")

    assert "unemployment_rate" in {indicator.code for indicator in page.unobserved}
    assert list(page.series) == []
    assert page.need.unemployment is None
    assert (
        page.need.behind(queries.place_page(by=ANYONE, slug="ahar").need.deprivation.version) == []
    )


def test_an_indicator_of_other_kinds_of_places_is_not_missed() -> None:
    Indicator.objects.create(
        code="wells",
        name_fa="چاه",
        name_en="Wells",
        unit="persons",
        worst="low",
        levels=["village"],
    )

    county = queries.place_page(by=ANYONE, slug="torkamanchay")
    small = queries.place_page(by=ANYONE, slug=village(1).slug)

    assert "wells" not in {indicator.code for indicator in county.unobserved}
    assert "wells" in {indicator.code for indicator in small.unobserved}


def test_the_nearest_places_of_its_kind_come_with_the_way_and_their_ranks() -> None:
    near = queries.place_page(by=ANYONE, slug="hashtrud").neighbours

    assert [each.need.place.slug for each in near][:2] == ["torkamanchay", "bostanabad"]
    assert near[1].km == pytest.approx(45, abs=1)
    assert near[1].need.deprivation.rank == 14
    assert sorted(each.km for each in near) == [each.km for each in near]


def test_a_place_without_coordinates_has_no_neighbours() -> None:
    assert list(queries.place_page(by=ANYONE, slug="east-azerbaijan").neighbours) == []


def test_what_lies_in_a_place_is_paged_and_is_that_of_today() -> None:
    for number in range(35):
        village(number)
    Place.objects.filter(slug="village-7").update(valid_to=date(2020, 1, 1))

    first = queries.place_page(by=ANYONE, slug="hashtrud").children
    second = queries.place_page(by=ANYONE, slug="hashtrud", page="2").children

    assert first.paginator.count == 34
    assert (len(first), len(second)) == (30, 4)
    assert not {"village-7"} & {place.slug for place in [*first, *second]}


def test_a_decree_of_today_is_shown_with_its_number_and_day() -> None:
    today = clock.today()
    Designation.objects.create(
        place=Place.objects.get(slug="ahar"),
        kind="deprived",
        decree_number="۷۶۲۹۴",
        decree_on=date(2009, 6, 1),
        valid_from=today,
        source="test",
    )

    page = queries.place_page(by=ANYONE, slug="ahar")

    assert [(each.kind, each.decree_number, each.decree_on) for each in page.designations] == [
        ("deprived", "۷۶۲۹۴", date(2009, 6, 1))
    ]
    assert list(page.classes) == ["deprived"]


def test_a_place_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.place_page(by=ANYONE, slug="atlantis")
    with pytest.raises(NotFound):
        queries.figures_file(by=ANYONE, slug="atlantis")


@pytest.mark.parametrize("ending", ["pdf", "parquet", ""])
def test_files_of_another_kind_are_not_found(ending: str) -> None:
    with pytest.raises(NotFound):
        queries.need_file(by=ANYONE, ending=ending)
    with pytest.raises(NotFound):
        queries.places_file(by=ANYONE, ending=ending)
    with pytest.raises(NotFound):
        queries.all_figures_file(by=ANYONE, ending=ending)
    with pytest.raises(NotFound):
        queries.figures_file(by=ANYONE, slug="ahar", ending=ending)


def test_the_ranking_is_taken_along_with_both_axes() -> None:
    made = queries.need_file(by=ANYONE, axis="emigration")
    head, first, *rest = made.content.decode("utf-8-sig").splitlines()

    assert made.name == "need-county.csv"
    assert "deprivation_rank_low" in head
    assert "emigration_worst_fifth_probability" in head
    assert first.split(",")[1] == "hashtrud"
    assert len(rest) == 22
    assert queries.need_file(by=ANYONE, ending="xlsx").content[:2] == b"PK"


def test_the_figures_of_a_place_are_taken_along_with_what_is_unknown() -> None:
    unknown = Indicator.objects.get(code="households")
    Observation.objects.create(
        place=Place.objects.get(slug="ahar"),
        indicator=unknown,
        observed_on=first_day(1402),
        source="nobody knows",
    )

    lines = queries.figures_file(by=ANYONE, slug="ahar").content.decode("utf-8-sig").splitlines()

    assert lines[0].startswith("place,code,indicator")
    assert any(",1402,year,,,,nobody knows" in line for line in lines)


def test_places_that_are_found_are_taken_along_in_full() -> None:
    every = queries.places_file(by=ANYONE).content.decode("utf-8-sig").splitlines()
    found = queries.places_file(by=ANYONE, search="عجب شير", kind="county")
    (line,) = csv.DictReader(found.content.decode("utf-8-sig").splitlines())

    assert len(every) == 1 + Place.objects.count()
    assert found.name == "places.csv"
    assert line["slug"] == "ajab-shir"
    assert (line["kind"], line["parent_code"]) == ("county", "03")
    assert float(line["population"]) == 70852


def test_all_figures_of_the_places_that_are_found_are_taken_along() -> None:
    made = queries.all_figures_file(by=ANYONE, kind="county", ending="csv")
    lines = made.content.decode("utf-8-sig").splitlines()
    one = queries.all_figures_file(by=ANYONE, search="hashtrud").content.decode("utf-8-sig")

    assert made.name == "figures.csv"
    assert len(lines) == 1 + Observation.objects.filter(place__kind="county").count()
    assert {line.split(",")[0] for line in one.splitlines()[1:]} == {"hashtrud"}


def test_a_figure_that_is_doubted_is_marked(people: People) -> None:
    doubted = Observation.objects.filter(
        place__slug="hashtrud", indicator__code="population"
    ).first()
    objection = object_to_figure(
        observation_id=doubted.pk,
        claimed_value=None,
        statement="Two villages were left out.",
        evidence=None,
        by=people.county,
    )

    assert queries.place_page(by=ANYONE, slug="hashtrud").marks == {
        doubted.pk: queries.ObjectionMark(objection.pk, "open")
    }
    assert queries.place_page(by=ANYONE, slug="ahar").marks == {}
