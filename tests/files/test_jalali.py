from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.files.jalali import day, first_day, jalali, jalali_year


@pytest.mark.parametrize(
    ("year", "first"),
    [(1395, "2016-03-20"), (1399, "2020-03-20"), (1403, "2024-03-20"), (1404, "2025-03-21")],
)
def test_years_begin_when_they_do(year: int, first: str) -> None:
    assert first_day(year) == date.fromisoformat(first)


@pytest.mark.parametrize(
    "text", ["1404-05-31", "۱۴۰۴/۵/۳۱", "١٤٠٤.٠٥.٣١", "2025-08-22", " 2025/8/22 "]
)
def test_one_day_in_many_writings(text: str) -> None:
    assert day(text) == date(2025, 8, 22)


@pytest.mark.parametrize("text", ["", "1404", "1404-12-30", "2025-02-29", "31/05/1404", "14040531"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|day|month"):
        day(text)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_a_day_survives_the_persian_calendar(gregorian: date) -> None:
    assert day(jalali(gregorian)) == gregorian
    assert day(jalali(gregorian, "fa")) == gregorian
    assert jalali(gregorian).startswith(str(jalali_year(gregorian)))
