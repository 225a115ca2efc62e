"""How the pages of imports say what is wrong with a file: kinds of places by their words."""

from django.template import Library

from kargosha.analysis.errors import Fault
from kargosha.areas.territory.models.places import KINDS
from kargosha.files import words
from kargosha.kernel.asking import current_language
from kargosha.portal.templatetags.showing import sentence

register = Library()

SEVERAL = ", "
"""How judging joins several kinds."""


@register.simple_tag
def fault_sentence(fault: Fault) -> str:
    """Say what is wrong and how to mend it."""
    return sentence(fault.code, {name: _spoken(value) for name, value in fault.values.items()})


def _spoken(value: object) -> object:
    """Return kinds of places in the reader's words; anything else as it is."""
    if not isinstance(value, str) or not set(value.split(SEVERAL)) <= set(KINDS):
        return value
    language = current_language()
    kinds = [words.say(f"word.kind_of_place.{kind}", {}, language) for kind in value.split(SEVERAL)]
    return kinds if len(kinds) > 1 else kinds[0]
