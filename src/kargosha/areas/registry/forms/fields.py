"""Fields of places and people, as the codes and names that are typed for them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kargosha.areas.territory import queries as territory
from kargosha.files.letters import identifier, search_key
from kargosha.kernel.access import ANYONE

MOST_NAMED = 6


class PlaceField(forms.CharField):
    """A place by its code, or by its name where one place alone has it; gives its code."""

    def clean(self, value: object) -> str:
        text = super().clean(value).strip()
        if not text:
            return ""
        key, code = search_key(text), identifier(text)
        found = list(territory.places(by=ANYONE, search=text)[:MOST_NAMED])
        exact = [each for each in found if code in {each.code, each.slug}] or [
            each for each in found if key in each.search_key.split()
        ]
        if len(exact) == 1:
            return exact[0].key
        if not found:
            raise ValidationError(
                _("There is no such place. Write its name as it is, or its code.")
            )
        listed = "؛ ".join(f"{each.name_fa} {each.key}" for each in found)
        raise ValidationError(_("Several places may be meant. Write the code of one: %s") % listed)


class PersonField(forms.CharField):
    """A registered person by the code, such as n0000012; gives the key."""

    widget = forms.TextInput({"dir": "ltr", "placeholder": "n0000012"})

    def to_python(self, value: object) -> int | None:  # type: ignore[override]
        text = identifier(str(value or "")).casefold().removeprefix("n")
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or len(text) > 9:
            raise ValidationError(_("Write the code of the person, such as n0000012."))
        return int(text)
