"""Every file of the folder of shared tables with every shipped mapping: read, or refused by name.

The folder is named by ``KARGOSHA_SHARED_DATA`` and is no part of the project; without it the tables
of `test_shipped`, which have the same headers, stand for it.
"""

import os
from pathlib import Path

import polars as pl
import pytest

from kargosha.analysis.errors import BadTable
from kargosha.files.jalali import first_day
from kargosha.files.territory import (
    ColumnMapping,
    headers_of,
    read_boundaries,
    read_mapped,
    shipped_mappings,
    suggested,
)
from tests.files.territory.judged_by import judged_file, known_places, with_places
from tests.files.territory.mappings import spoken

NAMED = os.environ.get("KARGOSHA_SHARED_DATA", "")
FOLDER = Path(NAMED) if NAMED else Path("no folder named")
FILES = sorted(path for path in FOLDER.glob("*") if path.suffix in (".csv", ".geojson", ".json"))

FITTING = {
    "cities_1399.csv": ["cities"],
    "counties.csv": ["counties-census", "counties-places"],
    "counties_osm_simplified.geojson": ["county-boundaries"],
    "districts_1399.csv": ["districts"],
    "divisions_census_en.csv": ["divisions-census"],
    "labour_1395_by_county.csv": ["counties-labour"],
    "province_labour_series.csv": ["province-labour-survey"],
    "rural_districts_1399.csv": ["rural-districts", "districts"],
    "villages_1399.csv": ["villages"],
}
"""Which mappings a file is suggested; any other file belongs to another part."""

REFUSALS = {
    "fault.columns_absent",
    "fault.file_kind",
    "fault.not_json",
    "fault.not_features",
}

GOOD_ROWS = (
    ("counties-places", "counties.csv", 23, 22),
    ("districts", "districts_1399.csv", 46, 46),
    ("rural-districts", "rural_districts_1399.csv", 144, 144),
    ("cities", "cities_1399.csv", 68, 68),
    ("villages", "villages_1399.csv", 3066, 3066),
    ("counties-census", "counties.csv", 23, 21),
    ("counties-labour", "labour_1395_by_county.csv", 21, 21),
    ("province-labour-survey", "province_labour_series.csv", 6, 6),
    ("divisions-census", "divisions_census_en.csv", 116, 20),
)
"""Mapping, file, rows, and rows without a fault, in the order in which they can be taken in."""


def test_the_folder_that_is_named_holds_the_files() -> None:
    assert bool(NAMED) == bool(FILES), f"KARGOSHA_SHARED_DATA names {FOLDER}, which holds no table"
    assert not NAMED or FITTING.keys() <= {path.name for path in FILES}


def test_every_file_is_read_by_a_mapping_or_refused_by_name() -> None:
    read = {
        (path.name, name)
        for path in FILES
        for name, mapping in shipped_mappings().items()
        if _is_read(path, mapping)
    }

    fitting = {(file, name) for file, names in FITTING.items() for name in names}
    assert read == (fitting if NAMED else set())


def test_every_file_is_suggested_its_mappings() -> None:
    for path in FILES:
        if path.suffix == ".json":  # no map, although its ending may be one's
            with pytest.raises(BadTable):
                headers_of(path)
        else:
            found = suggested(headers_of(path), is_map=path.suffix == ".geojson")
            assert (path.name, found) == (path.name, FITTING.get(path.name, []))


def test_the_lists_are_taken_in_one_after_the_other() -> None:
    # Khoda Afarin was parted from Kaleybar in 1389.
    parted = pl.when(pl.col("code") == "0326").then(pl.lit(first_day(1389)))
    places = known_places().with_columns(parted.otherwise("valid_from").alias("valid_from"))

    for name, file, rows, good in GOOD_ROWS if NAMED else ():
        found = judged_file(FOLDER / file, shipped_mappings()[name], places)
        spoken(found.faults)
        assert (name, found.mapped.row_count, found.good_count) == (name, rows, good)
        if found.mapped.mapping.target == "places":
            places = with_places(places, found.good)


def _is_read(path: Path, mapping: ColumnMapping) -> bool:
    """Say whether a file is read without a fault; what refuses it must have a name."""
    try:
        if mapping.target == "boundaries":
            return not read_boundaries(path, mapping.columns["place_code"]).faults
        return not read_mapped(path, mapping).faults
    except BadTable as refused:
        return not {code for code, _, _ in spoken(refused.faults)} <= REFUSALS
