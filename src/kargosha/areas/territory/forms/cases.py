"""What people type of early signs and of figures that they hold to be wrong."""

import polars as pl
from django import forms
from django.utils.translation import gettext_lazy as _

from kargosha.files.tables.values import parsed


class FigureField(forms.FloatField):
    """A figure typed with digits and signs of either kind, as a table's cell is."""

    widget = forms.TextInput({"inputmode": "decimal", "dir": "ltr"})

    def to_python(self, value: str | None):  # type: ignore[no-untyped-def]
        number = parsed(pl.Series([value], dtype=pl.String), "number").values.item()
        return super().to_python(value if number is None else number)


class AnswerForm(forms.Form):
    """What was found out, and what follows from it."""

    text = forms.CharField(
        label=_("What was found out, and what follows from it"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )


class ObjectionForm(forms.Form):
    """What is wrong with a figure."""

    claimed_value = FigureField(label=_("The figure that is right, if you know it"), required=False)
    statement = forms.CharField(
        label=_("What is wrong, and how you know it"), widget=forms.Textarea({"rows": 4})
    )
    evidence = forms.FileField(
        label=_("Evidence (a letter, a list, a table)"), required=False, allow_empty_file=True
    )
