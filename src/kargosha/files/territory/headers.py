"""The headers of a file, by which the mapping that fits it is found."""

from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from kargosha.analysis.tables import Table
from kargosha.files import disk
from kargosha.files.tables.csv_grid import csv_grid, csv_headers
from kargosha.files.tables.grid import of_file
from kargosha.files.tables.reading import FORMATS
from kargosha.files.tables.xlsx_grid import xlsx_grid
from kargosha.files.territory.geojson import properties
from kargosha.files.territory.grids import MOST_BYTES, refuse_large

MAPS = (".geojson", ".json")

_TABLE = "file"


def headers_of(path: Path) -> list[str]:
    """Return the first row of a table, or the names of the properties of a map's features.

    Raises
    ------
    BadTable
        When the file is too large or cannot be read.
    """
    refuse_large(path, _TABLE, MOST_BYTES)
    ending = path.suffix.casefold()
    if ending in MAPS:
        return properties(path)
    raw = disk.content(path, _TABLE)
    if FORMATS.get(ending) is csv_grid:
        return list(csv_headers(raw, Table(_TABLE, ())))
    if ending == ".xlsx":
        return list(xlsx_grid(raw, Table(_TABLE, ())).headers)
    if ending not in FORMATS:
        raise of_file("fault.file_kind", _TABLE, kinds=[*FORMATS, *MAPS])
    try:
        return list(pl.read_parquet_schema(path))
    except (PolarsError, OSError) as error:
        raise of_file("fault.not_parquet", _TABLE) from error
