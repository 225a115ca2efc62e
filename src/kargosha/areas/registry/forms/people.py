"""What people type of a person, of a household, of consents and of money received."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kargosha.areas.registry.actions import CommitmentRow, HouseholdRow, PersonRow
from kargosha.areas.registry.forms.fields import PlaceField
from kargosha.areas.registry.models import Consent, Person
from kargosha.kernel.forms import AmountField, CountField, DayField, in_words
from kargosha.kernel.models import User


class CorrectionForm(forms.Form):
    """What is registered of a person; the number of the document is written only to change it."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    father_name = forms.CharField(label=_("Father's name"), max_length=80, required=False)
    sex = forms.ChoiceField(label=_("Woman or man"), choices=in_words("sex", Person.Sex.values))
    born_on = DayField(label=_("Born on"), required=False)
    document_kind = forms.ChoiceField(
        label=_("Document"), choices=in_words("document", Person.Document.values)
    )
    document_number = forms.CharField(label=_("Its number"), required=False)
    mobile = forms.CharField(label=_("Mobile"), required=False)
    place_code = PlaceField(label=_("Lives in (name or code)"))

    def corrections(self, person: Person) -> dict[str, Any]:
        """Return the fields that differ; an empty number leaves the document as it is."""
        said = dict(self.cleaned_data)
        same_kind = said["document_kind"] == person.document_kind
        if not said["document_number"] and same_kind:
            del said["document_number"]
        return said


class PersonForm(CorrectionForm):
    """A person to be registered, with what they state of the household."""

    household_members = CountField(label=_("People in the household"), min_value=0, required=False)
    household_earners = CountField(label=_("Of these, who earn"), min_value=0, required=False)
    household_code = forms.SlugField(
        label=_("Household (one code a family)"), max_length=40, required=False
    )

    def row(self) -> PersonRow:
        """Return the person as they are registered."""
        return PersonRow(**self.cleaned_data)


class HouseholdForm(forms.Form):
    """What a person states of the household."""

    member_count = CountField(label=_("People in the household"), min_value=0, required=False)
    earner_count = CountField(label=_("Of these, who earn"), min_value=0, required=False)
    stated_on = DayField(label=_("Stated on"))
    code = forms.SlugField(
        label=_("Code, to move to another household"), max_length=40, required=False
    )

    def row(self) -> HouseholdRow:
        """Return the statement."""
        return HouseholdRow(**self.cleaned_data)


class UserForm(forms.Form):
    """As which user a person signs in."""

    username = forms.SlugField(label=_("User name"))

    def clean_username(self) -> int:
        """Give the key of the user."""
        user = User.objects.filter(username=self.cleaned_data["username"]).first()
        if user is None:
            raise ValidationError(_("There is no such user."))
        return user.pk


class ConsentForm(forms.Form):
    """What a person agreed to, and how."""

    purpose = forms.ChoiceField(
        label=_("Agreed"), choices=in_words("consent_purpose", Consent.Purpose.values)
    )
    way = forms.ChoiceField(
        label=_("How"),
        choices=in_words("consent_way", [Consent.Way.PAPER.value, Consent.Way.IN_PERSON.value]),
    )
    evidence = forms.FileField(
        label=_("The paper, where there is one"), required=False, allow_empty_file=True
    )


class CommitmentForm(forms.Form):
    """Money that a person or a group has for work."""

    code = forms.CharField(label=_("What the lender calls it"), max_length=80)
    lender = forms.CharField(label=_("Who gave it"), max_length=160)
    amount = AmountField(label=_("Amount, rials"))
    began_on = DayField(label=_("Given on"))
    source = forms.CharField(label=_("From which paper"), max_length=300)

    def row(self, **whose: Any) -> CommitmentRow:
        """Return the money, of a person or of a group."""
        return CommitmentRow(**self.cleaned_data, **whose)


class CommitmentEndForm(forms.Form):
    """That such money was repaid or closed."""

    code = forms.CharField(label=_("What the lender calls it"), max_length=80)
    ended_on = DayField(label=_("Repaid or closed on"))
    source = forms.CharField(label=_("From which paper"), max_length=300)
