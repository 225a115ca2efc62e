"""Fields of what people type about money: amounts and days in any digits, choices said in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kargosha.files.digits import ascii_digits
from kargosha.files.jalali import day
from kargosha.files.words import sentences
from kargosha.kernel.asking import current_language

GROUPS = dict.fromkeys(map(ord, ",٬،_ \u00a0\u200c\u200e"), "")
"""Signs between the groups of a number."""
MINUS = dict.fromkeys(map(ord, "−–"), "-")
BETWEEN = dict.fromkeys(map(ord, ",;،؛"), " ")
"""Signs between codes."""


@dataclass(frozen=True)
class ReadBack:
    """A value as the page reads it back before it is saved; of an amount also in words."""

    label: str
    value: object
    is_amount: bool


class RialsField(forms.IntegerField):
    """Whole rials in any digits, with or without signs between their groups."""

    widget = forms.TextInput({"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: object) -> int | None:
        plain = ascii_digits(str("" if value is None else value)).translate(GROUPS | MINUS)
        return super().to_python(plain)


class ShareField(forms.DecimalField):
    """A share of one or another measure, in any digits."""

    widget = forms.TextInput({"dir": "ltr", "inputmode": "decimal"})

    def to_python(self, value: object):  # type: ignore[no-untyped-def]
        plain = (
            ascii_digits(str("" if value is None else value)).replace("٫", ".").translate(GROUPS)
        )
        return super().to_python(plain)


class DayField(forms.CharField):
    """A day typed in the Persian or the Gregorian calendar."""

    widget = forms.TextInput({"dir": "ltr", "inputmode": "numeric", "placeholder": "1405/09/02"})

    def to_python(self, value: object) -> date | None:  # type: ignore[override]
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return day(text)
        except ValueError:
            raise ValidationError(_("Write the day as 1405/09/02 or as 2026-11-23.")) from None


class CodesField(forms.CharField):
    """Codes one after the other, between spaces, commas or semicolons."""

    widget = forms.TextInput({"dir": "ltr", "autocapitalize": "none"})

    def to_python(self, value: object) -> list[str]:  # type: ignore[override]
        return ascii_digits(str(value or "")).translate(BETWEEN).split()


def said(
    topic: str, codes: Iterable[str], empty: object = ""
) -> Callable[[], list[tuple[str, str]]]:
    """Return the choices of codes, each said in the language of the reader."""

    def choices() -> list[tuple[str, str]]:
        spoken = sentences(current_language())
        first = [("", str(empty))] if empty else []
        return first + [(code, spoken[f"word.{topic}.{code}"]) for code in codes]

    return choices


class ReadForm(forms.Form):
    """A form whose values are read back before they are saved."""

    is_read_back = True

    def read_back(self) -> list[ReadBack]:
        """Return what was typed, field by field, without what was left empty."""
        return [
            ReadBack(str(field.label), self._shown(name, field), self._is_amount(name, field))
            for name, field in self.fields.items()
            if self.cleaned_data.get(name) not in (None, "", [])
        ]

    def _is_amount(self, name: str, field: forms.Field) -> bool:
        del name
        return isinstance(field, RialsField)

    def _shown(self, name: str, field: forms.Field) -> object:
        value = self.cleaned_data[name]
        names = dict(getattr(field, "choices", ()))
        if isinstance(value, list):
            return [str(names.get(each, each)) for each in value]
        return str(names[value]) if names else value
