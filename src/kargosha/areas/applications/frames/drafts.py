"""Who may fill in a group's proposal, and what a draft may hold."""

import json
from collections.abc import Mapping

from kargosha.areas.applications.models import Call
from kargosha.areas.registry.models import Group, Membership
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.roles import Permission

MOST_LETTERS = 20_000
"""More than any proposal says."""


def group_of(code: str) -> Group:
    """Return a group with its place.

    Raises
    ------
    NotFound
        There is none of that code.
    """
    group = Group.objects.filter(code=code).select_related("place").first()
    if group is None:
        raise NotFound("group", code)
    return group


def call_of(code: str) -> Call:
    """Return a call.

    Raises
    ------
    NotFound
        There is none of that code.
    """
    call = Call.objects.filter(code=code).first()
    if call is None:
        raise NotFound("call", code)
    return call


def is_own(by: Actor, group: Group | None) -> bool:
    """Say whether the actor is a member of the group now, and acts for it."""
    if group is None or by.user_id is None or not by.may_somewhere(Permission.GROUP_OWN):
        return False
    sitting = Membership.objects.filter(group=group, exited_on=None, person__user=by.user_id)
    return sitting.exists()


def refuse_unfit_draft(values: Mapping[str, object]) -> None:
    """Refuse a draft that cannot be stored, or holds more than a proposal says.

    Raises
    ------
    Refused
        It is too long, or holds what no text does.
    """
    text = json.dumps(dict(values), ensure_ascii=False)
    if len(text) > MOST_LETTERS or "\\u0000" in json.dumps(dict(values)):
        raise Refused(Refusal("refusal.draft_unfit", {"most": MOST_LETTERS}))
