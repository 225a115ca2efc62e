"""Amounts are read back in words in both languages, to the last rial."""

import pytest

from kargosha.files.amount_words import in_tomans, number_in_words
from kargosha.files.words import Language


@pytest.mark.parametrize(
    ("number", "english", "persian"),
    [
        (0, "zero", "صفر"),
        (7, "seven", "هفت"),
        (20, "twenty", "بیست"),
        (21, "twenty-one", "بیست و یک"),
        (115, "one hundred and fifteen", "صد و پانزده"),
        (400, "four hundred", "چهارصد"),
        (1_000, "one thousand", "هزار"),
        (1_001, "one thousand, one", "هزار و یک"),
        (21_000, "twenty-one thousand", "بیست و یک هزار"),
        (1_000_000, "one million", "یک میلیون"),
        (
            1_234_567_890,
            "one billion, two hundred and thirty-four million, five hundred and sixty-seven "
            "thousand, eight hundred and ninety",
            "یک میلیارد و دویست و سی و چهار میلیون و پانصد و شصت و هفت هزار و هشتصد و نود",
        ),
        (
            2_300_005_000_000,
            "two trillion, three hundred billion, five million",
            "دو هزار و سیصد میلیارد و پنج میلیون",
        ),
        (10**15, "one quadrillion", "یک میلیون میلیارد"),
        (
            999 * 10**15,
            "nine hundred and ninety-nine quadrillion",
            "نهصد و نود و نه میلیون میلیارد",
        ),
    ],
)
def test_a_number_is_said_in_words(number: int, english: str, persian: str) -> None:
    assert (number_in_words(number, "en"), number_in_words(number, "fa")) == (english, persian)


@pytest.mark.parametrize(
    ("rials", "language", "said"),
    [
        (12_000_000_000, "fa", "یک میلیارد و دویست میلیون تومان"),
        (12_000_000_000, "en", "one billion, two hundred million toman"),
        (5, "fa", "پنج ریال"),
        (15, "en", "one toman and five rials"),
        (-3_000_000_000, "fa", "منهای سیصد میلیون تومان"),
        (-20, "en", "minus two toman"),
        (0, "fa", "صفر تومان"),
    ],
)
def test_an_amount_is_read_back_in_tomans(rials: int, language: Language, said: str) -> None:
    assert in_tomans(rials, language) == said
