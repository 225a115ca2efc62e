"""Our columns, one by one, from the cells of a file and from what its mapping says of every row."""

from collections.abc import Iterable, Mapping

import polars as pl

from kargosha.analysis.errors import Fault
from kargosha.analysis.tables import DTYPES, ROW
from kargosha.analysis.territory.judging.tables import HEADER
from kargosha.files.letters import search_key
from kargosha.files.tables.grid import quoted
from kargosha.files.tables.values import stored
from kargosha.files.territory.cells import Cells, mapped, read_cells, translated
from kargosha.files.territory.grids import Sheet
from kargosha.files.territory.mapping import TABLES, ColumnMapping, Series

ELSEWHERE = ("elsewhere", "outside", "جای دیگر", "بیرون", "خارج", "خارج از استان", "سایر استان‌ها")
"""What the end of a flow is called that lies outside the province."""

ENDS = ("origin_code", "destination_code")

_PRINTED = pl.String()


class ColumnReader:
    """Reads a sheet by a mapping and keeps what is wrong or worth knowing."""

    def __init__(self, mapping: ColumnMapping, sheet: Sheet) -> None:
        self.mapping = mapping
        self.sheet = sheet
        self.table = TABLES[mapping.target]
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self._kept = self._kept_rows()
        self._rows = sheet.grid.rows.filter(self._kept)

    @property
    def row_count(self) -> int:
        """Rows that were read, without those left out."""
        return len(self._rows)

    def long_frame(self) -> pl.DataFrame:
        """Return one row a row of the file."""
        return self._framed({})

    def wide_frame(self) -> pl.DataFrame:
        """Return one row for each figure: the file has a column for each indicator."""
        shared = self._framed({"value": None, "indicator": None, "margin": None})
        figures = [self._figures(shared, series) for series in self.mapping.series]
        return pl.concat(figures).sort(ROW, maintain_order=True)

    def _framed(self, given: Mapping[str, None]) -> pl.DataFrame:
        """Return the target's columns; those that are given otherwise stay empty."""
        columns = [self._rows.alias(ROW)]
        periods: pl.Series | None = None
        for column in self.table.columns:
            name = column.name
            if name in self.mapping.columns and name not in given:
                cells = self._column(name)
            else:
                cells = self._constant(name)
            columns.append(cells.values.alias(name))
            periods = cells.periods if name == "observed_on" else periods
        frame = pl.DataFrame(columns)
        if self.mapping.target == "observations":
            frame = self._with_periods(frame, periods)
            frame = frame.with_columns(place_key=mapped(frame["place_name"], search_key, _PRINTED))
        return self._without_elsewhere(frame) if self.mapping.target == "flows" else frame

    def _column(self, name: str) -> Cells:
        """Return a column of the file as values, and note what is wrong with its cells."""
        header = self.mapping.columns[name]
        cells = self._cells(header)
        if name in self.mapping.values_of:
            cells = translated(cells, self.mapping.values_of[name])
        read = read_cells(cells, self.table.column(name).kind)
        self._note_wrong(read, header)
        return read

    def _cells(self, header: str) -> pl.Series:
        return self.sheet.cells(header).filter(self._kept)

    def _constant(self, name: str) -> Cells:
        """Return what holds for every row; nothing where the mapping is silent."""
        kind = self.table.column(name).kind
        height = len(self._rows)
        if name not in self.mapping.constants:
            return Cells(pl.repeat(None, height, dtype=DTYPES[kind], eager=True))
        read = read_cells(pl.Series([self.mapping.constants[name]], dtype=pl.String), kind)
        values = read.values.new_from_index(0, height)
        periods = None if read.periods is None else read.periods.new_from_index(0, height)
        return Cells(values, (), kind, periods)

    def _figures(self, shared: pl.DataFrame, series: Series) -> pl.DataFrame:
        """Return the rows with the figures of one column."""
        height = len(self._rows)
        value = read_cells(self._cells(series.column), "number")
        self._note_wrong(value, series.column)
        columns = [
            value.values.alias("value"),
            pl.lit(series.indicator).alias("indicator"),
            pl.lit(self.sheet.shown_header(series.column)).alias(HEADER),
        ]
        if series.margin:
            margin = read_cells(self._cells(series.margin), "number")
            self._note_wrong(margin, series.margin)
            columns.append(margin.values.alias("margin"))
        if series.period:
            time = read_cells(pl.Series([series.period]), "date")
            assert time.periods is not None  # noqa: S101 - a time has a period
            columns += [
                time.values.new_from_index(0, height).alias("observed_on"),
                time.periods.new_from_index(0, height).alias("period"),
            ]
        if series.boundary:
            day = read_cells(pl.Series([series.boundary]), "date").values[0]
            columns.append(pl.lit(day, dtype=pl.Date).alias("boundary_on"))
        if series.source:
            columns.append(pl.lit(series.source).alias("source"))
        return shared.with_columns(columns)

    def _kept_rows(self) -> pl.Series:
        """Return which rows are none that the mapping leaves out, and note how many those are."""
        kept = pl.repeat(True, len(self.sheet.grid.rows), eager=True)
        for header, words in self.mapping.leave_out.items():
            cells = stored(self.sheet.cells(header).cast(pl.String))
            kept &= ~_is_one_of(cells, words)
        count = int((~kept).sum())
        if count:
            self._note("note.left_out", count=count)
        return kept

    def _note_wrong(self, cells: Cells, header: str) -> None:
        """Note each cell at fault, unless the format has refused it already."""
        place, raw = self.sheet.places[header], self._cells(header)
        refused = self.sheet.grid.refused
        for code, wrong in cells.wrong:
            found = wrong.fill_null(value=False)
            for row, text in zip(self._rows.filter(found), raw.filter(found), strict=True):
                if (row, place) not in refused:
                    values = self.sheet.named_cell(header, row)
                    values |= {"value": quoted(str(text).strip()), "kind": cells.kind}
                    shown = self.sheet.shown_header(header)
                    self.faults.append(Fault(code, self.mapping.target, row, shown, values))
        if cells.gregorian_count:
            shown = self.sheet.shown_header(header)
            count = cells.gregorian_count
            self._note("note.gregorian", header=shown, count=count, of=len(self._rows))

    def _with_periods(self, frame: pl.DataFrame, periods: pl.Series | None) -> pl.DataFrame:
        """Say of each time how long it lasts: as it is written, else as the file's column says."""
        if periods is None:
            return frame
        stated = frame["period"]
        contrary = (periods != "day") & (stated != periods)
        header = self.mapping.columns.get("period") or self.mapping.columns["observed_on"]
        self._note_wrong(Cells(stated, [("fault.period_contradicts", contrary)]), header)
        written = pl.select(
            pl.when(periods == "day")
            .then(pl.coalesce(stated, periods))
            .otherwise(periods)
            .alias("period")
        )
        return frame.with_columns(written.to_series())

    def _without_elsewhere(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Empty the ends of flows that lie outside; an end that is blank in the file is a fault."""
        for name in ENDS:
            outside = _is_one_of(frame[name], ELSEWHERE)
            if name in self.mapping.columns:
                blank = Cells(frame[name], [("fault.flow_end_blank", frame[name].is_null())])
                self._note_wrong(blank, self.mapping.columns[name])
            frame = frame.with_columns(frame[name].set(outside, None))
        return frame

    def _note(self, code: str, **values: object) -> None:
        self.notes.append(Fault(code, self.mapping.target, values=values))


def _is_one_of(texts: pl.Series, words: Iterable[str]) -> pl.Series:
    """Say where one of some words stands, in any spelling."""
    keys = {search_key(word) for word in words}
    return mapped(texts, lambda text: search_key(text) in keys, pl.Boolean()).fill_null(value=False)
