"""Dates of the Persian calendar at the edge; everything inside is Gregorian."""

import re
from datetime import date

from kargosha.files.digits import ascii_digits, persian_digits

_SHAPE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_FIRST_JALALI, _LAST_JALALI = 1200, 1599


def jalali(day: date, language: str = "en") -> str:
    """Write a date in the Persian calendar, for example ``1405/09/02``."""
    year, month, number = _parts(day)
    written = f"{year:04}/{month:02}/{number:02}"
    return persian_digits(written) if language == "fa" else written


def jalali_year(day: date) -> int:
    """Return the Persian year in which a day lies."""
    return _parts(day)[0]


def first_day(year: int) -> date:
    """Return the first day of a Persian year."""
    return day(f"{year:04}/01/01")


def day(text: str) -> date:
    """Read a date that people type: Gregorian or Persian, ``-``, ``/`` or ``.``, any digits.

    A year from 1200 to 1599 is Persian; the two calendars share none that a programme meets.

    Raises
    ------
    ValueError
        If the text is no such date, or the day does not exist.
    """
    found = _SHAPE.fullmatch(ascii_digits(text.strip()))
    if found is None:
        message = f"{text!r} is not a date"
        raise ValueError(message)
    year, month, number = (int(part) for part in found.groups())
    if not _FIRST_JALALI <= year <= _LAST_JALALI:
        return date(year, month, number)
    from persiantools.jdatetime import JalaliDate

    persian = JalaliDate(year, month, number)  # type: ignore[no-untyped-call]
    gregorian: date = persian.to_gregorian()
    return gregorian


def _parts(day: date) -> tuple[int, int, int]:
    """Return the Persian year, month and day."""
    from persiantools.jdatetime import JalaliDate

    persian = JalaliDate(day)  # type: ignore[no-untyped-call]
    return int(persian.year), int(persian.month), int(persian.day)
