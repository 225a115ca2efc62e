"""Read a list of groups and members, with every cell that cannot be understood by row and column.

Heads and words may be Persian or English, digits of any kind, days of either calendar, in CSV, XLSX
or Parquet.
"""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

import polars as pl
from polars.exceptions import PolarsError

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.registry.table import ROSTER, WORDS
from kargosha.analysis.tables import DTYPES, ROW, Column, Kind, Table
from kargosha.files import identifiers
from kargosha.files.letters import search_key
from kargosha.files.registry.words import EXAMPLE_GROUP, headers, own_headers, words_of
from kargosha.files.tables.csv_grid import csv_grid, csv_headers
from kargosha.files.tables.grid import Grid, cell_letters, cell_position, of_file, quoted
from kargosha.files.tables.headers import plain_header
from kargosha.files.tables.reading import FORMATS
from kargosha.files.tables.values import parsed
from kargosha.files.tables.xlsx_grid import xlsx_grid

MOST_ROWS = 50_000
"""A list with more members is several lists."""

TYPED_AS_NUMBERS = frozenset(
    {
        "group_code", "place_code", "member_place_code", "household_code", "legal_id",
        "document_number", "mobile",
    }
)  # fmt: skip
"""Codes that people type as numbers; a lost zero is given back, or the row is told of."""

WRONG_DOCUMENT = {
    "national_id": "fault.national_id_wrong",
    "foreign_id": "fault.foreign_id_wrong",
}

_GREGORIAN = r"^(1[6-9]|[2-9][0-9])[0-9]{2}"


@dataclass(frozen=True, eq=False)
class ReadRoster:
    """A list as our columns.

    Attributes
    ----------
    name
        Of the file.
    sha256
        Of its bytes.
    frame
        Columns of `ROSTER` and ``_row``; a cell that could not be understood is empty.
    faults
        What could not be understood; the column is ours.
    notes
        What is worth knowing.
    grid
        The cells as they stand.
    places
        Position in the file of each of our columns that it has.
    """

    name: str
    sha256: str
    frame: pl.DataFrame
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    grid: Grid
    places: Mapping[str, int]

    @property
    def row_count(self) -> int:
        """Rows of the file, without the template's example."""
        return self.frame.height

    def shown(self, fault: Fault) -> Fault:
        """Return a fault under the file's own header, with the name of its cell if cells have names."""
        place = self.places.get(fault.column or "")
        if place is None:
            return fault
        cell = (
            {"cell": f"{cell_letters(place)}{fault.row}"}
            if self.grid.has_cells and fault.row is not None
            else {}
        )
        header = self.grid.headers[place].strip()
        return replace(fault, column=header, values={**fault.values, **cell})


def read_roster(name: str, content: bytes) -> ReadRoster:
    """Return the rows of a file, known by its name's ending.

    Raises
    ------
    BadTable
        When the file as a whole cannot be read, or lacks a column that every row needs.
    """
    ending = PurePath(name).suffix.casefold()
    if ending not in FORMATS:
        raise of_file("fault.file_kind", ROSTER.name, kinds=list(FORMATS))
    heads = _heads(ending, content)
    places = _places(heads)
    grid = FORMATS[ending](content, _typed(heads, places))
    if not len(grid.rows):
        raise of_file("fault.empty_table", ROSTER.name)
    if len(grid.rows) > MOST_ROWS:
        raise of_file("fault.too_many_rows", ROSTER.name, most=MOST_ROWS)
    faults = list(_of_ours(grid, places))
    notes = list(_ignored(heads, places))
    told = {(fault.row, fault.column) for fault in faults}
    columns = [grid.rows.alias(ROW)]
    for column in ROSTER.columns:
        place = places.get(column.name)
        if place is None:
            empty = pl.Series(column.name, [None] * len(grid.rows), dtype=DTYPES[column.kind])
            columns.append(empty)
            continue
        cells = _as_text(grid.columns[place])
        values, wrong = _values(cells, column, grid.rows)
        columns.append(values.alias(column.name))
        faults += [fault for fault in wrong if (fault.row, fault.column) not in told]
        if column.kind == "date":
            notes += _two_calendars(cells, grid.headers[place].strip())
    frame = pl.DataFrame(columns)
    frame = _with_documents(frame, faults)
    frame, faults, examples = _without_examples(frame, faults)
    return ReadRoster(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        frame=frame,
        faults=tuple(sorted(faults, key=lambda fault: fault.row or 0)),
        notes=(*notes, *examples),
        grid=grid,
        places=places,
    )


def _heads(ending: str, content: bytes) -> list[str]:
    """Return the first row of a table."""
    table = Table(ROSTER.name, ())
    if FORMATS[ending] is csv_grid:
        return list(csv_headers(content, table))
    if ending == ".xlsx":
        return list(xlsx_grid(content, table).headers)
    try:
        return list(pl.read_parquet_schema(io.BytesIO(content)))
    except (PolarsError, OSError) as error:
        raise of_file("fault.not_parquet", ROSTER.name) from error


def _places(heads: Sequence[str]) -> dict[str, int]:
    """Return where each of our columns stands, or refuse the file."""
    found: dict[str, int] = {}
    faults = []
    for place, head in enumerate(heads):
        column = headers().get(search_key(head))
        if column in found:
            faults.append(Fault("fault.duplicate_column", ROSTER.name, 1, head.strip()))
        elif column is not None:
            found[column] = place
    faults += [
        Fault("fault.missing_column", ROSTER.name, 1, column.name)
        for column in ROSTER.columns
        if column.required and column.name not in found
    ]
    if faults:
        raise BadTable(faults)
    return found


