from collections.abc import Sequence
from typing import Any, cast

import polars as pl
from django import forms
from django.utils.translation import gettext_lazy as _

from kargosha.files.tables.values import parsed
from kargosha.kernel.forms import DayField, NumberField

Choices = Sequence[tuple[str, str]]


class OfficeForm(forms.Form):
    name_fa = forms.CharField(label=_("Name in Persian"), max_length=120)
    name_en = forms.CharField(
        label=_("Name in English"), max_length=120, widget=forms.TextInput({"dir": "ltr"})
    )
    code = forms.SlugField(
        label=_("Code"),
        help_text=_("Small Latin letters and hyphens, such as hashtrud-office."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    place_code = forms.ChoiceField(label=_("Place it serves"), required=False)

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "place_code").choices = places


class UserForm(forms.Form):
    name_fa = forms.CharField(label=_("Name in Persian"), max_length=120)
    name_en = forms.CharField(
        label=_("Name in English"), max_length=120, widget=forms.TextInput({"dir": "ltr"})
    )
    username = forms.SlugField(
        label=_("User name"),
        help_text=_("Latin letters, digits and hyphens; it is typed on signing in."),
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"}),
    )
    office_code = forms.ChoiceField(label=_("Office"))
    password = forms.CharField(
        label=_("First password"),
        help_text=_("Hand it over in person; the user changes it on the first day."),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, offices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "office_code").choices = offices


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))
    scope = forms.ChoiceField(
        label=_("Where"),
        required=False,
        help_text=_("The role reaches the place and all that lies in it."),
    )

    def __init__(self, *args: Any, roles: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "role").choices = roles
        _field(self, "scope").choices = places


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


def _field(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast(forms.ChoiceField, form.fields[name])


def typed(text: str) -> float | str:
    """Return the number that a text writes; one that writes none, or none that is finite, as it is."""
    number = parsed(pl.Series([text]), "number").values.item()
    return text if number is None else float(number)
