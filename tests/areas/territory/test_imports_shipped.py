"""The shipped mappings, from the file to the rows: on small tables, and on the shared folder.

The folder is named by ``KARGOSHA_SHARED_DATA`` and is no part of the project.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kargosha.areas.territory import queries
from kargosha.areas.territory.cli import command
from kargosha.areas.territory.models import Boundary, Import, Observation, Place
from tests import universe
from tests.areas.territory.imports import geojson, square
from tests.files.territory.test_shipped import (
    CITIES,
    COUNTIES,
    DISTRICTS,
    DIVISIONS,
    LABOUR,
    RURAL,
    SERIES,
    VILLAGES,
)
from tests.universe import People

NAMED = os.environ.get("KARGOSHA_SHARED_DATA", "")

DECREES = """place_code,designation,decree_number,decree_on,valid_from,valid_to,source
0311,deprived,1,1400/01/15,1400/02/01,,a decree made up for a test
0326,border,2,1400/01/15,1400/02/01,,a decree made up for a test
"""
MOVES = """origin_code,destination_code,from_on,to_on,persons,source
0311,0303,1390/08/01,1395/08/01,4120,made up for a test
elsewhere,0303,1390/08/01,1395/08/01,90,made up for a test
0311,0311,1390/08/01,1395/08/01,7,made up for a test
"""

SMALL = (
    ("districts.csv", "districts", DISTRICTS.encode(), (1, 0)),
    ("rural.csv", "rural-districts", RURAL.encode(), (1, 0)),
    ("cities.csv", "cities", CITIES.encode(), (2, 0)),
    ("villages.csv", "villages", VILLAGES.encode(), (2, 0)),
    ("counties.csv", "counties-places", COUNTIES.encode(), (2, 1)),
    ("counties.csv", "counties-census", COUNTIES.encode(), (9, 2)),
    ("labour.csv", "counties-labour", LABOUR.encode(), (9, 1)),
    ("series.csv", "province-labour-survey", SERIES.encode(), (4, 0)),
    ("divisions.csv", "divisions-census", DIVISIONS.encode(), (3, 1)),
    ("map.geojson", "county-boundaries", geojson(square("0311", 47.0)), (1, 0)),
    ("decrees.csv", "designations", DECREES.encode(), (2, 0)),
    ("moves.csv", "flows", MOVES.encode(), (2, 1)),
)
"""File, mapping, content; how many rows it makes or has, and how many rows of it are bad."""

SHARED = (
    ("districts_1399.csv", "districts", 46, 0),
    ("rural_districts_1399.csv", "rural-districts", 144, 0),
    ("cities_1399.csv", "cities", 68, 0),
    ("villages_1399.csv", "villages", 3066, 0),
    ("counties.csv", "counties-places", 22, 1),
    ("counties.csv", "counties-census", 189, 2),
    ("labour_1395_by_county.csv", "counties-labour", 189, 0),
    ("province_labour_series.csv", "province-labour-survey", 12, 0),
    ("divisions_census_en.csv", "divisions-census", 60, 96),
    ("counties_osm_simplified.geojson", "county-boundaries", 21, 0),
)
"""The same of the shared folder, in the order in which the files can be taken in."""


@pytest.fixture
def people(own_database: str, settings: Any) -> People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return universe.people()


def counts_of(path: Path, mapping: str) -> dict[str, int]:
    """Take in a file without its bad rows, and return what that changed."""
    line = ["import", str(path), "--mapping", mapping, "--as", "analyst", "--skip-bad"]
    done = CliRunner().invoke(command, [*line, "--language", "fa"])
    assert done.exit_code == 0, done.output
    result = Import.objects.latest("id").result
    return dict(result.counts)


def rows(counts: dict[str, int]) -> int:
    return counts["new"] + counts["changed"] + counts["unchanged"]


def test_small_tables_are_taken_in_by_the_shipped_mappings(people: People, tmp_path: Path) -> None:
    for name, mapping, content, (made, bad) in SMALL:
        path = tmp_path / name
        path.write_bytes(content)
        first, again = counts_of(path, mapping), counts_of(path, mapping)

        assert (mapping, rows(first), first["left_out"]) == (mapping, made, bad)
        assert (mapping, again["unchanged"]) == (mapping, made)

    village = Place.objects.get(code="0302020001026000")
    assert village.parent.parent.parent.slug == "ahar"  # type: ignore[union-attr]
    season = Observation.objects.get(indicator__code="unemployment_rate_survey", period="season")
    assert season.value == 7.4
    assert Boundary.objects.get().place.slug == "hashtrud"
    assert len(queries.imports(by=people.analyst)) == 2 * len(SMALL)


def test_the_shared_folder_is_taken_in_and_once_more_changes_nothing(people: People) -> None:
    for name, mapping, made, bad in SHARED if NAMED else ():
        path = Path(NAMED) / name
        first, again = counts_of(path, mapping), counts_of(path, mapping)

        assert (mapping, rows(first), first["left_out"]) == (mapping, made, bad)
        assert (mapping, again["unchanged"]) == (mapping, made)

    if NAMED:
        kinds = {
            kind: Place.objects.filter(kind=kind).count() for kind in ("village", "village_block")
        }
        assert kinds == {"village": 2716, "village_block": 350}
