"""From the cells of a column to values, with what others write for *unknown*."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kargosha.analysis.tables import DTYPES, Kind
from kargosha.files.letters import search_key
from kargosha.files.tables.values import parsed, stored
from kargosha.files.territory.moments import Moment, moment

UNKNOWN = frozenset(
    {"-", "--", "–", "—", "…", "...", "..", "na", "n/a", "null", "none", "unknown", "?"}
    | {"نامعلوم", "نا معلوم", "نامشخص", "مجهول"}
)
"""What a cell may hold when the figure is not known; as letters are stored, in small letters."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Values of a column, empty where unknown or wrong, and where which code says why.

    Attributes
    ----------
    values
        One a row.
    wrong
        Codes, each with the rows at which it holds.
    kind
        What the values should be.
    periods
        Of a column of times: ``year``, ``season``, ``month`` or ``day``.
    gregorian_count
        Of a column of times: how many were written in the Gregorian calendar.
    """

    values: pl.Series
    wrong: Sequence[tuple[str, pl.Series]] = ()
    kind: Kind = "text"
    periods: pl.Series | None = None
    gregorian_count: int = 0


def read_cells(cells: pl.Series, kind: Kind) -> Cells:
    """Read cells, texts or those of a format with types of its own, as values of a kind."""
    if kind == "date":
        return _times(cells)
    if cells.dtype != pl.String:
        return _typed(cells, kind)
    if kind == "text":
        return Cells(stored(cells))
    plain = _known(cells) if kind == "number" else cells
    read = parsed(plain, kind)
    values = read.values
    if kind == "list":
        values = values.str.split(";").list.eval(pl.element().str.strip_chars())
        values = values.list.eval(pl.element().filter(pl.element() != ""))
    return Cells(values, read.wrong, kind)


def translated(cells: pl.Series, words: Mapping[str, str]) -> pl.Series:
    """Return texts with the file's words said in ours; other words as they are.

    Spelling does not matter: a word is known by its letters, small or capital, joined or not.
    """
    if cells.dtype != pl.String:
        return cells
    keyed = {search_key(word): ours for word, ours in words.items() if search_key(word)}

    def ours(text: str) -> str:
        return words.get(text) or keyed.get(search_key(text)) or text

    return mapped(stored(cells), ours, pl.String())


def mapped(texts: pl.Series, function: Callable[[str], object], dtype: pl.DataType) -> pl.Series:
    """Return what a function makes of each text, asking it once for equal ones."""
    known = texts.drop_nulls().unique().to_list()
    return texts.replace_strict(
        known, [function(text) for text in known], default=None, return_dtype=dtype
    )


def _typed(cells: pl.Series, kind: Kind) -> Cells:
    """Take over values that have the type already; any other type is refused by column."""
    dtype = cells.dtype
    if dtype == pl.Null or dtype == DTYPES[kind]:
        values = cells.cast(DTYPES[kind])
    elif kind == "number" and (dtype.is_numeric() or dtype.is_decimal()):
        values = cells.cast(pl.Float64)
    else:
        empty = pl.Series(cells.name, [None] * len(cells), dtype=DTYPES[kind])
        return Cells(empty, [("fault.wrong_type", cells.is_not_null())], kind)
    if kind != "number":
        return Cells(values)
    broken = ~values.is_finite().fill_null(value=True)
    return Cells(values.set(broken, None), [("fault.not_finite", broken)], kind)


def _times(cells: pl.Series) -> Cells:
    """Read times of either calendar, with their periods."""
    if cells.dtype.is_float():
        cells = cells.cast(pl.Int64, strict=False)
    plain = _known(cells.cast(pl.String))
    moments = {text: _moment(text) for text in plain.drop_nulls().unique()}
    found = {text: each for text, each in moments.items() if each is not None}
    keys = list(found)
    first = plain.replace_strict(
        keys, [each.first_day for each in found.values()], default=None, return_dtype=pl.Date
    )
    periods = plain.replace_strict(
        keys, [each.period for each in found.values()], default=None, return_dtype=pl.String
    )
    gregorian = plain.is_in([text for text, each in found.items() if each.is_gregorian])
    wrong = plain.is_not_null() & first.is_null()
    count = int(gregorian.sum() or 0)
    return Cells(first, [("fault.not_a_moment", wrong)], "date", periods, count)


def _moment(text: str) -> Moment | None:
    try:
        return moment(text)
    except ValueError:
        return None


def _known(cells: pl.Series) -> pl.Series:
    """Leave out the words for unknown."""
    plain = stored(cells)
    return plain.set(plain.str.to_lowercase().is_in(list(UNKNOWN)).fill_null(value=False), None)
