"""From the texts of a column to its values, by the column's kind; vectorised.

Range and presence are not judged here: `analysis.tables.tidied` does so for frames of any origin.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from kargosha.analysis.tables import Kind
from kargosha.files.jalali import day
from kargosha.files.letters import EDGES, STORED

_NUMBER = STORED | {
    **dict.fromkeys("\u2007\u2009\u202f", " "),
    **dict.fromkeys("٬،", ","),
    "\u200c": "",
    "٫": ".",
    "−": "-",
}
# A sign alone between groups is read, one in the wrong place is refused: 1,5 may mean 1.5.
_GROUPED = r"^[+-]?[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]+)?$"
_PLAIN = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$"
_WHOLE = r"^[+-]?[0-9]+(?:\.0*)?$"
_EXPONENT = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+$"
_NOT_FINITE = r"^(?i:[+-]?(?:nan|inf|infinity|∞))$"

_FLAGS = {
    **dict.fromkeys(("yes", "y", "true", "1", "بله", "بلی", "آری"), True),
    **dict.fromkeys(("no", "n", "false", "0", "خیر", "نه"), False),
}


@dataclass(frozen=True, eq=False)
class Parsed:
    """Values of a column, empty where the text is none, and where which code says why."""

    values: pl.Series
    wrong: Sequence[tuple[str, pl.Series]] = ()


def parsed(texts: pl.Series, kind: Kind) -> Parsed:
    """Read texts as values of a kind."""
    match kind:
        case "text":
            return Parsed(stored(texts))
        case "list":
            return Parsed(stored(texts).str.replace_all("؛", ";", literal=True))
        case "flag":
            plain = stored(texts).str.to_lowercase()
            flags = plain.replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean)
            return Parsed(flags, [("fault.not_a_flag", _unread(plain, flags))])
        case "date":
            plain = stored(texts)
            known = {text: _day(text) for text in plain.drop_nulls().unique()}
            days = plain.replace_strict(
                list(known), list(known.values()), default=None, return_dtype=pl.Date
            )
            return Parsed(days, [("fault.not_a_date", _unread(plain, days))])
        case "rials" | "count":
            return _whole_numbers(texts)
        case "number" | "share":
            return _numbers(texts)


def stored(texts: pl.Series) -> pl.Series:
    """Return texts as `letters.identifier` returns one; what holds nothing is empty."""
    return _replaced(texts.str.normalize("NFC"), STORED)


def _replaced(texts: pl.Series, signs: dict[str, str]) -> pl.Series:
    """Replace single signs, and leave out what is then empty."""
    plain = texts.str.replace_many(list(signs), list(signs.values())).str.strip_chars(EDGES)
    return plain.set(plain == "", None)


def _unread(plain: pl.Series, read: pl.Series) -> pl.Series:
    """Return where a text stands and no value was read from it."""
    return plain.is_not_null() & read.is_null()


def _day(text: str) -> date | None:
    """Read a date, or nothing."""
    try:
        return day(text)
    except ValueError:
        return None


def _whole_numbers(texts: pl.Series) -> Parsed:
    """Read whole numbers; an exponent is refused, because it stands where digits were lost."""
    plain, wrong = _figures(texts, _PLAIN)
    whole = plain.str.contains(_WHOLE)
    digits = plain.set(~whole, None).str.replace(r"\..*$", "").str.strip_prefix("+")
    read = digits.cast(pl.Int64, strict=False)
    wrong = [
        *wrong,
        ("fault.not_whole", plain.is_not_null() & ~whole),
        # More digits than 64 bits hold; the table's own bound is far below.
        ("fault.too_large", _unread(digits, read)),
    ]
    return Parsed(read, wrong)


def _numbers(texts: pl.Series) -> Parsed:
    """Read decimal numbers; programs write small ones with an exponent."""
    plain, wrong = _figures(texts, f"{_PLAIN}|{_EXPONENT}")
    read = plain.cast(pl.Float64)
    # 1e999 has the shape of a number and is none that a computer holds.
    infinite = read.is_infinite().fill_null(value=False)
    return Parsed(read.set(infinite, None), [*wrong, ("fault.not_finite", infinite)])


def _figures(texts: pl.Series, shape: str) -> tuple[pl.Series, list[tuple[str, pl.Series]]]:
    """Return texts of that shape as plain ASCII figures, and what the others are."""
    plain = _replaced(texts, _NUMBER)
    grouped = plain.str.contains(_GROUPED)
    joined = pl.select(
        pl.when(grouped).then(plain.str.replace_all("[, ]", "")).otherwise(plain)
    ).to_series()
    fits = joined.str.contains(shape)
    not_finite = joined.str.contains(_NOT_FINITE)
    exponent = joined.str.contains(_EXPONENT) & ~fits
    other = joined.is_not_null() & ~fits & ~not_finite & ~exponent
    return joined.set(~fits, None), [
        ("fault.not_finite", not_finite),
        ("fault.exponent", exponent),
        ("fault.not_a_number", other),
    ]
