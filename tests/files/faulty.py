"""Small files for the tests, and the faults found in them."""

from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook  # noqa: TID253 - only the tests pay

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.tables import Column, Table
from kargosha.files.faults import told
from kargosha.files.tables import read
from kargosha.files.words import LANGUAGES

GROUPS = Table(
    "groups",
    (
        Column("group_id", "text", "identifier", required=True),
        Column("amount", "rials", "money", required=True, least=1, most=10**16),
        Column("value", "number", "value", least=0),
        Column("share", "share", "share", least=0, most=1),
        Column("members", "count", "members", least=1, most=1000),
        Column("founded", "date", "day"),
        Column("rural", "flag", "in a village"),
        Column("tags", "list", "classes"),
    ),
)


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "groups.csv"
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_file(folder: Path, rows: list[list[object]], sheet: str = "groups") -> Path:
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    path = folder / "groups.xlsx"
    book.save(path)
    return path


def parquet_file(folder: Path, frame: pl.DataFrame) -> Path:
    path = folder / "groups.parquet"
    frame.write_parquet(path)
    return path


def faults_in(path: Path) -> list[Fault]:
    """Read a file that must be refused; each fault must have its sentence in both languages."""
    with pytest.raises(BadTable) as caught:
        read(path, GROUPS)
    for fault in caught.value.faults:
        for language in LANGUAGES:
            assert told(fault, {"groups": path.name}, language).startswith(path.name)
    return list(caught.value.faults)


def the_fault(path: Path) -> tuple[str, int | None, str | None]:
    """Return code, row and column of the only fault in a file."""
    (fault,) = faults_in(path)
    return fault.code, fault.row, fault.column
