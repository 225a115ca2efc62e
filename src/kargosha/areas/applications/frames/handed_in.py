"""A list as somebody hands it in: the bytes of a file and its name, read by a table."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from kargosha.analysis.tables import Table
from kargosha.files.tables import read
from kargosha.kernel.attachments import refuse_size


def frame_of(name: str, content: bytes, table: Table) -> pl.DataFrame:
    """Return the rows of a file that a table describes.

    Raises
    ------
    BadTable
        With every fault of the file, each by its row.
    Refused
        The file is empty or too large.
    """
    refuse_size(name, content)
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{table.name}{Path(name).suffix}"
        file.write_bytes(content)
        return read(file, table)
