from django import forms
from django.utils.translation import gettext_lazy as _

from kargosha.areas.allocation.models import Decision


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Decision"), choices=Decision.Verdict.choices)
    note = forms.CharField(
        label=_("Note (required when rejecting)"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
