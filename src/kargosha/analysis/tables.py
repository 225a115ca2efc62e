"""The tables that methods read and write: each column's name, kind, unit and meaning.

A table is declared once, here. The file doors read by it, the areas' frames are made by it, and
the manual's table of columns is printed from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from kargosha.analysis.errors import Fault

Kind = Literal["text", "rials", "number", "share", "count", "date", "flag", "list"]

ROW = "_row"
"""Name of the column that carries the row's number as the file's reader counts it."""

MOST_RIALS = 10**16
"""No single amount or budget is larger (ten million billion rials): beyond it floats lose rials."""


DTYPES: Mapping[Kind, pl.DataType] = {
    "text": pl.String(),
    "rials": pl.Int64(),
    "number": pl.Float64(),
    "share": pl.Float64(),
    "count": pl.Int64(),
    "date": pl.Date(),
    "flag": pl.Boolean(),
    "list": pl.List(pl.String()),
}
"""How a column of each kind is held in a frame."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name
        As in the file's header.
    kind
        ``text`` (identifiers too), ``rials`` (whole, >= 0), ``number`` (finite), ``share`` (0–1),
        ``count`` (whole, >= 0), ``date`` (Gregorian ISO), ``flag`` (yes or no), ``list`` (text
        separated by ``;``).
    meaning
        One line for the manual.
    required
        Whether the column must stand in the table and hold a value in each row.
    unit
        Unit, where the kind does not say it.
    least, most
        Bounds of a number, both allowed values; None for none.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    unit: str = ""
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Table:
    """One table: its name and its columns by name."""

    name: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return self.by_name[name]

    @property
    def by_name(self) -> Mapping[str, Column]:
        """Columns by their name."""
        return {column.name: column for column in self.columns}


CANDIDATES = Table(
    "candidates",
    (
        Column("candidate_id", "text", "identifier of the proposal", required=True),
        Column("amount", "rials", "money asked for", required=True, least=1, most=MOST_RIALS),
        Column(
            "value", "number", "kept jobs weighted by need; stands for the four factors", least=0
        ),
        Column("jobs", "number", "credible jobs", unit="jobs", least=0, most=1_000_000),
        Column("keep_probability", "share", "chance that a job is kept 24 months", least=0, most=1),
        Column("need", "number", "need of the place, 1 + a·D + b·E", least=0, most=1_000),
        Column("household_weight", "number", "1 + c·share without an earner", least=0, most=1_000),
        Column("max_funds", "count", "largest number of funds that may share it", least=1, most=2),
        Column("place_code", "text", "code of the place"),
        Column("activity", "text", "code of the activity"),
        Column("kind", "text", "code of the borrower's kind"),
        Column("tags", "list", "classes the candidate belongs to"),
        Column("submitted_on", "date", "day of submission"),
        Column("members", "count", "members of the group", least=1, most=1_000_000),
    ),
)

FUNDS = Table(
    "funds",
    (
        Column("fund_id", "text", "identifier of the fund", required=True),
        Column("budget", "rials", "money it can give", required=True, least=0, most=MOST_RIALS),
        Column(
            "ceiling_per_group", "rials", "most it gives to one candidate", least=0, most=MOST_RIALS
        ),
        Column("ceiling_per_job", "rials", "most it gives for one job", least=0, most=MOST_RIALS),
        Column("max_share", "share", "largest share it carries of one candidate", least=0, most=1),
        Column("places", "list", "code prefixes of the places it may pay for"),
        Column("activities", "list", "activities it may pay for"),
        Column("kinds", "list", "kinds of borrower it may pay for"),
    ),
)

OPTIONS = Table(
    "options",
    (
        Column("candidate_id", "text", "candidate of the pair", required=True),
        Column("fund_id", "text", "fund of the pair", required=True),
        Column("value", "number", "value of this pair", least=0),
        Column("amount", "rials", "money of this pair", least=1, most=MOST_RIALS),
    ),
)

QUOTAS = Table(
    "quotas",
    (
        Column("quota_id", "text", "identifier of the quota", required=True),
        Column(
            "class", "text", "who it counts: all, place:…, tag:…, activity:…, kind:…", required=True
        ),
        Column("measure", "text", "amount, jobs or count", required=True),
        Column("floor", "number", "least; empty for none", least=0, most=float(10**18)),
        Column("ceiling", "number", "most; empty for none", least=0, most=float(10**18)),
        Column("relative", "flag", "yes: floor and ceiling are shares of what is granted"),
    ),
)

