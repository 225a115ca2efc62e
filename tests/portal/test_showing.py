"""How pages write figures, amounts, days and names in both languages."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from kargosha.analysis.estimates import Estimate
from kargosha.portal.templatetags import showing

MARK = showing.LEFT_TO_RIGHT


@pytest.fixture
def persian() -> Iterator[None]:
    with translation.override("fa"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (lambda: showing.number(1234567), "۱٬۲۳۴٬۵۶۷"),
        (lambda: showing.number(0.5, 2), "۰٫۵۰"),
        (lambda: showing.number(-3), MARK + "−۳"),
        (lambda: showing.signed(4.94, 1), MARK + "+۴٫۹"),
        (lambda: showing.percent(0.41), "۴۱٪"),
        (lambda: showing.percent(0.00004, 3), "۰٫۰۰۴٪"),
        (lambda: showing.as_percent(24.1), "۲۴٫۱٪"),
        (lambda: showing.as_signed_percent(-6.04), MARK + "−۶٫۰٪"),
        (lambda: showing.rials(9_630_000_000), "۹٬۶۳۰٬۰۰۰٬۰۰۰ ریال"),
        (lambda: showing.short_rials(9_630_000_000), "۹٫۶۳ میلیارد ریال"),
        (lambda: showing.billions(9_630_000_000), "۹٫۶"),
        (lambda: showing.band((5 * 10**9, 10 * 10**9)), "۵ تا ۱۰ میلیارد ریال"),
        (lambda: showing.band((0, 5 * 10**9)), "کمتر از ۵ میلیارد ریال"),
        (lambda: showing.digits("0311"), "۰۳۱۱"),
        (lambda: showing.day(date(2026, 11, 23)), "۲ آذر ۱۴۰۵"),
        (lambda: showing.instant(datetime(2026, 11, 23, 21, 0, tzinfo=UTC)), "۳ آذر ۱۴۰۵، ۰۰:۳۰"),
    ],
)
def test_persian_has_its_own_digits_signs_and_calendar(
    persian: None, written: Callable[[], str], expected: str
) -> None:
    assert written() == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (lambda: showing.number(1234567), "1,234,567"),
        (lambda: showing.percent(Decimal("0.415"), 1), "41.5 %"),
        (lambda: showing.as_signed_percent(-6.04), MARK + "−6.0 %"),
        (lambda: showing.short_rials(1_200_000_000), "1.2 billion rials"),
        (lambda: showing.band((0, 5 * 10**9)), "under 5 bn rials"),
        (lambda: showing.digits("0311"), "0311"),
        (lambda: showing.day(date(2026, 11, 23)), "23 November 2026"),
        (lambda: showing.of_whole(1, 4), "25.00%"),
        (lambda: showing.of_whole(9, 4), "100.00%"),
        (lambda: showing.of_whole(1, 0), "0.00%"),
        (lambda: showing.say("outcome", "refused"), "not granted"),
        (lambda: showing.say("outcome", "unheard_of"), "unheard_of"),
    ],
)
def test_english_has_its_own(english: None, written: Callable[[], str], expected: str) -> None:
    assert written() == expected


@pytest.mark.parametrize(
    "written",
    [
        lambda: showing.number(None),
        lambda: showing.number(""),
        lambda: showing.signed(True),
        lambda: showing.percent({}),
        lambda: showing.rials(None),
        lambda: showing.short_rials("many"),
        lambda: showing.billions(None),
        lambda: showing.band(None),
        lambda: showing.digits(""),
        lambda: showing.day(None),
        lambda: showing.instant(None),
        lambda: showing.name(None),
        lambda: showing.number(showing.minus(None, 3)),
        lambda: showing.number(showing.over(3, 0)),
    ],
)
def test_what_is_not_known_is_said_to_be_unknown(english: None, written: Callable[[], str]) -> None:
    assert written() == "unknown"


def test_a_name_is_the_languages(persian: None) -> None:
    place = SimpleNamespace(name_fa="هشترود", name_en="Hashtrud")

    assert showing.name(place) == "هشترود"
    with translation.override("en"):
        assert showing.name(place) == "Hashtrud"
        assert showing.name({"name_en": "Ahar"}) == "Ahar"


def test_what_has_no_english_name_is_called_by_its_persian_one(english: None) -> None:
    group = SimpleNamespace(name_fa="گروه نمونه", name_en="")

    assert showing.name(group) == "گروه نمونه"
    assert showing.name({"name_fa": "اهر"}) == "اهر"
    assert showing.named(group) == '<bdi lang="fa" dir="rtl">گروه نمونه</bdi>'
    assert showing.named(SimpleNamespace(name_fa="الف", name_en="A<")) == "<bdi>A&lt;</bdi>"
    with translation.override("fa"):
        assert showing.named(group) == "<bdi>گروه نمونه</bdi>"


def test_an_estimate_never_stands_without_its_interval(english: None) -> None:
    shown = showing.estimate(Estimate(341.2, 235.1, 419.4, 0.8, "kept_jobs"))
    stored = showing.estimate({"value": 341.2, "low": 235.1, "high": 419.4, "level": 0.8})
    bare = showing.estimate({"value": 341.2})

    assert shown == stored
    assert "341" in shown
    assert "235 to 419 (80 %)" in shown
    assert "interval unknown" in bare


def test_a_sentence_names_what_it_quotes(english: None) -> None:
    names = {"women": SimpleNamespace(name_fa="زنان", name_en="Women")}
    values = {"quota": "women"}

    said = showing.sentence("refused.ceiling.applicant", values, names)

    assert "quota Women" in said


def test_a_sentence_with_a_value_missing_says_so(english: None) -> None:
    assert showing.sentence("amount.rials", {}) == "unknown rials"
    assert showing.sentence("no.such.code", {}) == "no.such.code"


def test_a_rest_and_a_ratio_are_figures() -> None:
    assert showing.minus(10, 4) == 6
    assert showing.over(10, 4) == 2.5
