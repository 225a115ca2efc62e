import json
from pathlib import Path

import pytest

from kargosha.analysis.errors import BadTable
from kargosha.files.territory import Boundaries, headers_of, read_boundaries
from tests.files.territory.mappings import spoken

Ring = list[list[float]]


def square(x: float = 46.0, y: float = 38.0, side: float = 0.1) -> Ring:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def feature(code: object = "0302", *rings: object, **geometry: object) -> dict[str, object]:
    shape: dict[str, object] = {"type": "Polygon", "coordinates": list(rings) or [square()]}
    return {"type": "Feature", "properties": {"code": code}, "geometry": shape | geometry}


def written(folder: Path, content: object) -> Path:
    path = folder / "map.geojson"
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return path


def collection(*features: object, **members: object) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features), **members}


def read(folder: Path, *features: object, **members: object) -> Boundaries:
    return read_boundaries(written(folder, collection(*features, **members)))


def refused(path: Path) -> list[str]:
    with pytest.raises(BadTable) as caught:
        read_boundaries(path)
    return [code.removeprefix("fault.") for code, _, _ in spoken(caught.value.faults)]


def test_sound_boundaries_are_read_with_their_area(tmp_path: Path) -> None:
    found = read(tmp_path, feature(), feature("0303", square(46.2, side=0.2)), license="ODbL")

    assert (found.faults, found.notes, found.source) == ((), (), "ODbL")
    assert [each.place_code for each in found.boundaries] == ["0302", "0303"]
    # A tenth of a degree at 38° north: 11.12 km by 8.76 km.
    assert found.boundaries[0].area_km2 == pytest.approx(97.3, abs=0.3)
    assert found.boundaries[0].polygons[0][0][0] == (46.0, 38.0)
    assert found.feature_count == 2


def test_holes_are_taken_off_and_parts_added(tmp_path: Path) -> None:
    whole = read(tmp_path, feature()).boundaries[0].area_km2
    hole = square(46.02, 38.02, 0.05)
    found = read(
        tmp_path,
        feature("0302", square(), hole),
        feature("0303", type="MultiPolygon", coordinates=[[square()], [square(46.5)]]),
    )

    assert found.boundaries[0].area_km2 == pytest.approx(whole * 0.75, rel=0.002)
    assert found.boundaries[1].area_km2 == pytest.approx(whole * 2)


def test_codes_may_have_persian_digits_and_positions_a_height(tmp_path: Path) -> None:
    high = [[*point, 1350.0] for point in square()]

    (boundary,) = read(tmp_path, feature("۰۳۰۲", high)).boundaries

    assert boundary.place_code == "0302"
    assert boundary.polygons[0][0][1] == (46.1, 38.0)


def test_positions_are_kept_to_a_metre_each_once(tmp_path: Path) -> None:
    ring = [[46.0000001, 38.0], [46.0000002, 38.0], *square()[1:-1], [46.0000001, 38.0]]

    (boundary,) = read(tmp_path, feature("0302", ring)).boundaries

    assert boundary.polygons[0][0] == [tuple(point) for point in square()]


def test_open_rings_are_closed_and_noted(tmp_path: Path) -> None:
    found = read(tmp_path, feature("0302", square()[:-1]), feature("0303"))

    assert found.faults == ()
    assert found.boundaries[0].polygons[0][0][-1] == (46.0, 38.0)
    assert [(note.code, note.values) for note in found.notes] == [
        ("note.rings_closed", {"count": 1, "features": [1]})
    ]
    spoken(found.notes)


