"""Forms that are read back before they are saved, and lists of codes."""

from dataclasses import dataclass

from django import forms

from kargosha.files.digits import ascii_digits
from kargosha.kernel.forms import AmountField

BETWEEN = dict.fromkeys(map(ord, ",;،؛"), " ")
"""Signs between codes."""


@dataclass(frozen=True)
class ReadBack:
    """A value as the page reads it back before it is saved; of an amount also in words."""

    label: str
    value: object
    is_amount: bool


class CodesField(forms.CharField):
    """Codes one after the other, between spaces, commas or semicolons."""

    widget = forms.TextInput({"dir": "ltr", "autocapitalize": "none"})

    def to_python(self, value: object) -> list[str]:  # type: ignore[override]
        return ascii_digits(str(value or "")).translate(BETWEEN).split()


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
        return isinstance(field, AmountField)

    def _shown(self, name: str, field: forms.Field) -> object:
        value = self.cleaned_data[name]
        names = dict(getattr(field, "choices", ()))
        if isinstance(value, list):
            return [str(names.get(each, each)) for each in value]
        return str(names[value]) if names else value
