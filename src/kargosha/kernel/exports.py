"""Lists to take along: rows of a table as a file for a spreadsheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kargosha.analysis.tables import DTYPES, Table
from kargosha.files.tables.writing import write
from kargosha.kernel.errors import NotFound

ENDINGS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The kinds of files, each with its media type."""


@dataclass(frozen=True)
class TakenAlong:
    """A file as it is handed out: its name, its media type and what it holds."""

    name: str
    kind: str
    content: bytes


def taken_along(rows: Iterable[Mapping[str, object]], table: Table, ending: str) -> TakenAlong:
    """Return rows of a table as a CSV that Excel knows as UTF-8, or as an XLSX.

    Raises
    ------
    NotFound
        There are no files of that kind.
    """
    if ending not in ENDINGS:
        raise NotFound("file", ending)
    schema = {column.name: DTYPES[column.kind] for column in table.columns}
    frame = pl.DataFrame([{**row} for row in rows], schema=schema)
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{table.name}.{ending}"
        write(frame, file, table, mark=True)
        return TakenAlong(file.name, ENDINGS[ending], file.read_bytes())


def handed_out(file: TakenAlong) -> HttpResponse:
    """Answer with a file to be kept, under its name; no browser opens it as a page."""
    headers = {"Content-Disposition": content_disposition_header(True, file.name) or "attachment"}
    return HttpResponse(file.content, content_type=file.kind, headers=headers)
