from datetime import date

import pytest

from kargosha.files.territory.moments import moment

CENSUS = date(2016, 3, 20)


@pytest.mark.parametrize(
    ("text", "first_day", "period"),
    [
        ("1395", CENSUS, "year"),
        ("۱۳۹۵", CENSUS, "year"),
        ("١٣٩٥", CENSUS, "year"),
        ("1395.0", CENSUS, "year"),
        ("سال 1395", CENSUS, "year"),
        ("سال ۱۳۹۵", CENSUS, "year"),
        ("سرشماری 1395 (جمع 20 شهرستان)", CENSUS, "year"),
        ("سرشماري سال 1395", CENSUS, "year"),
        ("census of 1395", CENSUS, "year"),
        ("2016", date(2016, 1, 1), "year"),
        ("بهار 1400", date(2021, 3, 21), "season"),
        ("1400 spring", date(2021, 3, 21), "season"),
        ("Spring 1400", date(2021, 3, 21), "season"),
        ("فصل تابستان ۱۴۰۰", date(2021, 6, 22), "season"),
        ("پائیز 1400", date(2021, 9, 23), "season"),
        ("زمستان سال 1400", date(2021, 12, 22), "season"),
        ("1400-03", date(2021, 5, 22), "month"),
        ("1400/3", date(2021, 5, 22), "month"),
        ("خرداد ماه ۱۴۰۰", date(2021, 5, 22), "month"),
        ("Khordad 1400", date(2021, 5, 22), "month"),
        ("2021-05", date(2021, 5, 1), "month"),
        ("1395/01/01", CENSUS, "day"),
        ("2016-03-20", CENSUS, "day"),
        ("2016-03-20 00:00:00", CENSUS, "day"),
        ("2016-03-20T00:00:00.000000", CENSUS, "day"),
    ],
)
def test_times_are_read_as_people_write_them(text: str, first_day: date, period: str) -> None:
    found = moment(text)

    assert (found.first_day, found.period) == (first_day, period)
    assert found.is_gregorian == ("20" in text[:2])


@pytest.mark.parametrize(
    "text",
    ["", "95", "1395 1396", "spring 2021", "خرداد 2021", "1400-13", "1400/02/32", "soon", "بهار",
     "2016-03-20 12:30:00", "1395-01-01 1396", "winter spring 1400"],
)  # fmt: skip
def test_what_is_no_time_or_may_be_two_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moment(text)
