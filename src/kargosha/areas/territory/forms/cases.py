"""What people type of early signs and of figures that they hold to be wrong."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kargosha.kernel.forms import NumberField


class AnswerForm(forms.Form):
    """What was found out, and what follows from it."""

    text = forms.CharField(
        label=_("What was found out, and what follows from it"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )


class ObjectionForm(forms.Form):
    """What is wrong with a figure."""

    claimed_value = NumberField(label=_("The figure that is right, if you know it"), required=False)
    statement = forms.CharField(
        label=_("What is wrong, and how you know it"), widget=forms.Textarea({"rows": 4})
    )
    evidence = forms.FileField(
        label=_("Evidence (a letter, a list, a table)"), required=False, allow_empty_file=True
    )
