"""Which calls are open to which groups now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from kargosha.areas.applications.models import Application, Call, Draft
from kargosha.areas.registry.models import Group, Membership
from kargosha.files.letters import search_key
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.roles import Permission

MOST_GROUPS = 40


@dataclass(frozen=True)
class Invitation:
    """An open call and a group that may propose to it, with what the group did so far."""

    call: Call
    group: Group
    draft: Draft | None
    living: Application | None


def open_to_own_groups(*, by: Actor) -> Sequence[Invitation]:
    """Return the open calls for each group of which the asker is a member now, and the closed ones for
    which a draft is kept; those that close first before the others.

    Raises
    ------
    NotAllowed
        The asker may have no group of their own.
    """
    if not by.may_somewhere(Permission.GROUP_OWN):
        raise NotAllowed(Permission.GROUP_OWN)
    groups = list(Group.objects.filter(_own(by)).order_by("code"))
    drafts = {
        (each.call_id, each.group_id): each for each in Draft.objects.filter(group__in=groups)
    }
    living = {
        (each.call_id, each.group_id): each
        for each in Application.objects.filter(group__in=groups, withdrawal=None)
    }
    kept = Q(pk__in={call for call, _ in drafts})
    calls = Call.objects.filter(_open() | kept).order_by("closes_on", "code")
    return [
        Invitation(call, group, drafts.get(key), living.get(key))
        for call in calls
        for group in groups
        for key in [(call.pk, group.pk)]
        if key in drafts or _is_open(call)
    ]


def open_to_group(*, by: Actor, group_code: str) -> Sequence[Call]:
    """Return the calls to which the asker may hand in a proposal of a group now: those that are open,
    with no proposal of it yet; each with ``has_draft``. None for whom the group is not. Those that close
    first before the others."""
    mine = visible_to(by, Permission.APPLICATION_SUBMIT)
    if by.may_somewhere(Permission.GROUP_OWN):
        mine |= _own(by)
    group = Group.objects.filter(mine, code=group_code).first()
    if group is None:
        return []
    living = Application.objects.filter(call=OuterRef("pk"), group=group, withdrawal=None)
    drafts = Draft.objects.filter(call=OuterRef("pk"), group=group)
    return list(_open_calls().filter(~Exists(living)).annotate(has_draft=Exists(drafts)))


def proposing_for(*, by: Actor, search: str = "") -> dict[str, object]:
    """Return the calls that are open and the groups for which the asker may propose, found by name or
    code, by code.

    Raises
    ------
    NotAllowed
        The asker may propose for no group.
    """
    may_propose = (Permission.APPLICATION_SUBMIT, Permission.GROUP_OWN)
    if not any(by.may_somewhere(each) for each in may_propose):
        raise NotAllowed(Permission.APPLICATION_SUBMIT)
    mine = visible_to(by, Permission.APPLICATION_SUBMIT)
    if by.may_somewhere(Permission.GROUP_OWN):
        mine |= _own(by)
    found = Group.objects.filter(mine).select_related("place").order_by("code")
    if search.strip():
        key = search_key(search)
        found = found.filter(Q(code__icontains=search.strip()) | Q(search_key__contains=key))
    return {
        "calls": list(_open_calls()),
        "groups": list(found[:MOST_GROUPS]),
        "most": MOST_GROUPS,
        "count": found.count(),
    }


def _open_calls() -> QuerySet[Call]:
    return Call.objects.filter(_open()).order_by("closes_on", "code")


def _open() -> Q:
    today = clock.today()
    return Q(opens_on__lte=today, closes_on__gte=today)


def _is_open(call: Call) -> bool:
    return call.opens_on <= clock.today() <= call.closes_on


def _own(by: Actor) -> Q:
    mine = Membership.objects.filter(exited_on=None, person__user=by.person)
    return Q(pk__in=mine.values("group"))
