"""What an officer types to open a call: guided, section by section, and read back before it is opened."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kargosha.areas.applications.actions import CALL_TEXTS, CallTerms, CallText
from kargosha.areas.applications.models import Call
from kargosha.areas.applications.queries import Opening
from kargosha.files import words
from kargosha.kernel.asking import current_language
from kargosha.kernel.forms import AmountField, DayField, NumberField, PercentField

TIMES = ("opens_on", "closes_on", "rules_on", "jalali_year", "season", "year_share")
WEIGHTS = ("deprivation_weight", "emigration_weight", "household_weight")
YEARS = (1390, 1500)


@dataclass(frozen=True)
class PotFields:
    """An agreement that may give money: whether it does, and how much."""

    agreement: Any
    left_amount: int
    gives: BoundField
    amount: BoundField


class CallForm(forms.Form):
    """A call as it is to be opened."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=50,
        help_text=_("Latin letters, digits and hyphens, such as 1406-spring. It never changes."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    name_fa = forms.CharField(label=_("Name in Persian"), max_length=160)
    name_en = forms.CharField(label=_("Name in English"), max_length=160)
    text_fa = forms.CharField(label=_("Text in Persian"), widget=forms.Textarea({"rows": 4}))
    text_en = forms.CharField(label=_("Text in English"), widget=forms.Textarea({"rows": 4}))
    goals_fa = forms.CharField(label=_("Goals in Persian"), widget=forms.Textarea({"rows": 3}))
    goals_en = forms.CharField(
        label=_("Goals in English"), widget=forms.Textarea({"rows": 3}), required=False
    )
    opens_on = DayField(label=_("First day"))
    closes_on = DayField(label=_("Last day"))
    rules_on = DayField(
        label=_("Day whose rules hold"),
        required=False,
        help_text=_("Empty is the last day. Rules approved after the freeze never count."),
    )
    jalali_year = forms.IntegerField(
        label=_("Persian year whose money it spends"),
        required=False,
        min_value=YEARS[0],
        max_value=YEARS[1],
        help_text=_("Empty is the year of the first day."),
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr"}),
    )
    season = forms.ChoiceField(label=_("Season"), required=False)
    year_share = PercentField(
        label=_("Share of the year's money, percent"),
        required=False,
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        help_text=_(
            "Each agreement that names no amount gives this share of what it was signed for."
        ),
    )
    place_codes = forms.MultipleChoiceField(
        label=_("Counties"), required=False, widget=forms.CheckboxSelectMultiple
    )
    activity_codes = forms.MultipleChoiceField(
        label=pgettext_lazy("of production", "Activities"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    deprivation_weight = NumberField(
        label=_("Deprivation of the place"), required=False, min_value=0
    )
    emigration_weight = NumberField(
        label=_("Emigration from the place"), required=False, min_value=0
    )
    household_weight = NumberField(
        label=_("Households without an earner"), required=False, min_value=0
    )
    quotas = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, opening: Opening, *args: Any, **others: Any) -> None:
        super().__init__(*args, **others)
        language = current_language()
        name = f"name_{language}"
        self.opening = opening
        season = words.sentences(language)
        seasons = [(each, season[f"word.season.{each}"]) for each in Call.Season.values]
        self._offer("season", [("", season["word.season.none"]), *seasons])
        self._offer("place_codes", [(each.code, getattr(each, name)) for each in opening.counties])
        self._offer(
            "activity_codes", [(each.code, getattr(each, name)) for each in opening.activities]
        )
        self._offer("quotas", [(each.code, getattr(each, name)) for each in opening.quotas])
        for weight, value in opening.weights.items():
            self.fields[weight].widget.attrs["placeholder"] = words.shown(value, language)
        for pot in opening.pots:
            gives, amount = pot_names(pot.agreement.code)
            self.fields[gives] = forms.BooleanField(required=False)
            self.fields[amount] = AmountField(label=_("Rials"), required=False)
            self.fields[amount].widget.attrs["aria-label"] = f"{getattr(pot.agreement, name)}"

    def _offer(self, field: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def pots(self) -> Iterator[PotFields]:
        """Yield the agreements with their two fields each."""
        for pot in self.opening.pots:
            gives, amount = pot_names(pot.agreement.code)
            yield PotFields(pot.agreement, pot.left_amount, self[gives], self[amount])

    def texts(self) -> Sequence[BoundField]:
        """Return the fields that say what the call is."""
        return [self[name] for name in ("code", *CALL_TEXTS)]

    def times(self) -> Sequence[BoundField]:
        """Return the fields that say when it is open, and of which money."""
        return [self[name] for name in TIMES]

    def weights(self) -> Sequence[BoundField]:
        """Return the fields of the weights that a call may sign."""
        return [self[name] for name in WEIGHTS]

    @property
    def text(self) -> CallText:
        """What the call says."""
        return CallText(**{name: self.cleaned_data[name] for name in CALL_TEXTS})

    @property
    def terms(self) -> CallTerms:
        """Under which terms it is opened."""
        said = self.cleaned_data
        names = (*TIMES, *WEIGHTS, "place_codes", "activity_codes", "quotas")
        kept = {name: said[name] for name in names}
        return CallTerms(
            **kept | {"rules_on": said["rules_on"] or said["closes_on"]}, money=self.money
        )

    @property
    def money(self) -> Mapping[str, int | None]:
        """What each agreement gives, by its code; None is the call's share."""
        given = {}
        for pot in self.opening.pots:
            gives, amount = (self.cleaned_data[name] for name in pot_names(pot.agreement.code))
            if gives or amount is not None:
                given[pot.agreement.code] = amount
        return given

    @property
    def digest(self) -> str:
        """What was typed in one number, so that only what was read back is opened."""
        said = repr(sorted(self.cleaned_data.items()))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def pot_names(code: str) -> tuple[str, str]:
    """Return the names of the two fields of an agreement."""
    return f"gives_{code}", f"amount_{code}"
