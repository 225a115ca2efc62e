"""A text file with separators, read a few thousand rows at a time.

`tables.csv_grid` holds a whole file as Python texts, which is five times its size and more; a file
that others made may be large, so here only the columns remain, as polars keeps them. What a file
may hold and how faults are told is the same.
"""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

import polars as pl

from kargosha.analysis.errors import BadTable, Fault
from kargosha.files import disk
from kargosha.files.tables.csv_grid import GUARDED, SEPARATORS
from kargosha.files.tables.grid import MOST_ROWS, Grid, of_file, row_series, text_columns
from kargosha.files.tables.headers import plain_header

AT_ONCE = 20_000
"""Rows that are held as Python texts at one time."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def csv_stream(path: Path, table: str, wanted: Iterable[str]) -> Grid:
    """Return the columns of a text file; a row of another length keeps what it has, and its fault.

    Parameters
    ----------
    path
        The file.
    table
        Name under which faults speak of it.
    wanted
        Headers that should be there: by them the separator is found.

    Raises
    ------
    BadTable
        When nothing in it can be read.
    """
    start = _start(path, table)
    separator = _separator(path, start, table, {plain_header(name) for name in wanted})
    try:
        with path.open(encoding=start, newline="") as text:
            return _grid(_records(text, separator, table), table)
    except UnicodeDecodeError:
        disk.text(path, table)  # says on which line
        raise


def first_record(path: Path, table: str, wanted: Iterable[str] = ()) -> list[str]:
    """Return the first row of a text file."""
    start = _start(path, table)
    separator = _separator(path, start, table, {plain_header(name) for name in wanted})
    return _first(path, start, separator, table)


def _start(path: Path, table: str) -> str:
    """Return the encoding of a file by its first bytes; refuse what is no text with separators."""
    with path.open("rb") as raw:
        first = raw.read(65_536)
    if first.startswith(b"PK\x03\x04"):
        raise of_file("fault.not_csv", table)
    if not first.strip():
        raise of_file("fault.empty_file", table)
    encoding = "utf-16" if first.startswith(_UTF16) else "utf-8-sig"
    if b"\x00" in first and encoding != "utf-16":
        raise of_file("fault.encoding", table, line=first.count(b"\n", 0, first.index(0)) + 1)
    return encoding


def _separator(path: Path, encoding: str, table: str, wanted: set[str]) -> str:
    """Return the separator by which most of the wanted columns stand in the header."""

    def columns_found(separator: str) -> tuple[int, int]:
        try:
            header = _first(path, encoding, separator, table)
        except BadTable:  # a quoted name ends at another separator
            return -1, 0
        return len({plain_header(name) for name in header} & wanted), len(header)

    return max(SEPARATORS, key=columns_found)


def _first(path: Path, encoding: str, separator: str, table: str) -> list[str]:
    try:
        with path.open(encoding=encoding, newline="") as text:
            return _without_empty_end(next(_records(text, separator, table), []))
    except UnicodeDecodeError:
        disk.text(path, table)
        raise


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
    headers = _without_empty_end(next(records, []))
    width = len(headers)
    faults: list[Fault] = []
    numbered = enumerate(records, start=2)
    pieces = [_piece([], width, table, faults)]
    while batch := list(islice(numbered, AT_ONCE)):
        pieces.append(_piece(batch, width, table, faults))
    frame = pl.concat(pieces, rechunk=False)
    *columns, rows = frame.get_columns()
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
