"""Text with separators, as spreadsheets, databases and people write it.

Rows are taken a few thousand at a time, so that only the columns remain, as polars keeps them: a whole
file as Python texts is five times its size and more.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import TextIO

import polars as pl

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.tables import Table
from kargosha.files.disk import UTF16, decoded
from kargosha.files.tables.grid import MOST_ROWS, Grid, of_file, row_series, text_columns
from kargosha.files.tables.headers import plain_header

SEPARATORS = (",", ";", "\t")

AT_ONCE = 20_000
"""Rows that are held as Python texts at one time."""

GUARDED = r"^'('*[=+\-@\t\r])"
"""A quotation mark before one of these signs keeps a spreadsheet from running the cell; `write`
puts it there and reading takes it away."""


def csv_grid(raw: bytes, table: Table) -> Grid:
    """Return the rows of a text file; `BadTable` when nothing in it can be read.

    A row of another length is filled up or cut, and has its fault.
    """
    _refuse_other(raw, table.name)
    separator = _separator(raw, table)
    try:
        return _grid(_records(_opened(raw), separator, table.name), table.name)
    except UnicodeDecodeError:
        decoded(raw, table.name)  # says on which line
        raise


def csv_headers(raw: bytes, table: Table) -> tuple[str, ...]:
    """Return the first row of a text file; `BadTable` when it cannot be read."""
    _refuse_other(raw, table.name)
    return tuple(_header(raw, _separator(raw, table), table.name))


def _refuse_other(raw: bytes, table: str) -> None:
    """Refuse what is no text with separators, or holds nothing."""
    if raw.startswith(b"PK\x03\x04"):
        raise of_file("fault.not_csv", table)
    if not raw.startswith(UTF16):
        if b"\x00" in raw:
            decoded(raw, table)  # says on which line
        if not raw.removeprefix(codecs.BOM_UTF8).strip():
            raise of_file("fault.empty_file", table)
    elif not decoded(raw, table).strip():
        raise of_file("fault.empty_file", table)


def _separator(raw: bytes, table: Table) -> str:
    """Return the separator by which most of the table's columns stand in the header."""

    def columns_found(separator: str) -> tuple[int, int]:
        try:
            header = _header(raw, separator, table.name)
        except BadTable:  # a quoted name ends at another separator
            return -1, 0
        return len({plain_header(name) for name in header} & set(table.by_name)), len(header)

    return max(SEPARATORS, key=columns_found)


def _header(raw: bytes, separator: str, table: str) -> list[str]:
    try:
        return _without_empty_end(next(_records(_opened(raw), separator, table)))
    except UnicodeDecodeError:
        decoded(raw, table)
        raise


def _opened(raw: bytes) -> TextIO:
    encoding = "utf-16" if raw.startswith(UTF16) else "utf-8-sig"
    return io.TextIOWrapper(io.BytesIO(raw), encoding=encoding, newline="")


def _records(text: TextIO, separator: str, table: str) -> Iterator[list[str]]:
    """Yield the rows; a quoted cell may hold separators and line ends."""
    reader = csv.reader(text, delimiter=separator, strict=True)
    read = 0
    try:
        for record in reader:
            read += 1
            if read > MOST_ROWS:
                raise of_file("fault.too_many_rows", table, most=MOST_ROWS)
            yield record
    except csv.Error as error:
        raise BadTable([Fault("fault.csv_broken", table, read + 1)]) from error


def _grid(records: Iterator[list[str]], table: str) -> Grid:
    headers = _without_empty_end(next(records))
    width = len(headers)
    faults: list[Fault] = []
    numbered = enumerate(records, start=2)
    pieces = [_piece([], width, table, faults)]
    while batch := list(islice(numbered, AT_ONCE)):
        pieces.append(_piece(batch, width, table, faults))
    *columns, rows = pl.concat(pieces, rechunk=False).get_columns()
    return Grid(tuple(headers), tuple(columns), rows, faults)


def _piece(
    batch: list[tuple[int, list[str]]], width: int, table: str, faults: list[Fault]
) -> pl.DataFrame:
    """Return some rows as columns; a row of another length is filled up or cut, and noted."""
    kept: list[list[str]] = []
    rows: list[int] = []
    for row, record in batch:
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != width and (len(record) < width or any(map(str.strip, record[width:]))):
            values = {"found": len(record), "expected": width}
            faults.append(Fault("fault.ragged", table, row, None, values))
        kept.append([*record[:width], *[""] * (width - len(record))])
        rows.append(row)
    columns = [column.str.replace(GUARDED, "$1") for column in text_columns(kept, width)]
    return pl.DataFrame([*columns, row_series(rows)])


def _without_empty_end(header: list[str]) -> list[str]:
    """Leave out the empty names at the end that spreadsheets write for columns once used."""
    width = max((i for i, name in enumerate(header, start=1) if name.strip()), default=0)
    return header[:width]
