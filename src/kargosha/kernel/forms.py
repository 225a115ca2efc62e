"""Fields of what people type, in the digits and the calendar of either language; choices said in words.

A number is read as the cell of a table is: one way of writing it means the same through every door.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kargosha.analysis.tables import MOST_RIALS, Kind
from kargosha.files.jalali import day
from kargosha.files.tables.values import parsed
from kargosha.files.words import sentences
from kargosha.kernel.asking import current_language

DASH, MINUS = "–", "−"
"""A dash is often typed where a minus is meant."""


class DayField(forms.CharField):
    """A day of the Persian or the Gregorian calendar."""

    widget = forms.TextInput({"dir": "ltr", "placeholder": "1405/09/02"})

    def to_python(self, value: object) -> date | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        try:
            return day(text)
        except ValueError:
            raise ValidationError(
                _("Write the day as 1405/09/02 or as 2026-11-23."), "invalid"
            ) from None


class CountField(forms.IntegerField):
    """A whole number."""

    widget = forms.TextInput({"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: object) -> int | None:
        return super().to_python(_figure(value, "count"))


class AmountField(CountField):
    """Whole rials: never below nothing unless the form says so, never more than is computed exactly."""

    def __init__(self, *, min_value: int = 0, max_value: int = MOST_RIALS, **others: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **others)


class NumberField(forms.FloatField):
    """A number, such as a weight."""

    widget = forms.TextInput({"dir": "ltr", "inputmode": "decimal"})

    def to_python(self, value: object) -> float | None:  # type: ignore[override]
        return super().to_python(_figure(value, "count", "number"))


class ShareField(forms.DecimalField):
    """A share of one or another measure, as exact as it is typed."""

    widget = forms.TextInput({"dir": "ltr", "inputmode": "decimal"})

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        return super().to_python(_figure(value, "count", "number"))


class PercentField(ShareField):
    """A share of one, typed as percent."""

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        percent = super().to_python(str(value or "").strip().rstrip("%٪"))
        return None if percent is None else (percent / 100).quantize(Decimal("0.0001"))


def in_words(
    family: str, codes: Iterable[str], *, empty: object = ""
) -> Callable[[], list[tuple[str, str]]]:
    """Return the choices of codes, each said in the language of the reader; `empty` names none of them."""

    def choices() -> list[tuple[str, str]]:
        spoken = sentences(current_language())
        first = [("", str(empty))] if empty else []
        return first + [(code, spoken[f"word.{family}.{code}"]) for code in codes]

    return choices


def _figure(value: object, *kinds: Kind) -> str:
    """Return what a table's cell would hold, by the first kind that fits; what fits none as it is."""
    text = "" if value is None else str(value).strip()
    cell = pl.Series([text.replace(DASH, MINUS)], dtype=pl.String)
    read = (parsed(cell, kind).values.item() for kind in kinds)
    return next((str(each) for each in read if each is not None), text)
