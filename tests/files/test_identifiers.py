"""Identifiers are read as people type them and stored in one form; a wrong check digit is caught."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.files import identifiers
from kargosha.files.digits import ARABIC, ASCII, PERSIAN, persian_digits

VALID_NATIONAL_IDS = ("0499370899", "0790419904", "0084575948")
VALID_LEGAL_IDS = ("10380284790", "10100387143")
VALID_SHEBAS = ("IR820540102680020817909002", "IR550570022080013447370101")

digits = st.sampled_from(ASCII)
places = st.integers(0, 9)


def _with_check_digit(stem: str) -> str:
    return next(stem + check for check in ASCII if _has(stem + check))


stems = st.text(alphabet=ASCII, min_size=9, max_size=9).filter(lambda stem: len(set(stem)) > 1)
national_ids = stems.map(_with_check_digit)


def _has(text: str) -> bool:
    return identifiers.is_national_id(text)


@pytest.mark.parametrize("text", VALID_NATIONAL_IDS)
def test_a_national_id_is_stored_as_it_is(text: str) -> None:
    assert identifiers.national_id(text) == text


@pytest.mark.parametrize(
    "text",
    ["4271427685", "0684159415", "1111111111", "0000000000", "", "049937089", "04993708990", "abc"],
)
def test_what_is_no_national_id_is_refused(text: str) -> None:
    assert identifiers.national_id(text) is None
    assert not identifiers.is_national_id(text)


def test_a_national_id_gets_back_the_zeros_that_a_spreadsheet_dropped() -> None:
    assert identifiers.national_id("84575948") == "0084575948"
    assert identifiers.national_id("499370899") == "0499370899"


def test_identifiers_are_read_in_persian_and_arabic_digits_with_marks_between() -> None:
    arabic = "0084575948".translate(str.maketrans(ASCII, ARABIC))

    assert identifiers.national_id(" ۰۴۹-۹۳۷۰۸۹-۹\u200f ") == "0499370899"
    assert identifiers.national_id(arabic) == "0084575948"
    assert identifiers.legal_id("۱۰۳۸۰ ۲۸۴ ۷۹۰") == "10380284790"
    assert identifiers.sheba("ir۸۲ 0540 1026 8002 0817 9090 02") == "IR820540102680020817909002"
    assert identifiers.mobile("(۰۹۱۴) ۱۲۳-۴۵۶۷") == "09141234567"
    assert identifiers.postal_code("۵۳۶۷۸-۱۳۴۵۶") == "5367813456"


@pytest.mark.parametrize("other", ["०४९९३७०८९९", "²499370899", "0499370899\n1"])
def test_digits_of_other_scripts_are_none(other: str) -> None:
    assert identifiers.national_id(other) is None


@pytest.mark.parametrize("text", VALID_LEGAL_IDS)
def test_a_legal_id_is_stored_as_it_is(text: str) -> None:
    assert identifiers.legal_id(text) == text
    assert identifiers.is_legal_id(text)


@pytest.mark.parametrize("text", ["10380284792", "11111111111", "1038028479", "103802847900", ""])
def test_what_is_no_legal_id_is_refused(text: str) -> None:
    assert identifiers.legal_id(text) is None
    assert not identifiers.is_legal_id(text)


@pytest.mark.parametrize("text", VALID_SHEBAS)
def test_a_sheba_is_stored_as_it_is(text: str) -> None:
    assert identifiers.sheba(text) == text
    assert identifiers.is_sheba(text)


@pytest.mark.parametrize(
    "text",
    ["820540102680020817909002", "IR82054010268002081790900", "DE820540102680020817909002", "IR"],
)
def test_what_is_no_sheba_is_refused(text: str) -> None:
    assert identifiers.sheba(text) is None
    assert not identifiers.is_sheba(text)


@pytest.mark.parametrize(
    "text", ["09141234567", "9141234567", "989141234567", "00989141234567", "+98 914 123 4567"]
)
def test_a_mobile_is_stored_in_one_form(text: str) -> None:
    assert identifiers.mobile(text) == "09141234567"
    assert identifiers.is_mobile(text)


@pytest.mark.parametrize("text", ["04133334444", "0914123456", "091412345678", "+999141234567", ""])
def test_what_is_no_mobile_is_refused(text: str) -> None:
    assert identifiers.mobile(text) is None
    assert not identifiers.is_mobile(text)


def test_a_postal_code_has_ten_digits_and_its_strict_form_only_warns() -> None:
    assert identifiers.is_postal_code("5367813456")
    assert identifiers.is_strict_postal_code("5367813456")
    assert identifiers.is_postal_code("0067813456")
    assert not identifiers.is_strict_postal_code("0067813456")
    assert not identifiers.is_strict_postal_code("1111813456")
    assert identifiers.postal_code("536781345") is None
    assert not identifiers.is_strict_postal_code("536781345")


def test_a_document_is_read_by_its_kind() -> None:
    assert identifiers.document("national_id", "۰۴۹۹۳۷۰۸۹۹") == "0499370899"
    assert identifiers.document("national_id", "1234567890") is None
    assert identifiers.document("foreign_id", " af 12345 ") == "AF12345"
    assert identifiers.document("foreign_id", "12") is None
    assert identifiers.document("none", " ") == ""
    assert identifiers.document("none", "12") is None
    assert identifiers.document("passport", "12") is None


@given(national_ids, places, digits)
def test_one_changed_digit_of_a_national_id_is_caught(text: str, place: int, digit: str) -> None:
    changed = text[:place] + digit + text[place + 1 :]

    is_caught = changed == text or not _has(changed)

    assert is_caught or text[9] == "1"  # remainders 1 and 10 have the same check digit


@given(national_ids, st.integers(0, 7))
def test_two_neighbours_that_changed_places_are_caught(text: str, place: int) -> None:
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]

    assert swapped == text or not _has(swapped) or text[9] == "1"


@given(st.sampled_from(VALID_SHEBAS), st.integers(2, 25), digits)
def test_one_changed_digit_of_a_sheba_is_caught(text: str, place: int, digit: str) -> None:
    changed = text[:place] + digit + text[place + 1 :]

    assert changed == text or not identifiers.is_sheba(changed)


@given(st.sampled_from(VALID_LEGAL_IDS), st.integers(0, 10), digits)
def test_one_changed_digit_of_a_legal_id_is_caught(text: str, place: int, digit: str) -> None:
    changed = text[:place] + digit + text[place + 1 :]

    assert changed == text or not identifiers.is_legal_id(changed) or text[10] == "0"


@given(st.text(max_size=30))
def test_any_text_is_answered_and_what_is_stored_is_stored_again_as_it_is(text: str) -> None:
    for read in (
        identifiers.national_id,
        identifiers.legal_id,
        identifiers.sheba,
        identifiers.mobile,
        identifiers.postal_code,
        identifiers.foreign_id,
    ):
        stored = read(text)
        assert stored is None or read(stored) == stored


@given(national_ids)
def test_persian_digits_mean_the_same(text: str) -> None:
    persian = persian_digits(text)

    assert set(persian) <= set(PERSIAN)
    assert identifiers.national_id(persian) == identifiers.national_id(text)
