"""Days, numbers and amounts as people type them: either calendar, digits and signs of either kind."""

import math
from decimal import Decimal

import polars as pl
from django import forms
from django.utils.translation import gettext_lazy as _

from kargosha.analysis.tables import MOST_RIALS
from kargosha.files import jalali
from kargosha.files.tables.values import parsed


class DayField(forms.CharField):
    """A day typed in either calendar."""

    widget = forms.TextInput({"dir": "ltr", "placeholder": "1405/09/02"})

    def to_python(self, value: str | None):  # type: ignore[no-untyped-def]
        text = super().to_python(value)
        if not text:
            return None
        try:
            return jalali.day(text)
        except ValueError:
            raise forms.ValidationError(
                _("Write the day as 1405/01/31 or 2026-04-20."), code="invalid"
            ) from None


class NumberField(forms.FloatField):
    """A number, such as a weight."""

    widget = forms.TextInput({"inputmode": "decimal", "dir": "ltr"})

    def to_python(self, value: str | None):  # type: ignore[no-untyped-def]
        number = typed(value)
        return super().to_python(value if number is None else number)


class AmountField(forms.IntegerField):
    """An amount of whole rials."""

    widget = forms.TextInput({"inputmode": "numeric", "dir": "ltr"})

    def __init__(self, **others: object) -> None:
        super().__init__(min_value=0, max_value=MOST_RIALS, **others)  # type: ignore[arg-type]

    def to_python(self, value: str | None):  # type: ignore[no-untyped-def]
        whole = parsed(pl.Series([value], dtype=pl.String), "rials").values.item()
        return super().to_python(value if whole is None else str(whole))


class PercentField(forms.DecimalField):
    """A share of one, typed as percent."""

    widget = forms.TextInput({"inputmode": "decimal", "dir": "ltr"})

    def to_python(self, value: str | None):  # type: ignore[no-untyped-def]
        number = typed((value or "").strip().rstrip("%٪").strip())
        percent = super().to_python(value if number is None else str(number))
        return None if percent is None else (percent / 100).quantize(Decimal("0.0001"))


def typed(text: str | None) -> float | None:
    """Return the number that a text writes; None where it writes none."""
    number = parsed(pl.Series([text], dtype=pl.String), "number").values.item()
    return number if number is None or math.isfinite(number) else None
