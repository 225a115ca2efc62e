import pytest

from kargosha.areas.territory import queries
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import NotFound


@pytest.mark.django_db
def test_the_deprived_county_stands_first_with_both_axes() -> None:
    first = queries.counties_by_need(by=ANYONE)[0]

    assert first.place.slug == "hashtrud"
    assert first.unemployment == pytest.approx(24.1, abs=0.05)
    assert first.population_change == pytest.approx(-5.96)
    assert (first.deprivation_rank, first.emigration_rank) == (1.0, 1.0)


@pytest.mark.django_db
@pytest.mark.parametrize("search", ["عجب‌شیر", "عجب شیر", "عجبشیر", "عجب شير", "ajab", "0325"])
def test_every_spelling_finds_the_place(search: str) -> None:
    assert [each.place.slug for each in queries.counties_by_need(by=ANYONE, search=search)] == [
        "ajab-shir"
    ]


@pytest.mark.django_db
def test_the_two_lists_of_the_census_are_not_the_same() -> None:
    needs = [each for each in queries.counties_by_need(by=ANYONE) if each.unemployment is not None]

    by_work = [each.place.slug for each in needs[:3]]
    by_people = [
        each.place.slug for each in sorted(needs, key=lambda each: -(each.emigration_rank or 0))[:5]
    ]
    assert len(needs) == 20
    assert by_work == ["hashtrud", "malekan", "mianeh"]
    assert by_people == ["hashtrud", "khoda-afarin", "kaleybar", "charuymaq", "sarab"]


@pytest.mark.django_db
def test_a_county_without_figures_is_unknown_and_last() -> None:
    last = queries.counties_by_need(by=ANYONE)[-3:]

    assert {each.place.slug for each in last} == {"hurand", "leylan", "torkamanchay"}
    assert all(each.unemployment is None and each.deprivation_rank is None for each in last)


@pytest.mark.django_db
def test_a_place_shows_where_it_came_from_and_what_was_observed() -> None:
    ahar, need, observations = queries.place_page(by=ANYONE, slug="ahar")

    assert [each.successor.slug for each in ahar.successions.all()] == ["hurand"]
    assert need.unemployment == 15.12
    assert all(each.source for each in observations)


@pytest.mark.django_db
def test_a_province_has_a_page_without_ranks() -> None:
    _, need, observations = queries.place_page(by=ANYONE, slug="east-azerbaijan")

    assert need.deprivation_rank is None
    assert {seen.indicator.code for seen in observations} >= {"population", "unemployment_rate"}


@pytest.mark.django_db
def test_a_place_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.place_page(by=ANYONE, slug="atlantis")
