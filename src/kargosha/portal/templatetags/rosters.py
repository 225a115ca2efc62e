"""How the pages of lists say what is wrong with one: our words by the reader's."""

from django.template import Library

from kargosha.analysis.errors import Fault
from kargosha.files.registry import spoken
from kargosha.kernel.asking import current_language
from kargosha.portal.templatetags.showing import sentence

register = Library()


@register.filter
def in_reader_words(fault: Fault) -> Fault:
    """Return a fault with roles, kinds and the like in the language of the page."""
    return spoken(fault, current_language())


@register.simple_tag
def roster_sentence(fault: Fault) -> str:
    """Say what is wrong and how to mend it."""
    told = spoken(fault, current_language())
    return sentence(told.code, told.values)
