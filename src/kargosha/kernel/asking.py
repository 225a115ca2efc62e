"""What a door is handed: Django's request, with who asks and whether only a part of a page is wanted;
and the language that is read."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import get_language

from kargosha.files.words import Language
from kargosha.kernel.access import Actor

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Asked(HttpRequest):
    """A request after the portal's middleware; only its type is used."""

    actor: Actor
    htmx: "HtmxDetails"


def current_language() -> Language:
    """Return the language of the reader."""
    return "en" if (get_language() or "fa").startswith("en") else "fa"
