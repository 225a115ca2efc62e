"""What people type of a group, of its members and of how a membership ends."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kargosha.areas.registry.actions import GroupRow, MemberRow, PersonRow
from kargosha.areas.registry.forms.fields import PersonField, PlaceField
from kargosha.areas.registry.models import Group, Membership, Person
from kargosha.kernel.forms import CountField, DayField, in_words

MOST_ROWS = 60
"""A larger group comes as a file."""

ROWS, MORE_ROWS = 7, 5

EXITS = [kind for kind in Membership.Exit.values if kind != Membership.Exit.ROLE_CHANGED]


class GroupForm(forms.Form):
    """A group to be registered."""

    kind = forms.ChoiceField(label=_("Kind"), choices=in_words("group_kind", Group.Kind.values))
    name_fa = forms.CharField(label=_("Persian name"), max_length=160)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    place_code = PlaceField(label=_("Place (name or code)"))
    formed_on = DayField(label=_("Formed on"))
    legal_id = forms.CharField(label=_("Legal id, of a co-operative"), required=False)
    bylaws_on = DayField(label=_("By-laws of"), required=False)
    code = forms.SlugField(label=_("Code (given if left empty)"), max_length=40, required=False)

    def row(self) -> GroupRow:
        """Return the group as it is registered."""
        said = self.cleaned_data
        return GroupRow(**(said | {"legal_id": said["legal_id"] or None}))


class MemberForm(forms.Form):
    """One member of a group to be registered: somebody new, or somebody registered by their code."""

    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    father_name = forms.CharField(label=_("Father's name"), max_length=80, required=False)
    sex = forms.ChoiceField(
        label=_("Woman or man"),
        choices=in_words("sex", Person.Sex.values, empty="–"),
        required=False,
    )
    born_on = DayField(label=_("Born on"), required=False)
    document_kind = forms.ChoiceField(
        label=_("Document"),
        choices=in_words("document", Person.Document.values),
        initial=Person.Document.NATIONAL_ID,
        required=False,
    )
    document_number = forms.CharField(label=_("Its number"), required=False)
    mobile = forms.CharField(label=_("Mobile"), required=False)
    role = forms.ChoiceField(
        label=_("Role"), choices=in_words("member_role", Membership.Role.values), initial="member"
    )
    production_years = CountField(label=_("Years of production"), min_value=0, required=False)
    household_members = CountField(label=_("People in the household"), min_value=0, required=False)
    household_earners = CountField(label=_("Of these, who earn"), min_value=0, required=False)
    household_code = forms.SlugField(
        label=_("Household (one code a family)"), max_length=40, required=False
    )
    person = PersonField(label=_("Or the code of somebody registered"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("person") is None:
            for name in ("given_name", "family_name", "sex"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(_("This is missing.")))
        return said

    def rows(self, place_code: str) -> tuple[PersonRow | None, MemberRow]:
        """Return the person, if new, and the membership; people live where the group is."""
        said = dict(self.cleaned_data)
        member = MemberRow(said.pop("person"), said.pop("role"), said.pop("production_years") or 0)
        return (None if member.person_id else PersonRow(place_code=place_code, **said)), member


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of which each may be left empty, also those that were shown with what was typed before."""

    def initial_form_count(self) -> int:
        return 0


MemberFormSet = forms.formset_factory(
    MemberForm, formset=_Rows, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


class EntryForm(forms.Form):
    """A registered person who enters a group."""

    person = PersonField(label=_("Code of the person"))
    role = forms.ChoiceField(
        label=_("Role"), choices=in_words("member_role", Membership.Role.values), initial="member"
    )
    production_years = CountField(label=_("Years of production"), min_value=0, required=False)
    entered_on = DayField(label=_("Entered on (today if left empty)"), required=False)

    def row(self) -> MemberRow:
        """Return the entry."""
        said = self.cleaned_data
        return MemberRow(
            said["person"], said["role"], said["production_years"] or 0, said["entered_on"]
        )


class ExitForm(forms.Form):
    """How a membership ended, and who came instead."""

    kind = forms.ChoiceField(label=_("What happened"), choices=in_words("member_exit", EXITS))
    on = DayField(label=_("On"))
    person = PersonField(label=_("Replaced by (code of the person)"), required=False)
    role = forms.ChoiceField(
        label=_("Role of the replacement"),
        choices=in_words("member_role", Membership.Role.values),
        initial="member",
        required=False,
    )
    production_years = CountField(
        label=_("Years of production of the replacement"), min_value=0, required=False
    )

    def replacement(self) -> MemberRow | None:
        """Return who came instead, if anybody."""
        said = self.cleaned_data
        if said["person"] is None:
            return None
        return MemberRow(said["person"], said["role"] or "member", said["production_years"] or 0)


class RoleForm(forms.Form):
    """Another role of a member."""

    role = forms.ChoiceField(
        label=_("Role"), choices=in_words("member_role", Membership.Role.values)
    )
    on = DayField(label=_("From"))


class BylawsForm(forms.Form):
    """The by-laws that a group adopted."""

    adopted_on = DayField(label=_("Adopted on"))
    file = forms.FileField(label=_("The paper"), required=False, allow_empty_file=True)
