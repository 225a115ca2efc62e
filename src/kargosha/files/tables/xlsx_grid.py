"""Sheets of Excel and its kin: typed cells, read as what was meant or refused by name."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from kargosha.analysis.errors import Fault
from kargosha.analysis.tables import Kind, Table
from kargosha.files.tables.grid import (
    MOST_ROWS,
    Grid,
    cell_letters,
    cell_position,
    of_file,
    quoted,
    row_series,
)
from kargosha.files.tables.headers import plain_header
from kargosha.files.tables.xlsx_parts import refuse_other_files, sheet_parts

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

NUMBERS = ("rials", "number", "share", "count")
LARGEST_EXACT = 10**15
"""Excel keeps fifteen digits of a number; a longer one has lost some."""


def xlsx_grid(raw: bytes, table: Table) -> Grid:
    """Return the rows of one sheet; `BadTable` when nothing in the file can be read."""
    from python_calamine import CalamineError, load_workbook

    if not raw:
        raise of_file("fault.empty_file", table.name)
    refuse_other_files(raw, table.name)
    try:
        book = load_workbook(io.BytesIO(raw))
        name = _sheet_name(book, table)
        parts = sheet_parts(raw, name, table.name)
        sheet = book.get_sheet_by_name(name)
        records = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
    except CalamineError as error:
        raise of_file("fault.not_xlsx", table.name) from error
    if not any(cell != "" for record in records for cell in record):
        raise of_file("fault.empty_file", table.name)
    cells = [
        *(("fault.formula", place) for place in parts.formulas),
        *(("fault.cell_error", place) for place in parts.errors),
        *(("fault.merged", place) for place in _merged(sheet)),
    ]
    faults = [Fault(code, table.name, _row(place), None, {"cell": place}) for code, place in cells]
    refused = frozenset(spot for _, place in cells for spot in _spots(place, len(records)))
    return replace(_grid(records, table, faults), refused=refused)


def _sheet_name(book: "CalamineWorkbook", table: Table) -> str:
    """Return the sheet that is named like the table, else the first."""
    for name in book.sheet_names:
        if plain_header(name) == table.name:
            return name
    if not book.sheet_names:
        raise of_file("fault.not_xlsx", table.name)
    return book.sheet_names[0]


def _merged(sheet: "CalamineSheet") -> list[str]:
    """Return the areas of merged cells, as ``B2:C3``."""
    return [
        f"{cell_letters(left)}{top + 1}:{cell_letters(right)}{bottom + 1}"
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]


def _row(place: str) -> int:
    """Return the row of a cell or of the first cell of an area."""
    return int("".join(filter(str.isdigit, place.partition(":")[0])))


def _spots(area: str, height: int) -> Iterator[tuple[int, int]]:
    """Yield row and position of the cells of an area that lie within the first rows of a sheet."""
    first, _, last = area.partition(":")
    left, right = (cell_position(place) for place in (first, last or first))
    for row in range(_row(first), min(_row(last or first), height) + 1):
        yield from ((row, position) for position in range(left, right + 1))


def _grid(records: Sequence[Sequence[object]], table: Table, faults: list[Fault]) -> Grid:
    """Return the cells as texts, refusing those whose type contradicts their column."""
    columns = list(zip(*records, strict=True))
    while all(cell == "" for cell in columns[-1]):
        columns.pop()
    headers = tuple(str(column[0]) for column in columns)
    texts = [
        pl.Series(str(position), _texts(column[1:], table, header, faults), dtype=pl.String)
        for position, (header, column) in enumerate(zip(headers, columns, strict=True))
    ]
    frame = pl.DataFrame([*texts, row_series(range(2, len(records) + 1))])
    cells = pl.all().exclude("rows")
    kept = frame.filter(pl.any_horizontal(cells.str.strip_chars().fill_null("") != ""))
    *kept_texts, rows = kept.get_columns()
    return Grid(headers, tuple(kept_texts), rows, faults, has_cells=True)


def _texts(
    cells: Sequence[object], table: Table, header: str, faults: list[Fault]
) -> list[str | None]:
    """Return the cells of one column as texts; of a column that means nothing, as they look."""
    column = table.by_name.get(plain_header(header))
    if column is None:
        return [str(cell) for cell in cells]
    texts: list[str | None] = []
    for row, cell in enumerate(cells, start=2):
        if isinstance(cell, str):
            texts.append(cell)
            continue
        text, code = _text(cell, column.kind)
        texts.append(text or None)
        if code:
            values = {"value": quoted(_seen(cell))}
            faults.append(Fault(code, table.name, row, column.name, values))
    return texts


def _seen(cell: object) -> object:
    """Return a cell as whoever fills the sheet sees it: whole numbers without a fraction."""
    if isinstance(cell, bool):
        return str(cell).upper()
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _text(cell: object, kind: Kind) -> tuple[str, str]:
    """Return a cell as the text that a CSV would hold, or the code of what is wrong with it."""
    if isinstance(cell, bool):
        return ("yes" if cell else "no", "") if kind == "flag" else ("", "fault.cell_type")
    if isinstance(cell, int | float):
        return _number_text(cell, kind)
    if isinstance(cell, date) and kind == "date":
        return _date_text(cell)
    return "", "fault.cell_type"


def _date_text(cell: date) -> tuple[str, str]:
    """Return a date as text; an hour in it is no day."""
    if isinstance(cell, datetime) and cell.time() != time.min:
        return "", "fault.not_a_date"
    return cell.strftime("%Y-%m-%d"), ""


def _number_text(cell: float, kind: Kind) -> tuple[str, str]:
    """Return a number as text without an exponent, or the code of why it cannot stand here."""
    if kind in ("text", "list"):
        return "", "fault.number_for_text"
    if kind == "date":
        return "", "fault.not_a_date"
    if kind in ("rials", "count") and abs(cell) >= LARGEST_EXACT:
        return "", "fault.digits_lost"
    whole = float(cell).is_integer()
    return (str(int(cell)) if whole else format(Decimal(repr(cell)), "f")), ""
