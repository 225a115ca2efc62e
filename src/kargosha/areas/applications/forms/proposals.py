"""What a group says of its proposal, in small steps: what and where, the money, the jobs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kargosha.areas.applications.queries import Proposing
from kargosha.kernel.asking import current_language
from kargosha.kernel.forms import AmountField

FEWEST_ROWS, MORE_ROWS, MOST_ROWS = 4, 4, 60


class WhatForm(forms.Form):
    """What the group wants to do, and where."""

    activity = forms.ChoiceField(label=_("What will you do?"), widget=forms.RadioSelect)
    place_code = forms.ChoiceField(label=_("Where will the work be?"), required=False)

    def __init__(self, proposing: Proposing, *args: Any, **others: Any) -> None:
        super().__init__(*args, **others)
        name = f"name_{current_language()}"
        self.fields["activity"].choices = [  # type: ignore[attr-defined]
            (each.code, getattr(each, name)) for each in proposing.activities
        ]
        self.fields["place_code"].choices = [  # type: ignore[attr-defined]
            (each.code, getattr(each, name) or each.name_fa) for each in proposing.places
        ]

    @property
    def values(self) -> dict[str, object]:
        """What the draft keeps of it."""
        return dict(self.cleaned_data)


class MoneyForm(forms.Form):
    """How much is asked for, and how much the group brings."""

    amount = AmountField(
        label=_("How much do you ask for? (rials)"),
        help_text=_("In rials, with all zeros. One toman is ten rials."),
    )
    own_amount = AmountField(
        label=_("How much do you bring yourselves? (rials)"),
        help_text=_(
            "Money, animals, tools or a building, at what they are worth today. 0 if none."
        ),
    )

    @property
    def values(self) -> dict[str, object]:
        """What the draft keeps of it."""
        return dict(self.cleaned_data)


class JobForm(forms.Form):
    """A job that is pledged: the work, and who will do it if that is known."""

    title = forms.CharField(label=_("Which work?"), max_length=120, required=False)
    person = forms.TypedChoiceField(
        label=_("Who will do it?"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **others: Any) -> None:
        super().__init__(*args, **others)
        self.fields["person"].choices = [("", _("not yet known")), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the work of whoever is named."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("person") is not None and not said.get("title"):
            self.add_error("title", _("Say which work the person will do."))
        return said


class JobsFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """All the jobs that a proposal pledges; rows left empty are left out."""

    @property
    def values(self) -> dict[str, object]:
        """What the draft keeps of them."""
        said = [each.cleaned_data for each in self.forms if each.cleaned_data.get("title")]
        return {"jobs": [{"title": each["title"], "person": each["person"]} for each in said]}


class WithdrawForm(forms.Form):
    """Why a proposal is taken back."""

    reason = forms.CharField(
        label=_("Why (may stay empty)"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


def jobs_form_set(
    proposing: Proposing, typed: Mapping[str, Any] | None = None, rows: int = 0
) -> JobsFormSet:
    """Return the rows of jobs: those of the draft and some empty ones."""
    kept = proposing.values.get("jobs", [])
    shown = min(max(rows, len(kept) + 1, FEWEST_ROWS), MOST_ROWS)
    made = forms.formset_factory(
        JobForm, formset=JobsFormSet, extra=max(shown - len(kept), 0), max_num=MOST_ROWS
    )
    people = [(str(each.person_id), seen.name or seen.code) for each, seen in proposing.members]
    return made(typed, initial=kept, prefix="jobs", form_kwargs={"people": people})  # type: ignore[return-value]