CAPACITIES = Table(
    "capacities",
    (
        Column("capacity_id", "text", "identifier of the capacity", required=True),
        Column(
            "limit", "number", "most that can be used", required=True, least=0, most=float(10**18)
        ),
    ),
)

USES = Table(
    "uses",
    (
        Column("candidate_id", "text", "candidate that uses it", required=True),
        Column("capacity_id", "text", "capacity that is used", required=True),
        Column("use", "number", "how much of it", required=True, least=0, most=float(10**18)),
    ),
)

AWARDS = Table(
    "awards",
    (
        Column("candidate_id", "text", "candidate that is granted", required=True),
        Column("fund_id", "text", "fund that pays; empty without a funds file"),
        Column("amount", "rials", "money from this fund", required=True),
    ),
)

REASONS = Table(
    "reasons",
    (
        Column("candidate_id", "text", "candidate", required=True),
        Column("outcome", "text", "granted, refused or ineligible", required=True),
        Column("code", "text", "code of the reason"),
        Column("detail", "text", "the reason's values as JSON"),
        Column("core_index", "share", "share of draws in which it is funded; when asked"),
    ),
)

PRICES = Table(
    "prices",
    (
        Column("condition", "text", "fund:…, floor:…, ceiling:… or capacity:…", required=True),
        Column("price", "number", "value gained by one more unit", required=True),
        Column("slack", "number", "what is left of the condition", required=True),
    ),
)

CONFLICT = Table(
    "conflict",
    (
        Column("condition", "text", "one of the conditions that cannot all hold", required=True),
        Column("code", "text", "code of the sentence", required=True),
        Column("detail", "text", "the sentence's values as JSON", required=True),
    ),
)

MOST_FIGURE = 1e15
"""No figure of an indicator is larger: beyond it floats lose whole numbers."""

INDEX_OBSERVATIONS = Table(
    "observations",
    (
        Column("place_code", "text", "code of the place", required=True),
        Column("indicator", "text", "code of the indicator", required=True),
        Column(
            "value", "number", "the figure; empty for unknown", least=-MOST_FIGURE, most=MOST_FIGURE
        ),
        Column("margin", "number", "half width of its 95 % interval", least=0, most=MOST_FIGURE),
        Column("name_fa", "text", "Persian name of the place"),
        Column("name_en", "text", "English name of the place"),
        Column("date", "date", "day of the figure"),
        Column("source", "text", "where the figure comes from"),
    ),
)

INDEX = Table(
    "index",
    (
        Column("place_code", "text", "code of the place", required=True),
        Column("name_fa", "text", "Persian name of the place"),
        Column("name_en", "text", "English name of the place"),
        Column("value", "share", "the index, 1 the worst; empty where nothing is known"),
        Column("value_low", "share", "lower end of its interval"),
        Column("value_high", "share", "upper end of its interval"),
        Column("percentile", "share", "share of the other places that are better off"),
        Column("rank", "count", "1 is the worst"),
        Column("rank_low", "count", "lower end of the rank's interval"),
        Column("rank_high", "count", "upper end of the rank's interval"),
        Column("worst_fifth_probability", "share", "share of draws within the worst fifth"),
        Column("known_share", "share", "share of the weights that rests on known figures"),
    ),
)

CONTRIBUTIONS = Table(
    "contributions",
    (
        Column("place_code", "text", "code of the place", required=True),
        Column("indicator", "text", "code of the indicator", required=True),
        Column("value", "number", "the figure; empty for unknown"),
        Column("contribution", "number", "what it adds to the index; they sum to its value"),
    ),
)

ALLOCATION_INPUTS = (CANDIDATES, FUNDS, OPTIONS, QUOTAS, CAPACITIES, USES)
ALLOCATION_OUTPUTS = (AWARDS, REASONS, PRICES, CONFLICT)


