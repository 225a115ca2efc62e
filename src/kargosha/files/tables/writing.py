"""Write one table whole, in a form that `read` reads back without loss."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from kargosha.analysis.tables import Column, Table
from kargosha.files.tables.xlsx_writing import write_sheet
from kargosha.files.whole import whole_file

_DANGEROUS = r"^('*[=+\-@\t\r])"


def write(frame: pl.DataFrame, path: Path, table: Table, *, mark: bool = False) -> None:
    """Write a frame's columns to a CSV, XLSX or Parquet file, by the path's ending.

    Parameters
    ----------
    frame
        Holds columns of the table; those that it lacks and the table does not require are left
        out, and so are row numbers.
    path
        The file; it appears whole or not at all.
    table
        Names the columns and their order.
    mark
        Whether a CSV begins with the mark by which Excel knows UTF-8.

    Notes
    -----
    In a CSV a text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return would be
    run as a formula by the spreadsheet of whoever opens it; a ``'`` is put before it, which `read`
    takes away. Other programs see the ``'``.
    """
    names = [column.name for column in table.columns if column.name in frame.columns]
    with whole_file(path) as draft:
        _WRITERS[path.suffix.casefold()](frame.select(names), draft, table, mark)


def _write_csv(frame: pl.DataFrame, path: Path, table: Table, mark: bool) -> None:
    """Write UTF-8 with commas."""
    texts = [
        pl.col(name).str.replace(_DANGEROUS, "'$1")
        for name in frame.columns
        if table.by_name[name].kind in ("text", "list")
    ]
    _flat(frame, table).with_columns(texts).write_csv(path, include_bom=mark)


def _write_parquet(frame: pl.DataFrame, path: Path, table: Table, mark: bool) -> None:
    """Write columns with their types."""
    frame.write_parquet(path)


def _write_xlsx(frame: pl.DataFrame, path: Path, table: Table, mark: bool) -> None:
    """Write one sheet named like the table; identifiers are cells of text."""
    write_sheet(_flat(frame, table), path, table.name)


def _flat(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return flags as yes and no, and lists with semicolons."""
    return frame.select(_plain(table.by_name[name], frame.schema[name]) for name in frame.columns)


def _plain(column: Column, dtype: pl.DataType) -> pl.Expr:
    """Return one column as it stands in a file without types of its own."""
    name = pl.col(column.name)
    if isinstance(dtype, pl.List):
        return name.list.join(";")
    if dtype == pl.Boolean:
        return pl.when(name).then(pl.lit("yes")).when(~name).then(pl.lit("no")).alias(column.name)
    return name


_WRITERS: dict[str, Callable[[pl.DataFrame, Path, Table, bool], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
}
