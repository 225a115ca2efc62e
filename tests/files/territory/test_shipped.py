"""The shipped mappings, on small tables of our own with the headers of the files they are for."""

from pathlib import Path

import pytest

from kargosha.files.territory import headers_of, read_boundaries, shipped_mappings, suggested
from tests.files.territory.judged_by import (
    SURVEY,
    judged_file,
    known_indicators,
    known_places,
    reference,
    with_places,
)
from tests.files.territory.mappings import csv_file, spoken

COUNTIES = (
    "code,name_fa,name_en,capital_fa,lat,lon,pop_1385,pop_1390,pop_1395,urban_1390,rural_1390,"
    "urban_1395,rural_1395,households_1385,households_1390,households_1395,status_note,source\n"
    "0302,اهر,Ahar,اهر,38.5,47.1,147781,150111,154530,97053,53058,105299,49231,34067,39715,46202,,x\n"
    "0327,هوراند,Hurand,هوراند,38.9,47.4,22528,21089,20701,,,,,4744,5504,6154,inside Ahar,x\n"
    ",ترکمانچای,Torkamanchay,ترکمانچای,37.6,47.4,,,21387,,,,,,,,inside Mianeh,x\n"
)
LABOUR = (
    "code,name_fa,pop15_all,active_all,unemployed_all,participation_rate_all,unemployment_rate_all,"
    "unemployment_rate_male,unemployment_rate_female,illiterate_15plus,higher_educ_15plus,source\n"
    "0302,اهر,115367,49491,7485,42.9,15.12,13.94,21.46,28991,20202,x\n"
    "03,استان,3015658,1264524,171272,41.93,113.54,11.6,25.91,528044,593238,x\n"
)
SERIES = (
    "period_fa,unemployment_pct,participation_pct,national_unemployment_pct,source\n"
    "سال 1395,10.8,41.0,,x\nبهار 1400,7.4,43.2,,x\nسرشماری 1395 (جمع 20 شهرستان),13.54,41.93,,x\n"
)
DISTRICTS = "code,name_fa,county_code,county_fa,source\n030202,مرکزی,0302,اهر,list\n"
RURAL = (
    "code,name_fa,county_code,county_fa,district_code,district_fa,source\n"
    "0302020001,آذغان,0302,اهر,030202,مرکزی,list\n"
)
CITIES = (
    "code,name_fa,name_latin,county_code,district_code,lat,lon,population_source_value\n"
    "0302021200,اهر,Ahar,0302,030202,38.4774,47.0699,100641\n0302021201,ب,,0302,030202,,,\n"
)
VILLAGES = (
    "code,name_fa,kind,county_code,district_code,rural_district_code\n"
    "0302020001026000,ارپالیق,abadi,0302,030202,0302020001\n"
    "0302020001026761,رواسجان,abadi_block,0302,030202,0302020001\n"
)
DIVISIONS = (
    "county_code,kind,name_en,pop_1385,pop_1390,pop_1395,source\n"
    "0302,city,Ahar,85782,92608,100641,x\n0302,rd,Azghan,7100,6314,6204,x\n"
)


def test_counties_are_places(tmp_path: Path) -> None:
    path = csv_file(tmp_path, COUNTIES)

    found = judged_file(path, shipped_mappings()["counties-places"], known_places())

    assert suggested(headers_of(path)) == ["counties-census", "counties-places"]
    assert spoken(found.faults) == [("fault.missing", 4, "code")]
    assert found.good["latitude"].to_list() == [38.5, 38.9]


def test_counties_have_figures_and_a_part_is_not_counted_twice(tmp_path: Path) -> None:
    path = csv_file(tmp_path, COUNTIES)

    found = judged_file(path, shipped_mappings()["counties-census"], known_places())

    figures = found.good.filter(place_code="0302").select("indicator", "value").rows()
    assert ("population_second_count", 147781.0) in figures
    assert ("population", 150111.0) in figures
    assert {row for _, row, _ in spoken(found.faults)} == {3, 4}
    assert found.good["place_code"].unique().to_list() == ["0302"]


def test_labour_is_read_and_a_rate_above_a_hundred_is_named(tmp_path: Path) -> None:
    path = csv_file(tmp_path, LABOUR)

    found = judged_file(path, shipped_mappings()["counties-labour"], known_places())

    assert spoken(found.faults) == [("fault.not_a_percentage", 3, "unemployment_rate_all")]
    assert found.good.filter(indicator="unemployment_rate")["value"].to_list() == [15.12]
    assert found.good.filter(indicator="higher_education")["value"].to_list() == [20202.0]


def test_the_survey_is_kept_apart_from_the_census(tmp_path: Path) -> None:
    path = csv_file(tmp_path, SERIES)

    found = judged_file(path, shipped_mappings()["province-labour-survey"], known_places())

    assert found.faults == ()
    assert found.good.filter(indicator=SURVEY[0]).select("period", "value").rows() == [
        ("year", 10.8), ("season", 7.4),
    ]  # fmt: skip


def test_a_whole_tree_of_lists_is_taken_in_one_after_the_other(tmp_path: Path) -> None:
    places = known_places()
    lists = {
        "districts": DISTRICTS,
        "rural-districts": RURAL,
        "cities": CITIES,
        "villages": VILLAGES,
    }

    for name, text in lists.items():
        path = csv_file(tmp_path, text, f"{name}.csv")
        assert suggested(headers_of(path))[0] == name
        found = judged_file(path, shipped_mappings()[name], places)
        assert found.faults == ()
        places = with_places(places, found.good)

    kinds = places.filter(is_below := places["code"].str.len_chars() > 4)["kind"].to_list()
    assert kinds == ["district", "rural_district", "city", "city", "village", "village_block"]
    assert is_below.sum() == 6

    path = csv_file(tmp_path, DIVISIONS)
    found = judged_file(path, shipped_mappings()["divisions-census"], places)
    assert spoken(found.faults) == [("fault.name_unknown_within", 3, "name_en")]
    assert found.good["place_code"].unique().to_list() == ["0302021200"]


def test_villages_without_their_district_are_named(tmp_path: Path) -> None:
    path = csv_file(tmp_path, VILLAGES)

    found = judged_file(path, shipped_mappings()["villages"], known_places())

    assert spoken(found.faults) == [
        ("fault.parent_unknown", row, "rural_district_code") for row in (2, 3)
    ]


def test_every_shipped_mapping_names_indicators_that_are_known() -> None:
    named = {each.indicator for mapping in shipped_mappings().values() for each in mapping.series}

    assert named - set(SURVEY) <= {row["code"] for row in reference("indicators")}
    assert named <= set(known_indicators()["code"])


@pytest.mark.parametrize("name", ["county-boundaries"])
def test_boundaries_have_their_property(tmp_path: Path, name: str) -> None:
    ring = [[46.0, 38.0], [46.1, 38.0], [46.1, 38.1], [46.0, 38.0]]
    text = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "0302"},'
        f'"geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}}]}}'
    )
    path = csv_file(tmp_path, text, "map.geojson")

    assert suggested(headers_of(path), is_map=True) == [name]
    found = read_boundaries(path, shipped_mappings()[name].columns["place_code"])
    assert [each.place_code for each in found.boundaries] == ["0302"]
