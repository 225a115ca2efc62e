"""How the pages of calls read an amount back."""

from django.template import Library

from kargosha.files.amount_words import in_tomans
from kargosha.kernel.asking import current_language

register = Library()


@register.filter
def tomans(amount: int) -> str:
    """Write whole rials in toman and words, so that a slip of a zero is heard."""
    return in_tomans(amount, current_language())
