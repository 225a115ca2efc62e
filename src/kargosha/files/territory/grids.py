"""The cells of somebody's file, whatever its format, and which of them a mapping speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.tables import ROW, Column, Kind, Table
from kargosha.files import disk
from kargosha.files.tables.grid import Grid, cell_letters, cell_position, of_file
from kargosha.files.tables.headers import plain_header
from kargosha.files.tables.reading import FORMATS
from kargosha.files.territory.mapping import TABLES, ColumnMapping

MOST_BYTES = 200 * 1024**2
"""No file that others made is larger; a million figures are a quarter of it."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """The cells of a file and where the headers stand that a mapping names.

    Attributes
    ----------
    grid
        All cells; its faults speak of the headers as they stand in the file.
    places
        Position of each header, by the header as the mapping writes it.
    """

    grid: Grid
    places: dict[str, int]

    def cells(self, header: str) -> pl.Series:
        """Return the cells under a header."""
        return self.grid.columns[self.places[header]]

    def shown_header(self, header: str) -> str:
        """Return a header as it stands in the file."""
        return self.grid.headers[self.places[header]].strip()

    def named_cell(self, header: str, row: int) -> dict[str, object]:
        """Return the name of a cell, where the format names its cells."""
        letters = cell_letters(self.places[header])
        return {"cell": f"{letters}{row}"} if self.grid.has_cells else {}

    def original(self) -> pl.DataFrame:
        """Return the cells as they stand, by position, with the numbers of the rows."""
        return pl.DataFrame([self.grid.rows.alias(ROW), *_by_position(self.grid.columns)])


def sheet_of(path: Path, mapping: ColumnMapping) -> Sheet:
    """Return the cells of a file in which all columns of a mapping stand.

    Raises
    ------
    BadTable
        When the file is too large, cannot be read, or has not the mapping's columns.
    """
    table = _table(mapping)
    grid = _grid(path, table)
    places = _places(grid.headers, mapping)
    return Sheet(replace(grid, faults=list(_of_ours(grid, places, table))), places)


def refuse_large(path: Path, table: str, most: int) -> None:
    """Refuse a file by its size, before a byte of it is read."""
    if path.is_file() and path.stat().st_size > most:
        megabytes = {"size": path.stat().st_size // 1024**2, "most": most // 1024**2}
        raise of_file("fault.import_too_large", table, **megabytes)


def _grid(path: Path, table: Table) -> Grid:
    """Read by the file's ending."""
    refuse_large(path, table.name, MOST_BYTES)
    raw = disk.content(path, table.name)
    reader = FORMATS.get(path.suffix.casefold())
    if reader is None:
        raise of_file("fault.file_kind", table.name, kinds=list(FORMATS))
    return reader(raw, table)


def _table(mapping: ColumnMapping) -> Table:
    """Declare the file's columns, so that cells with types of their own are read as they are meant.

    Times are left out: a year may be a number and a day a date, and either is understood.
    """
    ours = TABLES[mapping.target].by_name
    kinds: dict[str, Kind] = {}
    for name, header in mapping.columns.items():
        if ours[name].kind != "date":
            kinds.setdefault(plain_header(header), ours[name].kind)
    for each in mapping.series:
        kinds.setdefault(plain_header(each.column), "number")
        if each.margin:
            kinds.setdefault(plain_header(each.margin), "number")
    return Table(mapping.target, tuple(Column(name, kind, "") for name, kind in kinds.items()))


def _places(headers: tuple[str, ...], mapping: ColumnMapping) -> dict[str, int]:
    """Return where each header of a mapping stands, or refuse the file."""
    plain = [plain_header(header) for header in headers]
    wanted = {header: plain_header(header) for header in mapping.headers}
    absent = [header for header, name in wanted.items() if name not in plain]
    if absent:
        raise of_file(
            "fault.columns_absent", mapping.target, columns=absent, known=list(headers[:40])
        )
    twice = [header for header, name in wanted.items() if plain.count(name) > 1]
    if twice:
        raise BadTable(
            [Fault("fault.duplicate_column", mapping.target, 1, header) for header in twice]
        )
    return {header: plain.index(name) for header, name in wanted.items()}


def _of_ours(grid: Grid, places: dict[str, int], table: Table) -> Iterable[Fault]:
    """Yield the faults of rows and of columns that the mapping names, under the file's headers."""
    used = {place: grid.headers[place].strip() for place in places.values()}
    by_name = {plain_header(header): (place, header) for place, header in used.items()}
    for fault in grid.faults:
        if fault.column is not None:
            place, header = by_name[fault.column]
            cell = {"cell": f"{cell_letters(place)}{fault.row}"} if grid.has_cells else {}
            yield replace(fault, column=header, values={**fault.values, **cell})
        elif "cell" not in fault.values:
            yield fault
        else:
            first, _, last = str(fault.values["cell"]).partition(":")
            reach = range(cell_position(first), cell_position(last or first) + 1)
            names = [header for place, header in sorted(used.items()) if place in reach]
            if names:
                yield replace(fault, column=names[0])


def _by_position(columns: Iterable[pl.Series]) -> list[pl.Series]:
    return [column.alias(str(position)) for position, column in enumerate(columns)]
