import json
from pathlib import Path

import pytest
import yaml

from kargosha.analysis.errors import BadTable
from kargosha.files.territory import (
    definition_of,
    mapping_of,
    mapping_text,
    read_mapping,
    shipped_mappings,
    suggested,
)
from tests.files.territory.mappings import FLOWS, LONG, WIDE, mapping, spoken

SERIES = [{"column": "a", "indicator": "population", "period": "1395"}]


def faults_of(definition: object) -> list[tuple[str, str | None]]:
    with pytest.raises(BadTable) as caught:
        mapping_of(definition)
    return [
        (code.removeprefix("fault.mapping_"), key) for code, _, key in spoken(caught.value.faults)
    ]


@pytest.mark.parametrize("definition", [LONG, WIDE, FLOWS], ids=lambda each: each["name"])
def test_a_mapping_comes_back_from_json_as_it_was(definition: dict[str, object]) -> None:
    first = mapping_of(definition)

    again = mapping_of(json.loads(json.dumps(definition_of(first))))

    assert again == first


def test_numbers_in_yaml_are_texts() -> None:
    text = yaml.safe_dump(WIDE | {"series": [SERIES[0] | {"period": 1395}]}, allow_unicode=True)

    assert mapping_text(text).series[0].period == "1395"


def test_a_mapping_names_the_headers_that_it_needs() -> None:
    found = mapping(WIDE, leave_out={"kind": ["total"]})

    assert found.headers == ("code", "pop 90", "jobless", "±", "kind")
    assert found.gives == {
        "place_code", "source", "indicator", "value", "observed_on", "period", "boundary_on",
        "margin",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "fault", "key"),
    [
        ({"colour": "red"}, "key_unknown", "colour"),
        ({"name": ["a"]}, "key_shape", "name"),
        ({"columns": "code"}, "key_shape", "columns"),
        ({"values_of": {"period": "year"}}, "key_shape", "values_of"),
        ({"leave_out": {"When": "total"}}, "key_shape", "leave_out"),
        ({"series": {"column": "a"}}, "key_shape", "series"),
        ({"series": [{"column": "a"}]}, "key_missing", "series.1.indicator"),
        ({"series": [SERIES[0] | {"unit": "x"}]}, "key_unknown", "series.1.unit"),
        ({"name": "Two Words"}, "name", "name"),
        ({"name": "a" * 51}, "name", "name"),
        ({"titles": {"fa": "رقم"}}, "title", "titles.en"),
        ({"target": "people"}, "target", "target"),
        ({"columns": {"place_code": "a", "wage": "b"}}, "column", "columns.wage"),
        ({"columns": {"place_key": "a"}}, "column", "columns.place_key"),
        ({"constants": {"source": "x"}}, "twice", "constants.source"),
        ({"constants": {"period": "decade"}}, "constant", "constants.period"),
        ({"constants": {"boundary_on": "soon"}}, "constant", "constants.boundary_on"),
        ({"values_of": {"place_kind": {"rd": "city"}}}, "values_of", "values_of.place_kind"),
        ({"values_of": {"value": {"few": "some"}}}, "constant", "values_of.value.few"),
        ({"series": SERIES}, "series_twice", "value"),
    ],
)
def test_what_is_wrong_with_a_mapping_names_its_key(
    change: dict[str, object], fault: str, key: str
) -> None:
    assert (fault, key) in faults_of(LONG | change)


@pytest.mark.parametrize("key", ["name", "titles", "target", "columns"])
def test_a_mapping_has_its_four_parts(key: str) -> None:
    assert faults_of({name: part for name, part in LONG.items() if name != key}) == [
        ("key_missing", key)
    ]


@pytest.mark.parametrize(
    ("base", "column"),
    [(LONG, "place_code"), (LONG, "value"), (LONG, "source"), (FLOWS, "destination_code")],
)
def test_a_column_that_nothing_gives_is_named(base: dict[str, object], column: str) -> None:
    columns = base["columns"]
    assert isinstance(columns, dict)
    fewer = {name: header for name, header in columns.items() if name != column}

    assert faults_of(base | {"columns": fewer}) == [("required", column)]


def test_series_have_a_time_that_can_be_read_and_stand_once() -> None:
    twice = [*SERIES, *SERIES, SERIES[0] | {"period": "then"}, SERIES[0] | {"boundary": "x"}]

    assert set(faults_of(WIDE | {"series": twice})) == {
        ("series_repeated", "series.2"),
        ("moment", "series.3.period"),
        ("series_repeated", "series.4"),
        ("moment", "series.4.boundary"),
    }


def test_series_need_a_time_from_somewhere() -> None:
    timeless = [{"column": "a", "indicator": "population"}]

    assert faults_of(WIDE | {"series": timeless}) == [("required", "observed_on")]
    mapping(WIDE, series=timeless, constants={"source": "x", "observed_on": "1395"})


def test_only_observations_have_series() -> None:
    assert ("series_target", "series") in faults_of(FLOWS | {"series": SERIES})


def test_boundaries_name_the_property_with_the_code() -> None:
    base = LONG | {"target": "boundaries", "columns": {"place_code": "id"}}

    assert faults_of(base) == [("required", "source")]
    assert faults_of(base | {"constants": {"source": "a map", "valid_from": "soon"}}) == [
        ("constant", "constants.valid_from")
    ]
    mapping(base, constants={"source": "a map", "valid_from": "1399"})


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "7"])
def test_a_mapping_is_a_table_of_keys(text: str) -> None:
    with pytest.raises(BadTable) as caught:
        mapping_text(text)

    assert spoken(caught.value.faults) == [("fault.mapping_shape", None, None)]


@pytest.mark.parametrize("text", ["a: [", "a: 2024-13-45", "[" * 3000])
def test_what_is_no_yaml_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadTable) as caught:
        read_mapping(path)

    assert [code for code, _, _ in spoken(caught.value.faults)] == ["fault.mapping_yaml"]


def test_a_mapping_without_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    with path.open("wb") as file:
        file.truncate(1024**3)

    with pytest.raises(BadTable):
        read_mapping(path)


def test_a_mapping_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(yaml.safe_dump(definition_of(mapping(LONG)), allow_unicode=True), "utf-8")

    assert read_mapping(path) == mapping(LONG)


def test_the_closest_mapping_is_suggested_first() -> None:
    headers = ["County code", "what", "WHEN", "Figure", "Error", "Source", "code", "pop 90"]
    small = mapping(LONG, name="small", constants={"source": "x", "indicator": "population"},
                    columns={"place_code": "County code", "observed_on": "When",
                             "value": "Figure"})  # fmt: skip

    assert suggested(headers, [small, mapping(WIDE), mapping(LONG)]) == ["long", "small"]
    assert suggested(headers[:2], [small, mapping(LONG)]) == []


def test_a_map_is_suggested_boundaries_and_a_table_never() -> None:
    assert suggested(["code", "name"], is_map=True) == ["county-boundaries"]
    assert suggested(["code", "name"]) == []


def test_shipped_mappings_have_names_of_their_own() -> None:
    shipped = shipped_mappings()

    assert len(shipped) >= 9
    assert all(mapping_of(definition_of(each)) == each for each in shipped.values())
