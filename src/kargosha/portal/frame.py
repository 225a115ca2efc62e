"""What every page shows around its content: the menu of who looks, the band over made-up rows."""

from dataclasses import dataclass
from functools import cache, partial

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kargosha.areas.allocation.queries import orders_owed_count
from kargosha.kernel import queries
from kargosha.kernel.access import ANYONE, Actor
from kargosha.kernel.models import Duty
from kargosha.kernel.roles import ROLES, Permission
from kargosha.portal.menus import menu

MOST_DUTIES = 500
"""Open duties of one office that are counted; beyond, the counts say so many."""


@dataclass(frozen=True)
class Owed:
    """What an office owes of one step: how often, and the one that is due first."""

    first: Duty
    count: int


def frame(request: HttpRequest) -> dict[str, object]:
    """Give templates the menu, duties and roles of the reader, and whether the rows are made up."""
    actor = getattr(request, "actor", ANYONE)
    match = request.resolver_match
    return {
        "actor": actor,
        "menu": menu(actor, match.view_name if match else ""),
        "borderlines_owed": cache(partial(orders_owed_count, by=actor)),
        "duties": SimpleLazyObject(lambda: duties_of(actor)),
        "roles_held": [ROLES[code].title for code in actor.roles],
        "is_rehearsal": queries.purpose() == "rehearsal",
    }


def duties_of(actor: Actor) -> list[Owed]:
    """Return what the reader's office owes, by step, the most urgent first; asked only where shown."""
    if not actor.may_somewhere(Permission.DUTY_VIEW):
        return []
    by_step: dict[str, list[Duty]] = {}
    for duty in queries.open_duties(by=actor)[:MOST_DUTIES]:
        by_step.setdefault(duty.step, []).append(duty)
    return [Owed(duties[0], len(duties)) for duties in by_step.values()]
