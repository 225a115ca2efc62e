"""Fields of what people type: days of either calendar, whole numbers in any digits, places, people."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kargosha.areas.territory import queries as territory
from kargosha.files.digits import ascii_digits
from kargosha.files.jalali import day
from kargosha.files.letters import identifier, search_key
from kargosha.kernel.access import ANYONE

MOST_NAMED = 6
SEPARATORS = str.maketrans(dict.fromkeys(",٬، _", ""))


class DayField(forms.CharField):
    """A day typed in the Persian or the Gregorian calendar."""

    widget = forms.TextInput({"dir": "ltr", "inputmode": "numeric", "placeholder": "1405/09/02"})

    def to_python(self, value: object) -> date | None:  # type: ignore[override]
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return day(text)
        except ValueError:
            raise ValidationError(_("Write the day as 1405/09/02 or as 2026-11-23.")) from None


class CountField(forms.IntegerField):
    """A whole number in any digits, with or without signs between its groups."""

    widget = forms.TextInput({"dir": "ltr", "inputmode": "numeric"})

    def to_python(self, value: object) -> int | None:
        return super().to_python(ascii_digits(str(value or "")).translate(SEPARATORS))


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
