from django import forms
from django.utils.translation import gettext_lazy as _

from kargosha.files import jalali


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


class RuleChangeForm(forms.Form):
    key = forms.CharField(label=_("Rule"), max_length=120)
    value = forms.CharField(label=_("New value"), max_length=200)
    low = forms.FloatField(label=_("Lower end, if it is an estimate"), required=False)
    high = forms.FloatField(label=_("Upper end, if it is an estimate"), required=False)
    valid_from = DayField(label=_("Holds from"))
    source = forms.CharField(
        label=_("Law, decree or decision it rests on"), widget=forms.Textarea({"rows": 3})
    )

    def clean_value(self) -> float | str:
        text = self.cleaned_data["value"]
        try:
            return float(text)
        except ValueError:
            return str(text)
