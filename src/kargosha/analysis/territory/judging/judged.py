"""What a judgement returns, and how its findings are gathered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.tables import ROW, Table, row_numbers, tidied
from kargosha.analysis.territory.judging.tables import HEADER, WORDS

MOST_FAULTS = 100_000
"""A table with more faults is another one than it is taken for."""

MOST_TOLD = 200

FIGURE_COLUMNS = frozenset({"indicator", "observed_on", "period", "value", "margin", "boundary_on"})
"""What a file with one column a figure says by the figure's own column."""


@dataclass(frozen=True, eq=False)
class Judged:
    """A table with what is wrong in it.

    Attributes
    ----------
    frame
        The table's columns in their types, and ``_row``; without rows that said again what another
        row says.
    faults
        What must be mended, by row: the row as the file's reader counts it, and our column, or
        the file's header for a figure that has a column of its own.
    notes
        What is worth knowing, as codes and values.
    """

    frame: pl.DataFrame
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]

    @property
    def good_rows(self) -> pl.DataFrame:
        """Rows of the frame that come from rows without a fault."""
        faulty = {fault.row for fault in self.faults if fault.row is not None}
        return self.frame.filter(~pl.col(ROW).is_in(sorted(faulty)))


@dataclass(eq=False)
class Findings:
    """Faults and notes of one table, as they are found.

    While a table is judged its rows are numbered from 0 in `_row`, for one row of a file may have
    become several; `judged` returns to the file's own numbers.
    """

    table: Table
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def tidied(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the table's columns in their types, rows numbered from 0; note what is wrong.

        A text that is none of the words that its column may hold is at fault and left out.
        """
        numbered = frame.with_columns(pl.Series(ROW, range(len(frame)), dtype=pl.Int64))
        tidy = tidied(numbered, self.table, self.faults)
        for name, known in WORDS.items():
            if name in tidy.columns:
                strange = pl.col(name).is_not_null() & ~pl.col(name).is_in(list(known))
                shown = {"value": pl.col(name), "known": pl.lit(", ".join(known))}
                self.where(tidy, strange, "fault.unknown_word", name, shown)
                tidy = tidy.with_columns(pl.when(~strange).then(pl.col(name)).alias(name))
        return tidy

    def where(
        self,
        frame: pl.DataFrame,
        found: pl.Expr,
        code: str,
        column: str,
        values: Mapping[str, pl.Expr],
    ) -> None:
        """Note a fault for each row of a frame at which a condition holds."""
        shown = [value.alias(name) for name, value in values.items()]
        for quoted in frame.filter(found).select(ROW, *shown).iter_rows(named=True):
            row = quoted.pop(ROW)
            self.faults.append(Fault(code, self.table.name, row, column, quoted))
        if len(self.faults) > MOST_FAULTS:
            many = Fault("fault.too_many_faults", self.table.name, values={"most": MOST_FAULTS})
            raise BadTable([many])

    def note(self, code: str, **values: object) -> None:
        """Note what is worth knowing and need not be mended."""
        self.notes.append(Fault(code, self.table.name, values=values))

    def judged(self, tidy: pl.DataFrame, frame: pl.DataFrame) -> Judged:
        """Return the rows of `tidy` with what was found, under the numbers that `frame` gives."""
        rows = row_numbers(frame)
        headers = frame[HEADER] if HEADER in frame.columns else None
        numbers, names = rows.to_list(), [] if headers is None else headers.to_list()
        faults = [_in_file(fault, numbers, names) for fault in self.faults]
        index = tidy[ROW]
        columns = [rows.gather(index).alias(ROW)]
        if headers is not None:
            columns.append(headers.gather(index))
        return Judged(tidy.with_columns(columns), tuple(_in_order(faults)), tuple(self.notes))


def _in_file(fault: Fault, numbers: list[int], names: list[str]) -> Fault:
    """Return a fault with the numbers and headers of the file."""
    if fault.row is None:
        return fault
    column = names[fault.row] if names and fault.column in FIGURE_COLUMNS else fault.column
    twin = fault.values.get("twin")
    values = {**fault.values, "twin": numbers[twin]} if isinstance(twin, int) else fault.values
    return replace(fault, row=numbers[fault.row], column=column, values=values)


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults by row, each once: a row of a file may have become several."""
    told: dict[tuple[object, ...], Fault] = {}
    for fault in faults:
        quoted = tuple((name, repr(value)) for name, value in fault.values.items())
        told.setdefault((fault.code, fault.row, fault.column, quoted), fault)
    return sorted(told.values(), key=lambda fault: fault.row or 0)