def tidied(frame: pl.DataFrame, table: Table, faults: list[Fault]) -> pl.DataFrame:
    """Return exactly the table's columns in their types, and the row numbers; note every fault.

    A value with a fault comes back empty, so that what is checked later does not stumble over it.
    A column that is absent comes back empty; columns that the table does not know are left out.
    Texts may stand for lists (separated by ``;``) and flags (``yes``, ``no``).
    """
    rows = row_numbers(frame)
    series = [rows]
    for column in table.columns:
        if column.name in frame.columns:
            series.append(_tidied(frame[column.name], column, table.name, rows, faults))
            continue
        if column.required:
            faults.append(Fault("fault.missing_column", table.name, None, column.name))
        series.append(pl.Series(column.name, [None] * len(frame), dtype=DTYPES[column.kind]))
    return pl.DataFrame(series)


def row_numbers(frame: pl.DataFrame) -> pl.Series:
    """Return the rows as the file's reader counts them; without a file the header counts as 1."""
    if ROW in frame.columns:
        return frame[ROW]
    return pl.Series(ROW, range(2, len(frame) + 2), dtype=pl.Int64)


def _tidied(
    series: pl.Series, column: Column, table: str, rows: pl.Series, faults: list[Fault]
) -> pl.Series:
    if not _fits(series.dtype, column.kind):
        faults.append(Fault("fault.wrong_type", table, None, column.name, {"kind": column.kind}))
        return pl.Series(column.name, [None] * len(series), dtype=DTYPES[column.kind])
    if series.dtype == pl.String:
        series = pl.select(pl.when(series != "").then(series).alias(column.name)).to_series()
    if column.required:
        for row in rows.filter(series.is_null()):
            faults.append(Fault("fault.missing", table, row, column.name))
    wrong = pl.Series([False] * len(series), dtype=pl.Boolean)
    for code, found, values in _wrong(series, column):
        found = (found & ~wrong).fill_null(value=False)
        wrong = wrong | found
        for row, value in zip(rows.filter(found), series.filter(found), strict=True):
            faults.append(Fault(code, table, row, column.name, {"value": value, **values}))
    return _cast(pl.select(pl.when(~wrong).then(series).alias(column.name)).to_series(), column)


def _fits(dtype: pl.DataType, kind: Kind) -> bool:
    if dtype == pl.Null:
        return True
    if kind in ("rials", "count", "number", "share"):
        return dtype.is_integer() or dtype.is_float()
    # Polars makes List(Null) of a column of lists that are all empty.
    return dtype in (DTYPES[kind], pl.String) or (kind == "list" and dtype == pl.List(pl.Null))


def _wrong(series: pl.Series, column: Column) -> list[tuple[str, pl.Series, dict[str, float]]]:
    """List what can be wrong with a value of the column: code, which rows, figures to quote."""
    if column.kind == "flag" and series.dtype == pl.String:
        return [("fault.not_a_flag", ~series.is_in(["yes", "no"]), {})]
    if not series.dtype.is_numeric():
        return []
    checks: list[tuple[str, pl.Series, dict[str, float]]] = []
    if series.dtype.is_float():
        checks.append(("fault.not_finite", ~series.is_finite(), {}))
        if column.kind in ("rials", "count"):
            checks.append(("fault.not_whole", series != series.round(), {}))
    return [*checks, *_out_of_range(series, column)]


def _out_of_range(
    series: pl.Series, column: Column
) -> list[tuple[str, pl.Series, dict[str, float]]]:
    """List what can be wrong with a number's size, so that the sentence can say what to write."""
    least, most = column.least, column.most
    if column.kind == "share":
        return [("fault.not_a_share", (series < 0) | (series > 1), {})]
    if least is not None and most == least + 1:
        outside = (series < least) | (series > most)
        return [("fault.neither_of_two", outside, {"least": least, "most": most})]
    checks: list[tuple[str, pl.Series, dict[str, float]]] = []
    if least is not None:
        if least >= 0:
            checks.append(("fault.negative", series < 0, {}))
        checks.append(("fault.too_small", series < least, {"least": least}))
    if most is not None:
        checks.append(("fault.too_large", series > most, {"most": most}))
    return checks


def _cast(series: pl.Series, column: Column) -> pl.Series:
    if column.kind == "flag" and series.dtype == pl.String:
        return (series == "yes").alias(column.name)
    if column.kind == "list" and series.dtype == pl.String:
        parts = pl.col(column.name).str.split(";").list.eval(pl.element().str.strip_chars())
        kept = parts.list.eval(pl.element().filter(pl.element() != ""))
        return series.to_frame().select(kept).to_series()
    return series.cast(DTYPES[column.kind])
