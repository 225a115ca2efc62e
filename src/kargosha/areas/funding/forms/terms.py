"""What people type of sources and of the terms under which they pay."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kargosha.areas.funding import actions, queries
from kargosha.areas.funding.forms.fields import CodesField, ReadForm
from kargosha.areas.funding.frames.classes import BORROWERS, CONTRACTS
from kargosha.areas.funding.models import Agreement, GuaranteeLimit, Source
from kargosha.files.words import sentences
from kargosha.kernel.access import Actor
from kargosha.kernel.asking import current_language
from kargosha.kernel.forms import AmountField, DayField, ShareField, in_words

LIMITS = ("first", "second", "third")
"""Steps of amounts for which the heaviest guarantee can be typed; a last one is for whatever lies above."""


class SourceForm(forms.Form):
    """A bank, an agency or a managed fund."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=50,
        help_text=_("Short, of Latin letters and digits, such as bank-a."),
        widget=forms.TextInput({"dir": "ltr", "autocapitalize": "none"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=in_words("kind_of_source", Source.Kind.values)
    )
    name_fa = forms.CharField(
        label=_("Persian name"), max_length=160, widget=forms.TextInput({"dir": "rtl"})
    )
    name_en = forms.CharField(
        label=_("English name"), max_length=160, widget=forms.TextInput({"dir": "ltr"})
    )


class AgreementForm(ReadForm):
    """The terms under which a source pays."""

    code = SourceForm.base_fields["code"]
    source_code = forms.ChoiceField(label=_("Source"))
    name_fa = SourceForm.base_fields["name_fa"]
    name_en = SourceForm.base_fields["name_en"]
    signed_on = DayField(label=_("Day of the signature"))
    approved_amount = AmountField(label=_("Approved money in rials"))
    ceiling_per_group_amount = AmountField(label=_("Most for one group, in rials"), required=False)
    ceiling_per_job_amount = AmountField(label=_("Most for one job, in rials"), required=False)
    max_share = ShareField(
        label=_("Largest share of one proposal that it carries"),
        max_value=1,
        required=False,
        help_text=_("0.7 for seventy percent; empty where it may carry all."),
    )
    place_codes = CodesField(
        label=_("Places it pays for"),
        required=False,
        help_text=_("Codes of counties or smaller places, with spaces between; empty for all."),
    )
    activity_codes = CodesField(
        label=_("Activities it pays for"),
        required=False,
        help_text=_("Codes of activities, with spaces between; empty for all."),
    )
    borrower_kinds = forms.MultipleChoiceField(
        label=_("Borrowers (none ticked: all)"),
        choices=in_words("kind_of_borrower", BORROWERS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contract_kinds = forms.MultipleChoiceField(
        label=_("Kinds of contract (none ticked: all)"),
        choices=in_words("contract_kind", CONTRACTS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    loss_bearer = forms.ChoiceField(
        label=_("Who bears a loss"), choices=in_words("loss_bearer", Agreement.LossBearer.values)
    )
    source_loss_share = ShareField(
        label=_("The source's part of a shared loss"),
        min_value=0,
        max_value=1,
        required=False,
        help_text=_("0.8 for eighty percent; only where the loss is shared."),
    )

    def __init__(self, *given: Any, by: Actor, **named: Any) -> None:
        super().__init__(*given, **named)
        known = queries.sources(by=by)
        field = f"name_{current_language()}"
        source_codes = self.fields["source_code"]
        source_codes.choices = [(each.code, getattr(each, field)) for each in known]  # type: ignore[attr-defined]
        guarantees = in_words("guarantee", GuaranteeLimit.Guarantee.values, empty=_("not named"))
        for step in LIMITS:
            self.fields[f"{step}_limit"] = AmountField(
                label=_said(f"guarantee_step.{step}"), min_value=1, required=False
            )
            self.fields[f"{step}_guarantee"] = forms.ChoiceField(
                label=_("Heaviest guarantee up to there"), choices=guarantees, required=False
            )
        self.fields["last_guarantee"] = forms.ChoiceField(
            label=_("Heaviest guarantee above, or for every amount"),
            choices=guarantees,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a limit without its guarantee, and the other way about."""
        typed: dict[str, Any] = super().clean() or {}
        for step in LIMITS:
            if (typed.get(f"{step}_limit") is None) != (not typed.get(f"{step}_guarantee")):
                told = _("Write an amount and choose a guarantee, or leave both empty.")
                self.add_error(f"{step}_guarantee", told)
        return typed

    def sign(self, by: Actor) -> Agreement:
        """Sign the agreement that was typed."""
        typed = self.cleaned_data
        return actions.sign_agreement(
            code=typed["code"],
            source_code=typed["source_code"],
            names=(typed["name_fa"], typed["name_en"]),
            terms=self.terms(),
            signed_on=typed["signed_on"],
            by=by,
        )

    def terms(self) -> actions.Terms:
        """Return what was typed as the terms of an agreement."""
        typed = self.cleaned_data
        limits = [
            (typed[f"{step}_limit"], typed[f"{step}_guarantee"])
            for step in LIMITS
            if typed[f"{step}_guarantee"]
        ]
        if typed["last_guarantee"]:
            limits.append((None, typed["last_guarantee"]))
        names = actions.Terms.__dataclass_fields__.keys() - {"guarantee_limits"}
        return actions.Terms(guarantee_limits=limits, **{name: typed[name] for name in names})


def _said(code: str) -> str:
    return sentences(current_language())[f"word.{code}"]
