from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from kargosha.kernel.forms import (
    AmountField,
    CountField,
    DayField,
    NumberField,
    PercentField,
    ShareField,
    in_words,
)

READ = [
    (DayField, "1405/09/02", date(2026, 11, 23)),
    (DayField, " ۱۴۰۵/۹/۲ ", date(2026, 11, 23)),
    (DayField, "2026-11-23", date(2026, 11, 23)),
    (CountField, "12", 12),
    (CountField, "۱۲", 12),
    (CountField, "٣", 3),
    (AmountField, "6 000 000 000", 6_000_000_000),
    (AmountField, "۶٬۰۰۰٬۰۰۰٬۰۰۰", 6_000_000_000),
    (AmountField, "6,000,000,000", 6_000_000_000),
    (AmountField, " 10000000000000000 ", 10**16),
    (AmountField, 7, 7),
    (NumberField, "۲٫۵", 2.5),
    (NumberField, "1,000.5", 1000.5),
    (ShareField, "0.3", Decimal("0.3")),
    (ShareField, "۰٫۳", Decimal("0.3")),
    (ShareField, "9,999,999,999,999,999", Decimal(9_999_999_999_999_999)),
    (PercentField, "12.5", Decimal("0.1250")),
    (PercentField, "۱۲٫۵ ٪", Decimal("0.1250")),
    (PercentField, "33.333333%", Decimal("0.3333")),
]
UNREAD = [
    (DayField, "1405/13/01"),
    (DayField, "yesterday"),
    (CountField, "two"),
    (CountField, "2.5"),
    (AmountField, "1,5"),
    (AmountField, "1e9"),
    (AmountField, "-1"),
    (AmountField, str(10**16 + 1)),
    (AmountField, str(10**30)),
    (NumberField, "heavy"),
    (NumberField, "inf"),
    (NumberField, "1e999"),
    (ShareField, "half"),
    (ShareField, "nan"),
    (PercentField, "a tenth"),
]
FIELDS = (DayField, CountField, AmountField, NumberField, ShareField, PercentField)


@pytest.mark.parametrize(("field", "text", "value"), READ)
def test_what_is_typed_is_read_in_either_way_of_writing(
    field: Callable[[], forms.Field], text: object, value: object
) -> None:
    assert field().clean(text) == value


@pytest.mark.parametrize(("field", "text"), UNREAD)
def test_what_is_no_value_is_refused(field: Callable[[], forms.Field], text: str) -> None:
    with pytest.raises(ValidationError):
        field().clean(text)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("nothing", ["", "  ", None])
def test_nothing_is_refused_only_where_it_is_asked_for(
    field: Callable[..., forms.Field], nothing: str | None
) -> None:
    assert field(required=False).clean(nothing) is None
    with pytest.raises(ValidationError):
        field().clean(nothing)


@pytest.mark.parametrize("minus", ["-", "−", "–"])
def test_an_amount_is_below_nothing_where_the_form_allows_it(minus: str) -> None:
    taken_back = AmountField(min_value=-(10**16))

    assert taken_back.clean(f"{minus}1,000,000") == -1_000_000


def test_choices_are_said_in_the_language_of_the_reader() -> None:
    required = in_words("sex", ["female", "male"])
    optional = in_words("sex", ["male"], empty="–")

    with override("fa"):
        assert required() == [("female", "زن"), ("male", "مرد")]
        assert optional() == [("", "–"), ("male", "مرد")]
    with override("en"):
        assert required() == [("female", "woman"), ("male", "man")]
