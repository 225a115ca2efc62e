import polars as pl
from django import forms
from django.utils.translation import gettext_lazy as _

from kargosha.files import jalali
from kargosha.files.tables.values import parsed


class DayField(forms.CharField):
    """A day typed in either calendar, with digits of either kind."""

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
    """A number typed with digits and signs of either kind, as a table's cell is."""

    widget = forms.TextInput({"inputmode": "decimal"})

    def to_python(self, value: str | None):  # type: ignore[no-untyped-def]
        return super().to_python(value if value is None else typed(value))


class RuleChangeForm(forms.Form):
    key = forms.CharField(label=_("Rule"), max_length=120)
    value = forms.CharField(label=_("New value"), max_length=200)
    low = NumberField(label=_("Lower end, if it is an estimate"), required=False)
    high = NumberField(label=_("Upper end, if it is an estimate"), required=False)
    valid_from = DayField(label=_("Holds from"))
    source = forms.CharField(
        label=_("Law, decree or decision it rests on"), widget=forms.Textarea({"rows": 3})
    )

    def clean_value(self) -> float | str:
        return typed(self.cleaned_data["value"])


def typed(text: str) -> float | str:
    """Return the number that a text writes; one that writes none, or none that is finite, as it is."""
    number = parsed(pl.Series([text]), "number").values.item()
    return text if number is None else float(number)
