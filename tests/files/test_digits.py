import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.files.digits import ascii_digits, grouped, persian_digits


@given(st.text(alphabet="0123456789abc .,-"))
def test_digits_survive_the_way_to_persian_and_back(text: str) -> None:
    assert ascii_digits(persian_digits(text)) == text


def test_arabic_digits_are_read_and_never_shown() -> None:
    assert ascii_digits("٠١٢٣٤٥٦٧٨٩") == "0123456789"
    assert persian_digits("٤٥٦") == "۴۵۶"


@pytest.mark.parametrize(
    ("value", "spec", "english", "persian"),
    [
        (1234567, "", "1,234,567", "۱٬۲۳۴٬۵۶۷"),
        (-5, "", "−5", "−۵"),
        (0.0, "", "0", "۰"),
        (-0.0, "", "0", "۰"),
        (-0.5, "", "−0.5", "−۰٫۵"),
        (2.0, "", "2", "۲"),
        (0.1234567, "", "0.123457", "۰٫۱۲۳۴۵۷"),
        (1e-9, "", "1e−09", "۱e−۰۹"),
        (0.125, ".1%", "12.5%", "۱۲٫۵٪"),
        (1234.5, ".2f", "1,234.50", "۱٬۲۳۴٫۵۰"),
        (7, "03d", "007", "۰۰۷"),
    ],
)
def test_a_number_is_written_for_people(
    value: float, spec: str, english: str, persian: str
) -> None:
    assert grouped(value, "en", spec) == english
    assert grouped(value, "fa", spec) == persian


@given(st.integers(-(10**18), 10**18))
def test_a_whole_number_is_shown_exactly(value: int) -> None:
    shown = ascii_digits(grouped(value, "fa"))

    assert int(shown.replace("٬", "").replace("−", "-")) == value
