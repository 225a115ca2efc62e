"""Text with separators, as spreadsheets, databases and people write it."""

import csv
import io
from collections.abc import Iterator

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.tables import Table
from kargosha.files.disk import decoded
from kargosha.files.tables.grid import MOST_ROWS, Grid, of_file, row_series, text_columns
from kargosha.files.tables.headers import plain_header

SEPARATORS = (",", ";", "\t")

GUARDED = r"^'('*[=+\-@\t\r])"
"""A quotation mark before one of these signs keeps a spreadsheet from running the cell; `write`
puts it there and reading takes it away."""


def csv_grid(raw: bytes, table: Table) -> Grid:
    """Return the rows of a text file; `BadTable` when nothing in it can be read."""
    if raw.startswith(b"PK\x03\x04"):
        raise of_file("fault.not_csv", table.name)
    text = decoded(raw, table.name)
    if not text.strip():
        raise of_file("fault.empty_file", table.name)
    records = _records(text, _separator(text, table), table.name)
    headers = _without_empty_end(next(records))
    width = len(headers)
    kept: list[list[str]] = []
    rows: list[int] = []
    faults: list[Fault] = []
    for row, record in enumerate(records, start=2):
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != width and (len(record) < width or any(map(str.strip, record[width:]))):
            values = {"found": len(record), "expected": width}
            faults.append(Fault("fault.ragged", table.name, row, None, values))
            continue
        kept.append(record[:width])
        rows.append(row)
    columns = (column.str.replace(GUARDED, "$1") for column in text_columns(kept, width))
    return Grid(tuple(headers), tuple(columns), row_series(rows), faults)


def _separator(text: str, table: Table) -> str:
    """Return the separator by which most of the table's columns stand in the header."""

    def columns_found(separator: str) -> tuple[int, int]:
        try:
            header = next(_records(text, separator, table.name))
        except BadTable:  # a quoted name ends at another separator
            return -1, 0
        return len({plain_header(name) for name in header} & set(table.by_name)), len(header)

    return max(SEPARATORS, key=columns_found)


def _records(text: str, separator: str, table: str) -> Iterator[list[str]]:
    """Yield the rows; a quoted cell may hold separators and line ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    read = 0
    try:
        for record in reader:
            read += 1
            if read > MOST_ROWS:
                raise of_file("fault.too_many_rows", table, most=MOST_ROWS)
            yield record
    except csv.Error as error:
        raise BadTable([Fault("fault.csv_broken", table, read + 1)]) from error


def _without_empty_end(header: list[str]) -> list[str]:
    """Leave out the empty names at the end that spreadsheets write for columns once used."""
    width = max((i for i, name in enumerate(header, start=1) if name.strip()), default=0)
    return header[:width]
