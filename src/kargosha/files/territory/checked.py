"""A file that was read and judged: the rows that can be taken in, and the others as a file to mend."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from kargosha.analysis.errors import Fault
from kargosha.analysis.tables import ROW, Column, Table
from kargosha.analysis.territory.judging import Judged
from kargosha.files.tables import write
from kargosha.files.territory.reading import Mapped, in_order, without_faulty
from kargosha.files.words import Language, say


@dataclass(frozen=True, eq=False)
class Checked:
    """What can be taken in of a file, and what is wrong with the rest.

    Attributes
    ----------
    mapped
        The file as it was read.
    good
        Rows of the target's columns that come from rows of the file without any fault.
    faults
        Everything that is wrong, by row; the column is the file's header.
    notes
        What is worth knowing and need not be mended.
    good_count
        Rows of the file without a fault.
    """

    mapped: Mapped
    good: pl.DataFrame
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    good_count: int

    @property
    def bad_rows(self) -> list[int]:
        """Numbers of the rows at fault."""
        return sorted({fault.row for fault in self.faults if fault.row is not None})


def checked(mapped: Mapped, judge: Callable[[pl.DataFrame], Judged]) -> Checked:
    """Return a file with the faults of reading and of judging together.

    What could not be read, a cell or a row of another length, is not also said to be missing. A
    fault of the whole file leaves no good row.
    """
    judged = judge(mapped.frame)
    unread = {(fault.row, fault.column) for fault in mapped.faults}
    fresh = [
        fault
        for fault in (_in_file(each, mapped) for each in judged.faults)
        if not {(fault.row, fault.column), (fault.row, None)} & unread
    ]
    faults = in_order([*mapped.faults, *fresh])
    whole = any(fault.row is None or fault.row == 1 for fault in faults)
    good = judged.frame.clear() if whole else without_faulty(judged.frame, faults)
    bad = {fault.row for fault in faults}
    kept = 0 if whole else mapped.row_count - len(bad & set(mapped.sheet.grid.rows))
    return Checked(mapped, good, tuple(faults), (*mapped.notes, *judged.notes), kept)


def write_bad_rows(result: Checked, path: Path, language: Language) -> int:
    """Write the rows at fault as they stand in the file, with what is wrong; return how many.

    The file has the same headers, so once mended it is read by the same mapping. The row's number
    and what is wrong stand in two columns before them.
    """
    headers = [header.strip() for header in result.mapped.sheet.grid.headers]
    original = result.mapped.sheet.original()
    said: dict[int, list[str]] = {}
    for fault in result.faults:
        if fault.row is not None:
            said.setdefault(fault.row, []).append(_sentence(fault, language))
    bad = original.filter(pl.col(ROW).is_in(list(said)))
    frame = pl.DataFrame(
        [
            bad[ROW].alias("row"),
            pl.Series("said", [" | ".join(said[row]) for row in bad[ROW]], dtype=pl.String),
            *(bad[str(place)].cast(pl.String) for place in range(len(headers))),
        ]
    )
    names = [say("bad_rows.row", {}, language), say("bad_rows.fault", {}, language)]
    frame.columns = _each_once([*names, *headers])
    columns = (
        Column(frame.columns[0], "count", ""),
        *(Column(n, "text", "") for n in frame.columns[1:]),
    )
    write(frame, path, Table(result.mapped.mapping.target, columns), mark=True)
    return frame.height


def _in_file(fault: Fault, mapped: Mapped) -> Fault:
    """Return a judgement's fault under the file's header."""
    header = mapped.mapping.columns.get(fault.column or "")
    if header is None:
        return fault
    shown = mapped.sheet.shown_header(header)
    values: Mapping[str, object] = fault.values
    if fault.row is not None:
        values = {**values, **mapped.sheet.named_cell(header, fault.row)}
    return replace(fault, column=shown, values=values)


def _sentence(fault: Fault, language: Language) -> str:
    where = "" if fault.column is None else f"{fault.column}: "
    return where + say(fault.code, fault.values, language)


def _each_once(names: list[str]) -> list[str]:
    """Return names of which none stands twice; columns without one are counted."""
    found: list[str] = []
    for place, name in enumerate(names):
        found.append(name if name and name not in found else f"{name or 'column'} {place}")
    return found
