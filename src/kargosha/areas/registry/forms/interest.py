"""What people type of what they can do, of groups to be proposed, and of answers given at a desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from kargosha.areas.registry.actions import FormedRow, InterestRow, ProposedRow
from kargosha.areas.registry.forms.fields import PersonField, PlaceField
from kargosha.areas.registry.models import Consent, Invitation
from kargosha.kernel.forms import CountField, DayField, in_words

MOST_YEARS = 80


class SkillsField(forms.MultipleChoiceField):
    """Codes of activities, of which the page knows the names."""

    def valid_value(self, value: object) -> bool:
        """Take any code: which activities there are is known further down the flow."""
        try:
            validate_slug(str(value))
        except ValidationError:
            return False
        return True


class InterestForm(forms.Form):
    """What somebody without a group can do."""

    skill_codes = SkillsField(label=_("What they can do"))
    production_years = CountField(
        label=_("Years of own production"), min_value=0, max_value=MOST_YEARS, required=False
    )
    note = forms.CharField(
        label=_("What else matters (hours, tools, with whom)"), max_length=300, required=False
    )

    def row(self) -> InterestRow:
        """Return what is to be registered."""
        said = self.cleaned_data
        return InterestRow(said["skill_codes"], said["production_years"] or 0, said["note"])


class DeskInterestForm(InterestForm):
    """The same, of a person who is registered."""

    person_id = PersonField(label=_("Person (code)"))
    field_order = ("person_id",)


class FittingForm(forms.Form):
    """Where a group would be, and what it would do."""

    place = PlaceField(label=_("Place (name or code)"))
    skill = forms.SlugField(label=_("What it would do"))


class ProposedForm(forms.Form):
    """A group that is to be proposed."""

    name_fa = forms.CharField(label=_("Name in Persian"), max_length=160)
    name_en = forms.CharField(label=_("Name in Latin letters"), max_length=160, required=False)
    activity_code = forms.SlugField(widget=forms.HiddenInput)
    place_code = forms.CharField(widget=forms.HiddenInput)

    def row(self) -> ProposedRow:
        """Return the group as it is proposed."""
        return ProposedRow(**self.cleaned_data)


class ReplyForm(forms.Form):
    """What one of the invited said at the desk."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=in_words("invitation_answer", Invitation.Answer.values)
    )
    way = forms.ChoiceField(
        label=_("How"),
        choices=in_words("answer_way", [Consent.Way.PAPER.value, Consent.Way.IN_PERSON.value]),
    )
    evidence = forms.FileField(
        label=_("The signed paper (not needed to decline)"), required=False, allow_empty_file=True
    )


class FormedForm(forms.Form):
    """What is settled when a proposed group is formed."""

    head_id = forms.IntegerField(label=_("Head of the group"))
    formed_on = DayField(label=_("Formed on (empty: today)"), required=False)
    code = forms.SlugField(
        label=_("Code of the group (empty: given)"), max_length=40, required=False
    )

    def row(self) -> FormedRow:
        """Return what was settled."""
        return FormedRow(**self.cleaned_data)


def chosen_people(posted: Any) -> list[int]:
    """Return the keys of the people who were ticked; what is no key is left out."""
    return [int(each) for each in posted if each.isascii() and each.isdigit() and len(each) < 10]
