"""What finance types of an agreement's money."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kargosha.analysis.tables import MOST_RIALS
from kargosha.areas.funding.forms.fields import ReadForm
from kargosha.areas.funding.models import FIGURES
from kargosha.kernel.forms import AmountField, DayField, in_words


class EntryForm(ReadForm):
    """One dated figure of an agreement, as its paper states it."""

    figure = forms.ChoiceField(label=_("Figure"), choices=in_words("figure", FIGURES))
    amount = AmountField(
        min_value=-MOST_RIALS,
        label=_("Amount in rials"),
        help_text=_("Below nothing, such as −1,000,000, where money was taken back."),
    )
    dated_on = DayField(label=_("Day of the paper"))
    reference = forms.CharField(
        label=_("Number of the paper"),
        max_length=80,
        help_text=_("The same paper is entered once for each figure."),
    )
    source = forms.CharField(
        label=_("What the paper is, and from whom"),
        max_length=300,
        widget=forms.TextInput({"dir": "auto"}),
    )
