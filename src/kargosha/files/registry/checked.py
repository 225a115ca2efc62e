"""A list that was read and judged: the groups that can be taken in, and the others to be mended."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from kargosha.analysis.errors import Fault
from kargosha.analysis.registry.roster import JudgedRoster
from kargosha.analysis.registry.table import PERSONAL, ROSTER
from kargosha.analysis.tables import ROW, Column, Table
from kargosha.files.registry.reading import ReadRoster
from kargosha.files.registry.words import spoken
from kargosha.files.tables import write
from kargosha.files.words import Language, say

HIDDEN = "•••"
"""What stands for a personal value where a fault is kept."""


@dataclass(frozen=True, eq=False)
class CheckedRoster:
    """What can be taken in of a list, and what is wrong with the rest.

    Attributes
    ----------
    read
        The list as it was read.
    good
        Rows of `JudgedRoster.frame`, of the groups of which no row is at fault.
    faults
        All that is wrong, by row; the column is ours.
    notes
        What is worth knowing and need not be mended.
    left_out
        Numbers of the rows at fault and of the other rows of their groups.
    """

    read: ReadRoster
    good: pl.DataFrame
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    left_out: tuple[int, ...]

    @property
    def good_count(self) -> int:
        """Rows that can be taken in."""
        return self.good.height


def checked_roster(
    read: ReadRoster, judge: Callable[[pl.DataFrame], JudgedRoster]
) -> CheckedRoster:
    """Return a list with the faults of reading and of judging together.

    A cell that could not be read is not also said to be missing, nor anything of a row of another
    length.
    """
    judged = judge(read.frame)
    unread = {(fault.row, fault.column) for fault in read.faults}
    fresh = [
        fault
        for fault in judged.faults
        if not {(fault.row, fault.column), (fault.row, None)} & unread
    ]
    order = {column.name: number for number, column in enumerate(ROSTER.columns)}
    faults = sorted(
        [*read.faults, *fresh],
        key=lambda fault: (fault.row or 0, order.get(fault.column or "", -1)),
    )
    bad = pl.col(ROW).is_in([fault.row for fault in faults if fault.row is not None])
    groups = judged.frame.filter(bad)["group_code"].drop_nulls().unique().to_list()
    is_left_out = bad | pl.col("group_code").is_in(groups).fill_null(value=True)
    return CheckedRoster(
        read=read,
        good=judged.frame.filter(~is_left_out),
        faults=tuple(faults),
        notes=(*read.notes, *judged.notes),
        left_out=tuple(judged.frame.filter(is_left_out)[ROW]),
    )


def kept_fault(result: CheckedRoster, fault: Fault) -> Fault:
    """Return a fault as it may be kept: under the file's header, and without a personal value."""
    if fault.column in PERSONAL and "value" in fault.values:
        fault = replace(fault, values={**fault.values, "value": HIDDEN})
    return result.read.shown(fault)


def bad_rows_file(result: CheckedRoster, language: Language) -> bytes:
    """Return the groups at fault as a CSV that Excel knows: rows as they stand, and what is wrong.

    The heads are the file's own, so once mended it is read again. Before them stand the row's number
    and what is wrong with it; a row without a fault of its own says that its group has one.
    """
    read = result.read
    said: dict[int, list[str]] = {}
    for fault in (spoken(read.shown(each), language) for each in result.faults):
        if fault.row is not None:
            where = "" if fault.column is None else f"{fault.column}: "
            said.setdefault(fault.row, []).append(where + say(fault.code, fault.values, language))
    group = [say("bad_rows.group", {}, language)]
    heads = [say("bad_rows.row", {}, language), say("bad_rows.fault", {}, language)]
    keep = read.grid.rows.is_in(result.left_out)
    rows = read.grid.rows.filter(keep)
    known = {*read.places.values()}
    cells = [
        column.filter(keep).cast(pl.String).alias(read.grid.headers[place].strip())
        for place, column in enumerate(read.grid.columns)
        if place in known
    ]
    frame = pl.DataFrame(
        [
            rows.alias(heads[0]),
            pl.Series(
                heads[1], [" | ".join(said.get(row, group)) for row in rows], dtype=pl.String
            ),
            *cells,
        ]
    )
    columns = [Column(heads[0], "count", "")]
    columns += [Column(name, "text", "") for name in frame.columns[1:]]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bad-rows.csv"
        write(frame, path, Table(ROSTER.name, tuple(columns)), mark=True)
        return path.read_bytes()
