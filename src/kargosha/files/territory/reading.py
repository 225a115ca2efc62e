"""Read somebody's file by a mapping into our columns, with every fault by row and column."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.tables import ROW
from kargosha.analysis.watch import Unwatched, Watch
from kargosha.files.territory.columns import ColumnReader
from kargosha.files.territory.grids import Sheet, sheet_of
from kargosha.files.territory.mapping import ColumnMapping

MOST_FAULTS = 100_000
"""A file with more faults is another one than the mapping speaks of."""

MOST_SHOWN = 200


@dataclass(frozen=True, eq=False)
class Mapped:
    """A file as our columns.

    Attributes
    ----------
    mapping
        By which it was read.
    frame
        The target's columns and ``_row``; of a file with one column a figure, also ``_header``, the
        header under which the figure stands. A cell at fault is empty.
    faults
        What is wrong, by row; the column is the file's header.
    notes
        What a reader should know and need not mend, as codes and values.
    row_count
        Rows of the file that were read, without those left out.
    sha256
        Of the file's bytes.
    sheet
        The cells as they stand.
    """

    mapping: ColumnMapping
    frame: pl.DataFrame
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    row_count: int
    sha256: str
    sheet: Sheet

    @property
    def good_rows(self) -> pl.DataFrame:
        """Rows of the frame that come from rows of the file without a fault."""
        return without_faulty(self.frame, self.faults)


def read_mapped(path: Path, mapping: ColumnMapping, *, watch: Watch | None = None) -> Mapped:
    """Return a file's rows in the columns of the mapping's target.

    Only what a cell says is looked at here; whether a place is known and a figure possible is
    judged by `analysis.territory.judging`.

    Raises
    ------
    BadTable
        When the file as a whole cannot be read by this mapping.
    """
    watch = watch or Unwatched()
    sheet = sheet_of(path, mapping)
    watch.report(0.4, None, None)
    reader = ColumnReader(mapping, sheet)
    frame = reader.long_frame() if not mapping.series else reader.wide_frame()
    watch.report(0.8, None, None)
    faults = [*sheet.grid.faults, *reader.faults]
    if len(faults) > MOST_FAULTS:
        many = Fault("fault.too_many_faults", mapping.target, values={"most": MOST_FAULTS})
        raise BadTable([many, *in_order(faults)[:MOST_SHOWN]])
    with path.open("rb") as raw:
        sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
    watch.report(1.0, None, None)
    return Mapped(
        mapping=mapping,
        frame=frame,
        faults=tuple(in_order(faults)),
        notes=tuple(reader.notes),
        row_count=reader.row_count,
        sha256=sha256,
        sheet=sheet,
    )


def without_faulty(frame: pl.DataFrame, faults: Iterable[Fault]) -> pl.DataFrame:
    """Return the rows of a frame at which no fault stands."""
    faulty = {fault.row for fault in faults if fault.row is not None}
    return frame.filter(~pl.col(ROW).is_in(sorted(faulty)))


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults by row; those of the whole file first."""
    return sorted(faults, key=lambda fault: fault.row or 0)
