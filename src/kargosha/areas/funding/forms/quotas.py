"""What people type of quotas."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kargosha.areas.funding import actions
from kargosha.areas.funding.forms.fields import ReadForm
from kargosha.areas.funding.forms.terms import SourceForm
from kargosha.areas.funding.models import Quota
from kargosha.kernel.forms import DayField, ShareField, in_words


class QuotaForm(ReadForm):
    """A floor or a ceiling on what a class of proposals is granted, with the rule it rests on."""

    code = SourceForm.base_fields["code"]
    name_fa = SourceForm.base_fields["name_fa"]
    name_en = SourceForm.base_fields["name_en"]
    member_class = forms.CharField(
        label=_("Whom it counts"),
        max_length=80,
        widget=forms.TextInput({"dir": "ltr", "autocapitalize": "none"}),
        help_text=_(
            "place:0311 for a place, activity:dairy, kind:cooperative, tag:women, tag:youth, "
            "tag:small-place, tag:sector-industry, or all."
        ),
    )
    measure = forms.ChoiceField(
        label=_("Measured by"), choices=in_words("measure", Quota.Measure.values)
    )
    is_relative = forms.BooleanField(
        label=_("As a share of what is granted"), required=False, initial=True
    )
    floor = ShareField(label=_("At least"), min_value=0, required=False)
    ceiling = ShareField(
        label=_("At most"),
        min_value=0,
        required=False,
        help_text=_("A share such as 0.3, or rials, jobs or proposals where it is no share."),
    )
    rule = forms.CharField(
        label=_("Rule it rests on"),
        max_length=120,
        widget=forms.TextInput({"dir": "ltr", "placeholder": "quota.women.floor"}),
    )
    source = forms.CharField(
        label=_("Law or decision behind the rule"), widget=forms.TextInput({"dir": "auto"})
    )

    def row(self) -> actions.QuotaRow:
        """Return what was typed as a quota."""
        return actions.QuotaRow(**self.cleaned_data)

    def _is_amount(self, name: str, field: forms.Field) -> bool:
        typed: dict[str, Any] = self.cleaned_data
        is_money = typed["measure"] == Quota.Measure.AMOUNT and not typed["is_relative"]
        return name in ("floor", "ceiling") and is_money


class LegalQuotasForm(forms.Form):
    """For which year, and by the rules of which day, the law's quotas are set."""

    year = forms.SlugField(
        label=_("Beginning of their codes"),
        max_length=20,
        required=False,
        help_text=_("Such as the year, 1405, so that next year can have its own."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    on = DayField(label=_("By the rules of the day"))
