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
from kargosha.kernel.models import Attachment

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


def taken_along(
    rows: Iterable[Mapping[str, object]], table: Table, ending: str, *, name: str = ""
) -> TakenAlong:
    """Return rows of a table as a CSV that Excel knows as UTF-8, or as an XLSX.

    A row may hold more than the table names; the file is named like the table, or as it is said.

    Raises
    ------
    NotFound
        There are no files of that kind.
    """
    if ending not in ENDINGS:
        raise NotFound("file", ending)
    schema = {column.name: DTYPES[column.kind] for column in table.columns}
    frame = pl.DataFrame([{each: row.get(each) for each in schema} for row in rows], schema=schema)
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{name or table.name}.{ending}"
        write(frame, file, table, mark=True)
        return TakenAlong(file.name, ENDINGS[ending], file.read_bytes())


def handed_out(file: TakenAlong) -> HttpResponse:
    """Answer with a file to be kept, under its name; no browser opens it as a page."""
    headers = {"Content-Disposition": content_disposition_header(True, file.name) or "attachment"}
    return HttpResponse(file.content, content_type=file.kind, headers=headers)


def handed_back(file: Attachment, kind: str = "application/octet-stream") -> HttpResponse:
    """Answer with a kept file; what somebody handed in is never believed to be what it says it is."""
    return handed_out(TakenAlong(file.name, kind, bytes(file.content)))
