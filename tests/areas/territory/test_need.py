from datetime import date, timedelta
from typing import Any

import pytest

from kargosha.areas.territory import queries
from kargosha.areas.territory.models import (
    Boundary,
    Index,
    IndexVersion,
    Place,
    PlaceEstimate,
)
from kargosha.areas.territory.queries import NeedRanking, need
from kargosha.kernel import clock
from kargosha.kernel.access import ANYONE

pytestmark = pytest.mark.django_db


def publish(axis: str, level: str, ranks: dict[Place, int | None]) -> IndexVersion:
    """Store a version of an axis for places of a kind, all of one value a rank."""
    index = Index.objects.get(code=axis)
    last = IndexVersion.objects.latest_of(axis)
    version = IndexVersion.objects.create(
        index=index,
        number=1 + (last.number if last else 0),
        level=level,
        method={"terms": [{"indicator": "population_change", "weight": 1.0}]},
        draws=100,
        seed=1,
        confidence=0.9,
        note="test",
        published_at=clock.now(),
    )
    PlaceEstimate.objects.bulk_create(
        [
            PlaceEstimate(
                version=version,
                place=place,
                rank=rank,
                rank_low=rank,
                rank_high=rank,
                known_share=1,
            )
            for place, rank in ranks.items()
        ]
    )
    return version


def district(slug: str, **others: Any) -> Place:
    place = Place(slug=slug, kind="district", name_fa=slug, source="test", **others)
    place.set_keys()
    place.save()
    return place


def names(ranking: NeedRanking) -> list[str]:
    return [each.place.slug for each in ranking.needs]


def test_the_worst_stands_first_with_its_interval_and_the_figures_that_weigh_most() -> None:
    ranking = queries.need_ranking(by=ANYONE)
    first = ranking.needs[0]

    assert (ranking.axis, ranking.level) == ("deprivation", "county")
    assert first.place.slug == "hashtrud"
    assert first.deprivation is not None
    assert first.deprivation.rank_low <= first.deprivation.rank == 1 <= first.deprivation.rank_high
    assert first.deprivation.worst_fifth_probability > 0.95
    assert first.unemployment == pytest.approx(24.1, abs=0.05)
    assert first.population_change == pytest.approx(-5.96)
    assert first.population == 57_199
    behind = first.behind(ranking.versions["deprivation"])
    assert [seen.indicator.code for seen in behind] == ["unemployment_rate", "illiteracy_rate"]


def test_the_two_axes_are_two_lists() -> None:
    work = queries.need_ranking(by=ANYONE, axis="deprivation")
    people = queries.need_ranking(by=ANYONE, axis="emigration")

    assert names(work)[:20] != names(people)[:20]
    assert set(names(work)) == set(names(people))
    assert {len(worst) for worst in work.worst.values()} == {need.WORST}


def test_at_the_top_stand_those_who_are_surest_among_the_worst() -> None:
    ranking = queries.need_ranking(by=ANYONE)
    chances = [need.deprivation.worst_fifth_probability for need in ranking.worst["deprivation"]]
    others = {need.place.slug: need.deprivation for need in ranking.needs if need.deprivation}
    for need_ in ranking.worst["deprivation"]:
        others.pop(need_.place.slug)

    assert chances == sorted(chances, reverse=True)
    assert chances[-1] >= max(other.worst_fifth_probability or 0 for other in others.values())


def test_a_county_without_figures_is_unknown_and_last() -> None:
    last = queries.need_ranking(by=ANYONE).needs[-3:]

    assert {each.place.slug for each in last} == {"hurand", "leylan", "torkamanchay"}
    assert all(each.deprivation is None or each.deprivation.rank is None for each in last)
    assert all(each.unemployment is None and each.population is None for each in last)


def test_every_figure_that_stands_beside_a_rank_has_its_source() -> None:
    sources = queries.need_ranking(by=ANYONE).sources

    assert {seen.indicator.code for seen in sources["emigration"]} == {
        "population_change",
        "population_rural_change",
    }
    assert all(seen.source and seen.year == 1395 for each in sources.values() for seen in each)


def test_an_axis_or_a_kind_that_there_is_not_falls_back_to_the_first() -> None:
    ranking = queries.need_ranking(by=ANYONE, axis="luck", level="moon", page="9")

    assert (ranking.axis, ranking.level, ranking.page.number) == ("deprivation", "county", 1)


def test_another_kind_of_places_is_ranked_where_an_index_of_it_is_published() -> None:
    worse, better, nowhere = district("worse"), district("better"), district("nowhere")
    district("gone", valid_to=clock.today())
    publish("emigration", "district", {better: 2, worse: 1})

    ranking = queries.need_ranking(by=ANYONE, axis="emigration", level="district")

    assert ranking.levels == ["county", "district"]
    assert names(ranking) == ["worse", "better", "nowhere"]
    assert nowhere.slug not in {each.place.slug for each in ranking.worst["emigration"]}
    assert ranking.needs[0].deprivation is None
    assert names(queries.need_ranking(by=ANYONE, level="district")) == [
        "better",
        "nowhere",
        "worse",
    ]


def test_a_new_version_takes_the_place_of_the_last_one() -> None:
    sarab = Place.objects.get(slug="sarab")
    publish("deprivation", "county", {sarab: 1})

    ranking = queries.need_ranking(by=ANYONE)

    assert names(ranking)[0] == "sarab"
    assert ranking.needs[0].estimates["deprivation"].version.number == 2
    assert ranking.versions["deprivation"].ranked == 1  # type: ignore[attr-defined]


def test_only_the_line_of_today_is_drawn_around_a_place() -> None:
    sarab = Place.objects.get(slug="sarab")
    ring = [[[[47.0, 37.8], [47.6, 37.8], [47.6, 38.1], [47.0, 37.8]]]]
    for first, source in (
        (None, "old"),
        (date(2020, 3, 20), "today"),
        (clock.today() + timedelta(days=1), "to come"),
    ):
        Boundary.objects.create(
            place=sarab, valid_from=first, polygons=ring, area_km2=1.0, source=source
        )

    lines = queries.need_ranking(by=ANYONE).boundaries

    assert {key: line.source for key, line in lines.items()} == {sarab.pk: "today"}


@pytest.mark.parametrize("axis", ["deprivation", "emigration"])
def test_the_list_for_a_file_is_the_whole_ranking(axis: str) -> None:
    needs = queries.counties_by_need(by=ANYONE, axis=axis)

    assert [each.place.slug for each in needs] == names(queries.need_ranking(by=ANYONE, axis=axis))


def test_before_anything_is_published_of_a_kind_all_is_unknown() -> None:
    district("somewhere")

    found = need.all_by_need(by=ANYONE, axis="deprivation", level="district")

    assert [(each.place.slug, dict(each.estimates)) for each in found] == [("somewhere", {})]
