"""When something was observed, as people write it: a day, a month, a season, a year."""

import re
from dataclasses import dataclass
from datetime import date

from kargosha.files.digits import ascii_digits
from kargosha.files.jalali import day
from kargosha.files.letters import fold_letters

_SEASONS = (
    ("بهار", "spring"),
    ("تابستان", "summer"),
    ("پاییز", "پائیز", "autumn", "fall"),
    ("زمستان", "winter"),
)
_MONTHS = (
    ("فروردین", "farvardin"),
    ("اردیبهشت", "ordibehesht"),
    ("خرداد", "khordad"),
    ("تیر", "tir"),
    ("مرداد", "امرداد", "mordad"),
    ("شهریور", "shahrivar"),
    ("مهر", "mehr"),
    ("آبان", "aban"),
    ("آذر", "azar"),
    ("دی", "dey"),
    ("بهمن", "bahman"),
    ("اسفند", "esfand"),
)
_SEASON_OF = {word: number for number, words in enumerate(_SEASONS) for word in words}
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}
_IDLE = {
    "سال",
    "year",
    "سرشماری",
    "آمارگیری",
    "census",
    "of",
    "فصل",
    "season",
    "ماه",
    "month",
    "در",
}
_ASIDE = re.compile(r"\([^)]*\)|\u200c")
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MIDNIGHT = re.compile(r"[ t]00:00(:00(\.0+)?)?$")
_JALALI = range(1200, 1600)


@dataclass(frozen=True)
class Moment:
    """The period in which something was observed.

    Attributes
    ----------
    first_day
        Its first day.
    period
        ``year``, ``season``, ``month`` or ``day``.
    is_gregorian
        Whether it was written in the Gregorian calendar.
    """

    first_day: date
    period: str
    is_gregorian: bool


def moment(text: str) -> Moment:
    """Read a period: ``1395``, ``سال ۱۳۹۵``, ``1400-03``, ``بهار 1400``, ``2016-03-20``.

    A year from 1200 to 1599 is Persian. What stands in brackets is left aside, and so are words
    such as سرشماری. A season is one of the Persian year: with a Gregorian year nobody can say
    which winter is meant.

    Raises
    ------
    ValueError
        If the text is no such period.

    Examples
    --------
    >>> moment("سرشماری ۱۳۹۵ (جمع ۲۰ شهرستان)")
    Moment(first_day=datetime.date(2016, 3, 20), period='year', is_gregorian=False)
    """
    plain = _ASIDE.sub(" ", fold_letters(ascii_digits(text))).casefold().strip()
    plain = _MIDNIGHT.sub("", plain).removesuffix(".0")
    words = [word for word in plain.split() if word not in _IDLE]
    years = [word for word in words if _YEAR.fullmatch(word)]
    match [word for word in words if word not in years]:
        case [] if len(years) == 1:
            return _begun(int(years[0]), 1, "year")
        case [word] if len(years) == 1 and word in _SEASON_OF and int(years[0]) in _JALALI:
            return _begun(int(years[0]), 3 * _SEASON_OF[word] + 1, "season")
        case [word] if len(years) == 1 and word in _MONTH_OF and int(years[0]) in _JALALI:
            return _begun(int(years[0]), _MONTH_OF[word], "month")
        case [word] if not years and (found := _MONTH.fullmatch(word)):
            return _begun(int(found[1]), int(found[2]), "month")
        case [word] if not years:
            first = day(word)
            return Moment(first, "day", is_gregorian=int(word[:4]) not in _JALALI)
    message = f"{text!r} is not a period"
    raise ValueError(message)


def _begun(year: int, month: int, period: str) -> Moment:
    """Return the period that begins with a month."""
    return Moment(day(f"{year:04}/{month:02}/01"), period, is_gregorian=year not in _JALALI)
