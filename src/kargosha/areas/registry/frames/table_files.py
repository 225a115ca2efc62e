"""What the pages of people and groups list, as files for a spreadsheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from kargosha.analysis.tables import DTYPES, Table
from kargosha.files.tables.writing import write
from kargosha.kernel.errors import NotFound

ENDINGS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The kinds of files, each with its media type."""


@dataclass(frozen=True)
class TableFile:
    """A file with its name and what kind of content it holds."""

    name: str
    kind: str
    content: bytes


def table_file(
    rows: Iterable[Mapping[str, object]], table: Table, *, name: str, ending: str
) -> TableFile:
    """Return rows as a file of that ending, in their order; a row may hold more than the table names.

    Raises
    ------
    NotFound
        There are no files of that ending.
    """
    if ending not in ENDINGS:
        raise NotFound("file", ending)
    schema = {column.name: DTYPES[column.kind] for column in table.columns}
    kept = [{name: row.get(name) for name in schema} for row in rows]
    frame = pl.DataFrame(kept, schema=schema)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{table.name}.{ending}"
        write(frame, path, table, mark=True)
        return TableFile(f"{name}.{ending}", ENDINGS[ending], path.read_bytes())