NESTED = square(46.02, 38.02, 0.05)
BOW_TIE = [[46.0, 38.0], [46.1, 38.1], [46.1, 38.0], [46.0, 38.1], [46.0, 38.0]]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (feature("0302", BOW_TIE), "ring_crosses"),
        (feature("0302", square(), square(46.5)), "hole_outside"),
        (feature(type="MultiPolygon", coordinates=[[square()], [NESTED]]), "ring_unsound"),
        (feature("0302", square()[:2]), "ring_short"),
        (feature("0302", []), "feature_empty"),
        (feature("0302", coordinates=[]), "feature_empty"),
        (feature("0302", "x"), "ring_numbers"),
        (feature("0302", coordinates=7), "ring_numbers"),
        (feature("0302", [["46", "38"]] * 5), "ring_numbers"),
        (feature("0302", [[46.0]] * 5), "ring_numbers"),
        (feature("0302", [[True, False]] * 5), "ring_numbers"),
        (feature("0302", type="Point", coordinates=[46, 38]), "feature_not_polygon"),
        (feature("0302", type="GeometryCollection"), "feature_not_polygon"),
        (feature("0302") | {"geometry": None}, "feature_empty"),
        (feature("0302") | {"geometry": "x"}, "feature_not_polygon"),
        (feature("0302", [[y, x] for x, y in square()]), "axes_swapped"),
        (feature("0302", square(2.3, 48.8)), "boundary_outside"),
        (feature(None), "feature_code"),
        (feature("0302") | {"properties": None}, "feature_code"),
        (feature("0302") | {"type": "Thing"}, "not_a_feature"),
        ("x", "not_a_feature"),
        (feature("0399"), "feature_twice"),
    ],
)
def test_a_broken_feature_is_named_and_the_others_are_read(
    tmp_path: Path, bad: object, code: str
) -> None:
    found = read(tmp_path, feature("0399", square(46.7)), bad)

    assert spoken(found.faults) == [(f"fault.{code}", 2, None)]
    assert "2" in str(found.faults[0].values["feature"])
    assert [each.place_code for each in found.boundaries] == ["0399"]


def test_a_projection_in_metres_is_refused_whatever_the_file_says(tmp_path: Path) -> None:
    metres = [[648_000.0, 4_230_000.0]] * 5

    assert refused(written(tmp_path, collection(feature("0302", metres)))) == ["not_degrees"]
    huge = json.dumps(collection(feature())).replace("46.0", "1e999")
    assert refused(written(tmp_path, huge)) == ["not_degrees"]


@pytest.mark.parametrize(
    "name",
    ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", "WGS84"],
)
def test_longitude_and_latitude_have_several_names(tmp_path: Path, name: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}

    assert read(tmp_path, feature(), crs=crs).faults == ()


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}},
        {"type": "name", "properties": {"name": "WGS 84 / UTM zone 38N"}},
        {"type": "name", "properties": {"name": "EPSG:43260"}},
        {"type": "link", "properties": {"href": "x"}},
        {"type": "name"},
        "EPSG:32638",
    ],
)
def test_another_projection_is_refused(tmp_path: Path, crs: object) -> None:
    assert refused(written(tmp_path, collection(feature(), crs=crs))) == ["other_projection"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty_file"),
        ("{", "not_json"),
        ("[" * 100_000, "not_json"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "not_json"),
        ("[]", "not_features"),
        ('{"type": "Topology"}', "not_features"),
        ('{"type": "FeatureCollection", "features": {}}', "not_features"),
        ('{"type": "FeatureCollection", "features": []}', "no_features"),
    ],
)
def test_a_file_that_is_no_collection_is_refused(tmp_path: Path, content: str, code: str) -> None:
    assert refused(written(tmp_path, content)) == [code]


def test_a_map_of_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "map.geojson"
    with path.open("wb") as file:
        file.truncate(1024**3)

    assert refused(path) == ["import_too_large"]


def test_the_code_may_stand_in_another_property(tmp_path: Path) -> None:
    path = written(tmp_path, collection(feature() | {"properties": {"id": "0303", "name": "x"}}))

    assert read_boundaries(path, "id").boundaries[0].place_code == "0303"
    assert headers_of(path) == ["id", "name"]
    assert read_boundaries(path).faults[0].values["known"] == ["id", "name"]
