"""What every page shows around its content: the menu of who looks, the band over made-up rows."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kargosha.kernel import queries
from kargosha.kernel.access import ANYONE, Actor
from kargosha.kernel.models import Duty
from kargosha.kernel.roles import ROLES, Permission

MENU = (
    ("territory", _("Territory"), "territory:counties", None),
    ("funding", _("Funding"), "funding:agreements", Permission.FUND_VIEW),
    ("applications", _("Proposals"), "applications:calls", None),
    ("allocation", _("Allocation"), "allocation:rounds", None),
    ("rules", _("Rule book"), "office:rules", None),
    ("journal", pgettext_lazy("of acts", "Journal"), "office:journal", Permission.JOURNAL_VIEW),
    ("users", _("Offices and users"), "office:users", Permission.OFFICE_VIEW),
)

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
    return {
        "actor": actor,
        "menu": [
            {"code": code, "title": title, "address": address}
            for code, title, address, needed in MENU
            if needed is None or actor.may_somewhere(needed)
        ],
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
