"""Parquet: columns with types of their own."""

import io

import polars as pl
from polars.exceptions import PolarsError

from kargosha.analysis.tables import Table
from kargosha.files.tables.grid import MOST_ROWS, Grid, of_file, row_series


def parquet_grid(raw: bytes, table: Table) -> Grid:
    """Return the columns of a Parquet file; `BadTable` when it is none.

    Rows count from 2, as they would under a header.
    """
    if not raw:
        raise of_file("fault.empty_file", table.name)
    try:
        frame = pl.read_parquet(io.BytesIO(raw), n_rows=MOST_ROWS + 1)
    except (PolarsError, OSError) as error:
        raise of_file("fault.not_parquet", table.name) from error
    if frame.height > MOST_ROWS:
        raise of_file("fault.too_many_rows", table.name, most=MOST_ROWS)
    columns = tuple(_as_text(column) for column in frame.get_columns())
    return Grid(tuple(frame.columns), columns, row_series(range(2, frame.height + 2)))


def _as_text(column: pl.Series) -> pl.Series:
    """Return a column of repeated texts as plain texts; leave all others."""
    return column.cast(pl.String) if column.dtype in (pl.Categorical, pl.Enum) else column
