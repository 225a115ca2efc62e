"""Groups that propose, built through the actions of the registry."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from kargosha.areas.applications import actions
from kargosha.areas.applications.models import Application
from kargosha.areas.registry import actions as registry
from kargosha.areas.registry.models import Group, Membership
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, Grant
from kargosha.kernel.models import User
from kargosha.kernel.roles import Permission
from tests.universe import STAGE

MILLION = 10**6
FORMED = date(2025, 6, 1)


def group(code: str = "looms", size: int = 4, **others: Any) -> Group:
    """Form a group of women of Hashtrud: the first has no earner at home, of the last nothing is known."""
    row = registry.GroupRow(code, "group", f"گروه {code}", f"Group {code}", "0311", FORMED)
    people = [
        (
            registry.PersonRow(
                "زهرا",
                f"یاری {code} {number}",
                "female",
                "0311",
                born_on=date(1995, 1, 1),
                household_members=4,
                household_earners=None if number == size - 1 else min(number, 1),
                stated_on=FORMED,
            ),
            registry.MemberRow(production_years=3 if number < 2 else 0),
        )
        for number in range(size)
    ]
    (made,) = registry.form_groups(groups=[(replace(row, **others), people)], by=STAGE)
    return made


def open_call(code: str = "autumn", **others: Any) -> str:
    """Open a call that takes proposals today."""
    today = clock.today()
    terms = {
        "opens_on": today - timedelta(days=5),
        "closes_on": today + timedelta(days=5),
        "rules_on": today,
        "money": {},
        "quotas": [],
    }
    actions.open_call(
        code=code,
        text=actions.CallText("دور پاییز", "Autumn round", "متن", "Text", "هدف"),
        terms=actions.CallTerms(**(terms | others)),
        by=STAGE,
    )
    return code


def proposal(**others: Any) -> actions.Proposal:
    """Return a proposal for two looms, about what two jobs cost."""
    fields: dict[str, Any] = {
        "activity": "carpet_weaving",
        "amount": 4_000 * MILLION,
        "own_amount": 400 * MILLION,
        "pledges": [actions.Pledge("بافنده"), actions.Pledge("رنگرز")],
    }
    return actions.Proposal(**(fields | others))


def submit(group_code: str = "looms", by: Actor = STAGE, **others: Any) -> Application:
    """Hand in a proposal to the autumn call."""
    return actions.submit_proposal(
        group_code=group_code, call_code="autumn", proposal=proposal(**others), by=by
    )


def member_actor(of: Group) -> Actor:
    """Let the first member of a group sign in, and return her."""
    first = Membership.objects.filter(group=of).order_by("pk")[0].person
    user = User.objects.create(username=f"member-{of.code}", mobile=f"0912000{of.pk:04d}")
    first.user = user
    first.save()
    grants = frozenset({Grant(Permission.GROUP_OWN)})
    return Actor(f"user:{user.pk}", user.pk, None, grants, ("group_member",))
