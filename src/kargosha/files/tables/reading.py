"""Read one table from a file and say everything that is wrong with it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.tables import ROW, Column, Table, tidied
from kargosha.files import disk
from kargosha.files.tables.csv_grid import csv_grid
from kargosha.files.tables.grid import Grid, cell_letters, of_file, quoted
from kargosha.files.tables.headers import ExtraColumns, positions
from kargosha.files.tables.parquet_grid import parquet_grid
from kargosha.files.tables.values import parsed
from kargosha.files.tables.xlsx_grid import xlsx_grid

FORMATS: dict[str, Callable[[bytes, Table], Grid]] = {
    ".csv": csv_grid,
    ".tsv": csv_grid,
    ".txt": csv_grid,
    ".xlsx": xlsx_grid,
    ".parquet": parquet_grid,
}


def read(path: Path, table: Table, *, extra_columns: ExtraColumns = "error") -> pl.DataFrame:
    """Return a table's columns in their types, with the number of each row in `ROW`.

    Every declared column is there; one that the file does not have is empty. Blank rows are left
    out but counted. Identifiers stay text, with ASCII digits and Persian letters; dates become
    Gregorian.

    Raises
    ------
    BadTable
        With every fault found, by row, then by column.
    """
    reader = FORMATS.get(path.suffix.casefold())
    raw = disk.content(path, table.name)
    if reader is None:
        raise of_file("fault.file_kind", table.name, kinds=list(FORMATS))
    grid = _even(reader(raw, table))
    faults = list(grid.faults)
    found = positions(grid.headers, table, extra_columns, faults)
    columns = [grid.rows.alias(ROW)]
    for name, position in found.items():
        columns.append(_values(grid.columns[position], table, name, grid.rows, faults))
    frame = _judged(pl.DataFrame(columns), table, faults)
    faults = [
        fault for fault in faults if (fault.row, found.get(fault.column or "")) not in grid.refused
    ]
    if faults:
        raise BadTable(_in_order(faults, table, found if grid.has_cells else {}))
    return frame


def _even(grid: Grid) -> Grid:
    """Leave out the rows of another length than the header: nothing more is said of them."""
    ragged = [fault.row for fault in grid.faults if fault.code == "fault.ragged"]
    if not ragged:
        return grid
    even = ~grid.rows.is_in(ragged)
    columns = tuple(column.filter(even) for column in grid.columns)
    return replace(grid, columns=columns, rows=grid.rows.filter(even))


def _values(
    column: pl.Series, table: Table, name: str, rows: pl.Series, faults: list[Fault]
) -> pl.Series:
    """Return a column's values; a format with types of its own has them already."""
    if column.dtype != pl.String:
        return column.alias(name)
    declared = table.by_name[name]
    result = parsed(column, declared.kind)
    for code, wrong in result.wrong:
        for row, text in zip(rows.filter(wrong), column.filter(wrong), strict=True):
            faults.append(Fault(code, table.name, row, name, _quotes(text, declared)))
    return result.values.alias(name)


def _quotes(text: str, column: Column) -> dict[str, object]:
    """Return what a fault's sentence quotes: the text as it stands, and the bound."""
    bound = {} if column.most is None else {"most": column.most}
    return {"value": quoted(text.strip()), **bound}


def _judged(frame: pl.DataFrame, table: Table, faults: list[Fault]) -> pl.DataFrame:
    """Return exactly the table's columns; note values that are absent or out of range."""
    said = {(fault.row, fault.column) for fault in faults}
    more: list[Fault] = []
    whole = tidied(frame, table, more)
    for fault in more:
        # A value that could not be read is not also missing, nor a column that is not there.
        about_column = fault.code == "fault.missing_column"
        if not about_column and (fault.row, fault.column) not in said:
            faults.append(fault)
    return whole


def _in_order(faults: list[Fault], table: Table, places: dict[str, int]) -> list[Fault]:
    """Sort faults as a person goes through the file, and name the cell where cells have names."""
    order = {column.name: number for number, column in enumerate(table.columns)}
    named = [
        replace(fault, values={**fault.values, "cell": f"{cell_letters(place)}{fault.row}"})
        if fault.row is not None and (place := places.get(fault.column or "")) is not None
        else fault
        for fault in faults
    ]
    return sorted(named, key=lambda fault: (fault.row or 0, order.get(fault.column or "", -1)))
