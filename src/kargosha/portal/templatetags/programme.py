"""What the programme does at a place: territory comes first and may not ask, so the portal brings it in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template import Context, Library

from kargosha.areas.allocation.queries import PlaceGrant, granted_at
from kargosha.areas.applications.models import Call
from kargosha.areas.applications.queries import calls
from kargosha.areas.territory.models import Place
from kargosha.kernel import clock
from kargosha.kernel.access import Actor

register = Library()


@dataclass(frozen=True)
class Programme:
    """The calls that take proposals today, and what was asked and granted in the latest public round."""

    calls: Sequence[Call]
    grant: PlaceGrant | None


@register.simple_tag(takes_context=True)
def programme_at(context: Context, place: Place) -> Programme:
    """Return what the programme does at a place, as the reader may see it."""
    actor: Actor = context["actor"]
    today = clock.today()
    open_today = calls(by=actor).filter(opens_on__lte=today, closes_on__gte=today)
    grant = granted_at(by=actor, place_code=place.code) if place.code else None
    return Programme(list(open_today), grant)
