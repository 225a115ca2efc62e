import re
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import numpy as np
import pytest

import kargosha
from kargosha.files.words import UnknownCode, say, sentences, shown

SOURCE = Path(kargosha.__file__).parent


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_code_stands_in_both_languages() -> None:
    assert list(sentences("fa")) == list(sentences("en"))


def test_both_languages_quote_the_same_values() -> None:
    unequal = [
        code
        for code, english in sentences("en").items()
        if placeholders(english) != placeholders(sentences("fa")[code])
    ]

    assert unequal == []


def test_every_fault_code_in_the_code_has_a_sentence() -> None:
    sources = [*SOURCE.glob("analysis/**/*.py"), *SOURCE.glob("files/**/*.py")]
    used = {
        code
        for source in sources
        for code in re.findall(r'"(fault\.[a-z_]+)"', source.read_text(encoding="utf-8"))
    }

    assert len(used) > 50
    assert used - set(sentences("en")) == set()


def test_a_persian_sentence_has_no_latin_comma() -> None:
    outside = {
        code: re.sub(r"\{[^}]*\}|[A-Za-z(\"][^؀-ۿ]*", "", s) for code, s in sentences("fa").items()
    }

    assert [code for code, text in outside.items() if ", " in text] == []


def test_a_sentence_is_said_with_its_values() -> None:
    values = {"value": 1_000_000, "twin": 7}

    assert say("fault.duplicate", values, "en").startswith("“1,000,000” stands already in row 7")
    assert say("fault.duplicate", values, "fa").startswith("«۱٬۰۰۰٬۰۰۰» پیش‌تر در ردیف ۷")


def test_an_unknown_code_is_a_mistake_of_ours() -> None:
    with pytest.raises(UnknownCode):
        say("fault.no_such_thing", {}, "en")


def test_a_missing_value_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        say("fault.duplicate", {"value": 1}, "en")


@pytest.mark.parametrize(
    ("value", "english", "persian"),
    [
        (True, "yes", "بله"),
        (None, "unknown", "نامعلوم"),
        (np.int64(1200), "1,200", "۱٬۲۰۰"),
        (date(2026, 11, 23), "2026-11-23", "۱۴۰۵/۰۹/۰۲"),
        (datetime(2026, 11, 23, 9, 30, tzinfo=UTC), "2026-11-23 13:00", "۱۴۰۵/۰۹/۰۲ ۱۳:۰۰"),
        (["F1", 2], "F1, 2", "F1، ۲"),
        ("0311", "0311", "0311"),
    ],
)
def test_values_are_shown_as_the_language_has_them(
    value: object, english: str, persian: str
) -> None:
    assert shown(value, "en") == english
    assert shown(value, "fa") == persian


def test_a_year_has_no_groups() -> None:
    assert shown(1405, "en", "plain") == "1405"
    assert shown(1405, "fa", "plain") == "۱۴۰۵"
