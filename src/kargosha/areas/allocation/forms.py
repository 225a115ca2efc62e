from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kargosha.areas.allocation.actions import OrderedLine
from kargosha.areas.allocation.models import Decision
from kargosha.areas.allocation.queries import BorderlineCase
from kargosha.files.words import shown
from kargosha.kernel.asking import current_language
from kargosha.kernel.forms import CountField


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Decision"), choices=Decision.Verdict.choices)
    note = forms.CharField(
        label=_("Note (required when rejecting)"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class OrderForm(forms.Form):
    """The order of a county's borderline: a place, the votes and a reason for each case."""

    minutes = forms.CharField(
        label=_("Minutes: who sat together, and what was said"),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )

    def __init__(self, cases: Sequence[BorderlineCase], *given: Any) -> None:
        super().__init__(*given)
        self._cases = cases
        for place, code in enumerate(self._codes(), start=1):
            self.fields[f"turn-{code}"] = _small_count(
                label=_("Place in the order"), initial=shown(place, current_language(), "plain")
            )
            self.fields[f"for-{code}"] = _small_count(label=_("Votes for"), required=False)
            self.fields[f"against-{code}"] = _small_count(label=_("Votes against"), required=False)
            self.fields[f"reason-{code}"] = forms.CharField(
                label=_("Reason"),
                max_length=300,
                widget=forms.Textarea({"rows": 2, "dir": "auto"}),
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        turns = sorted(self.cleaned_data.get(f"turn-{code}") or 0 for code in self._codes())
        if not self.errors and turns != list(range(1, len(turns) + 1)):
            self.add_error(
                None,
                gettext("Give the proposals the places 1, 2, 3 and so on; no two have the same."),
            )
        return self.cleaned_data

    def rows(self) -> Iterator[tuple[BorderlineCase, list[BoundField]]]:
        """Yield each case with the fields that are filled in for it."""
        for case, code in zip(self._cases, self._codes(), strict=True):
            yield case, [self[f"{part}-{code}"] for part in ("turn", "for", "against", "reason")]

    def lines(self) -> list[OrderedLine]:
        """Return the order that was typed, who goes first first."""
        typed = self.cleaned_data
        return [
            OrderedLine(
                code,
                typed[f"for-{code}"] or 0,
                typed[f"against-{code}"] or 0,
                typed[f"reason-{code}"],
            )
            for code in sorted(self._codes(), key=lambda code: typed[f"turn-{code}"])
        ]

    def _codes(self) -> list[str]:
        return [case.candidate.application.code for case in self._cases]


def _small_count(**given: Any) -> CountField:
    count = CountField(min_value=0, max_value=999, **given)
    count.widget.attrs["size"] = 3
    return count