def _typed(heads: Sequence[str], places: Mapping[str, int]) -> Table:
    """Declare the file's columns under their own heads, so that typed cells are read as meant."""
    columns = {plain_header(heads[place]): name for name, place in places.items()}
    return Table(
        ROSTER.name,
        tuple(Column(head, _cell_kind(name), "") for head, name in columns.items()),
    )


def _cell_kind(name: str) -> Kind:
    return "count" if name in TYPED_AS_NUMBERS else ROSTER.by_name[name].kind


def _as_text(column: pl.Series) -> pl.Series:
    """Return cells with a type of their own as a person would write them."""
    if column.dtype.is_float():
        whole = column.is_null() | (column == column.round())
        column = column.cast(pl.Int64, strict=False) if whole.all() else column
    return column.cast(pl.String)


def _of_ours(grid: Grid, places: Mapping[str, int]) -> Iterator[Fault]:
    """Yield the faults of rows, and of cells in columns that are ours, under our names."""
    by_head = {plain_header(grid.headers[place]): name for name, place in places.items()}
    by_place = {place: name for name, place in places.items()}
    for fault in grid.faults:
        if fault.column is not None:
            yield replace(fault, column=by_head[fault.column])
        elif "cell" not in fault.values:
            yield fault
        else:
            first, _, last = str(fault.values["cell"]).partition(":")
            reach = range(cell_position(first), cell_position(last or first) + 1)
            names = [by_place[place] for place in reach if place in by_place]
            if names:
                yield replace(fault, column=names[0])


def _ignored(heads: Sequence[str], places: Mapping[str, int]) -> Iterator[Fault]:
    """Note the columns that mean nothing here, other than those a file of bad rows adds."""
    used = set(places.values())
    others = [
        quoted(head.strip())
        for place, head in enumerate(heads)
        if place not in used and head.strip() and search_key(head) not in own_headers()
    ]
    if others:
        yield Fault("note.roster_columns", ROSTER.name, values={"columns": others})


def _values(cells: pl.Series, column: Column, rows: pl.Series) -> tuple[pl.Series, list[Fault]]:
    """Return a column's values, and the cells that cannot be understood."""
    if column.name in WORDS:
        return _words(cells, column.name), []
    if column.name in _IDENTIFIERS:
        return _identified(cells, column.name, rows)
    result = parsed(cells, column.kind)
    faults = [
        Fault(code, ROSTER.name, row, column.name, {"value": quoted(text.strip())})
        for code, wrong in result.wrong
        for row, text in zip(rows.filter(wrong), cells.filter(wrong), strict=True)
    ]
    return result.values, faults


def _words(cells: pl.Series, column: str) -> pl.Series:
    """Return our words; what is none of them stays as it is, to be told of."""
    plain = parsed(cells, "text").values
    known = {text: words_of(column).get(search_key(text), text) for text in plain.drop_nulls()}
    return plain.replace_strict(list(known), list(known.values()), return_dtype=pl.String)


def _identified(cells: pl.Series, column: str, rows: pl.Series) -> tuple[pl.Series, list[Fault]]:
    """Return identifiers as they are stored, and those that are none."""
    read, code = _IDENTIFIERS[column]
    plain = parsed(cells, "text").values
    known = {text: read(text) for text in plain.drop_nulls()}
    values = plain.replace_strict(list(known), list(known.values()), return_dtype=pl.String)
    wrong = plain.is_not_null() & values.is_null()
    return values, [Fault(code, ROSTER.name, row, column) for row in rows.filter(wrong)]


def _two_calendars(cells: pl.Series, header: str) -> Iterator[Fault]:
    """Note a column whose days are written in two calendars: each is read by its own."""
    days = parsed(cells, "text").values.drop_nulls()
    gregorian = int(days.str.contains(_GREGORIAN).sum())
    if 0 < gregorian < len(days):
        values = {"header": header, "count": gregorian, "of": len(days)}
        yield Fault("note.gregorian", ROSTER.name, values=values)


def _with_documents(frame: pl.DataFrame, faults: list[Fault]) -> pl.DataFrame:
    """Return rows with the numbers of documents as they are stored, by the kind of each."""
    numbers: list[str | None] = []
    for row, kind, number in frame.select(ROW, "document_kind", "document_number").iter_rows():
        kind = kind or "national_id"
        stored = None if number is None else identifiers.document(kind, number)
        if number is not None and stored is None and kind in WRONG_DOCUMENT:
            faults.append(Fault(WRONG_DOCUMENT[kind], ROSTER.name, row, "document_number"))
        if kind not in WRONG_DOCUMENT:
            stored = number  # judged with the others: the kind or the number is to be mended
        numbers.append(stored)
    return frame.with_columns(pl.Series("document_number", numbers, dtype=pl.String))


def _without_examples(
    frame: pl.DataFrame, faults: Iterable[Fault]
) -> tuple[pl.DataFrame, list[Fault], list[Fault]]:
    """Leave out the template's made-up rows, with all that is said of them."""
    is_example = (pl.col("group_code") == EXAMPLE_GROUP).fill_null(value=False)
    examples = frame.filter(is_example)[ROW].to_list()
    kept = [fault for fault in faults if fault.row not in examples]
    note = Fault("note.roster_example", ROSTER.name, values={"count": len(examples)})
    return frame.filter(~is_example), kept, [note] if examples else []


_IDENTIFIERS: Mapping[str, tuple[Callable[[str], str | None], str]] = {
    "legal_id": (identifiers.legal_id, "fault.legal_id_wrong"),
    "mobile": (identifiers.mobile, "fault.mobile_wrong"),
}
