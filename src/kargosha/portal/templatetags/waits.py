"""For whom money waits: funding comes before the rounds and may not ask, so the portal brings it in."""

from collections.abc import Iterable, Mapping

from django.template import Context, Library

from kargosha.areas.allocation.models import Award
from kargosha.areas.allocation.queries import awards_behind
from kargosha.areas.funding.queries import WaitingLine

register = Library()


@register.simple_tag(takes_context=True)
def awards_waiting(context: Context, lines: Iterable[WaitingLine]) -> Mapping[str, Award]:
    """Return the award behind each line that the reader may see, by the code of the reservation."""
    codes = [line.reservation.code for line in lines]
    return awards_behind(by=context["actor"], codes=codes)
