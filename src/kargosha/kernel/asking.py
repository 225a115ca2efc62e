"""What a door is handed: Django's request, with who asks and whether only a part of a page is wanted."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from kargosha.kernel.access import Actor

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Asked(HttpRequest):
    """A request after the portal's middleware; only its type is used."""

    actor: Actor
    htmx: "HtmxDetails"
