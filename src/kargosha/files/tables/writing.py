"""Write one table whole, in a form that `read` reads back without loss."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from kargosha.analysis.tables import Column, Table
from kargosha.files.tables.xlsx_grid import LARGEST_EXACT
from kargosha.files.whole import whole_file

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

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
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    sheet.append(frame.columns)
    for record in _flat(frame, table).iter_rows():
        sheet.append([_cell(value, sheet) for value in record])
    book.save(path)


def _cell(value: object, sheet: "WriteOnlyWorksheet") -> object:
    """Return what openpyxl writes as this very value, and not as a formula or a rounded number."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        readable = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)
        return _typed(WriteOnlyCell(sheet, readable), "s") if readable[:1] == "=" else readable
    if isinstance(value, int) and abs(value) >= LARGEST_EXACT:
        return str(value)
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        return _typed(WriteOnlyCell(sheet, repr(value)), "n")
    return value


def _typed(cell: "Cell", kind: str) -> "Cell":
    """Return a cell whose kind was not guessed from its value."""
    cell.data_type = kind
    return cell


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
