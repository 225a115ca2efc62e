from collections.abc import Iterator, Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kargosha.areas.territory.models import Indicator
from kargosha.files.tables.headers import plain_header
from kargosha.files.territory.mapping import TABLES
from kargosha.files.words import say
from kargosha.kernel.asking import current_language

BOUNDARY_COLUMNS = ("place_code", "valid_from", "source")
MADE = frozenset({"place_key"})
"""Columns that are made when a file is read."""

LONGEST_TITLE = 160


class FileForm(forms.Form):
    file = forms.FileField(label=_("File"))


class MappingForm(forms.Form):
    """Which header of a file stands for which of our columns, and what holds for every row."""

    name = forms.SlugField(
        label=_("Short name"),
        help_text=_("Small Latin letters, digits and hyphens, for example census-1405."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    title_fa = forms.CharField(label=_("Title in Persian"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("Title in English"), max_length=LONGEST_TITLE)

    def __init__(
        self,
        given: Mapping[str, str] | None,
        *,
        target: str,
        headers: Sequence[str],
        indicators: Sequence[Indicator],
    ) -> None:
        super().__init__(given)
        self.target = target
        self.headers = list(dict.fromkeys(each for each in map(str.strip, headers) if each))
        named = {plain_header(header): header for header in self.headers}
        choices = [("", _("not in the file")), *((each, each) for each in self.headers)]
        for column in columns_of(target):
            label = say(f"word.column.{column}", {}, current_language())
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=named.get(column, "")
            )
            self.fields[f"constant_{column}"] = forms.CharField(
                label=_("the same in every row"), required=False
            )
        if target == "observations":
            self._add_series(indicators)

    @property
    def columns(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Yield for each of our columns the field of its header and that of its constant."""
        for column in columns_of(self.target):
            yield self[f"column_{column}"], self[f"constant_{column}"]

    @property
    def series(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Yield for each header the field of its indicator and that of its period."""
        if self.target == "observations":
            for place, header in enumerate(self.headers):
                yield header, self[f"indicator_{place}"], self[f"period_{place}"]

    def definition(self) -> dict[str, object]:
        """Return what was chosen as the plain data of a mapping."""
        chosen = self.cleaned_data
        of_columns = {each: chosen[f"column_{each}"] for each in columns_of(self.target)}
        constants = {each: chosen[f"constant_{each}"] for each in columns_of(self.target)}
        return {
            "titles": {"fa": chosen["title_fa"], "en": chosen["title_en"]},
            "target": self.target,
            "columns": {name: header for name, header in of_columns.items() if header},
            "constants": {name: text for name, text in constants.items() if text},
            "series": list(self._chosen_series()),
        }

    def _chosen_series(self) -> Iterator[dict[str, str]]:
        for header, indicator, period in self.series:
            if code := self.cleaned_data[indicator.name]:
                when = self.cleaned_data[period.name]
                one = {"column": header, "indicator": code}
                yield one | {"period": when} if when else one

    def _add_series(self, indicators: Sequence[Indicator]) -> None:
        name = f"name_{current_language()}"
        choices = [("", "–"), *((each.code, getattr(each, name)) for each in indicators)]
        for place, header in enumerate(self.headers):
            self.fields[f"indicator_{place}"] = forms.ChoiceField(
                label=header, choices=choices, required=False
            )
            self.fields[f"period_{place}"] = forms.CharField(label=_("Period"), required=False)


def columns_of(target: str) -> tuple[str, ...]:
    """Return our columns that a file of the target can give."""
    if target not in TABLES:
        return BOUNDARY_COLUMNS
    return tuple(each.name for each in TABLES[target].columns if each.name not in MADE)
