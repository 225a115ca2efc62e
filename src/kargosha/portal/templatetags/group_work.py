"""What a group does in the programme: the registry may not ask what comes after it, so the portal does."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template import Context, Library

from kargosha.areas.allocation.models import Letter
from kargosha.areas.allocation.queries import group_letters
from kargosha.areas.applications.models import Call
from kargosha.areas.applications.queries import (
    ProposalSeen,
    group_applications,
    open_to_group,
)
from kargosha.areas.registry.models import Group

register = Library()


@dataclass(frozen=True)
class Work:
    """The calls that the reader may answer for a group, its proposals and its letters."""

    open: Sequence[Call]
    proposals: Sequence[ProposalSeen]
    letters: Sequence[Letter]


@register.simple_tag(takes_context=True)
def work_of(context: Context, group: Group) -> Work:
    """Return what a group does in the programme, as far as the reader may see it."""
    asked = {"by": context["actor"], "group_code": group.code}
    return Work(open_to_group(**asked), group_applications(**asked), list(group_letters(**asked)))
