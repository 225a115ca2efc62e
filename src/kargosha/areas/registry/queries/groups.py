"""What a person may ask about groups: those of the own places, and the own group."""

from collections.abc import Collection, Mapping

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet

from kargosha.areas.registry.models import Group, Membership
from kargosha.areas.registry.queries.ordering import PersianOrder
from kargosha.files.letters import identifier, search_key
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.roles import Permission

ROWS_A_PAGE = 30
SORTS = {
    "code": ("code",),
    "name": (PersianOrder("name_fa"), "code"),
    "place": ("place__sort_key", "code"),
    "members": ("-member_count", "code"),
    "formed": ("-formed_on", "code"),
}
"""By what the list can be ordered, the first unless asked."""


def groups(
    *, by: Actor, search: str = "", place: str = "", kind: str = "", sort: str = "code"
) -> QuerySet[Group]:
    """Return the groups of the places that the asker reads, with how many members each has now.

    Searched are names in any spelling and the beginnings of codes; ``place`` is a part of a place's
    name or the beginning of its code, those above it included.

    Raises
    ------
    NotAllowed
        The asker may read none anywhere.
    """
    if not by.may_somewhere(Permission.GROUP_VIEW):
        raise NotAllowed(Permission.GROUP_VIEW)
    found = (
        Group.objects.filter(visible_to(by, Permission.GROUP_VIEW), _named(search), _in(place))
        .select_related("place__parent")
        .annotate(member_count=_open_count())
    )
    if kind in Group.Kind.values:
        found = found.filter(kind=kind)
    return found.order_by(*SORTS.get(sort, SORTS["code"]))


def group_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of the groups, in the order asked for."""
    chosen = {name: asked.get(name, "") for name in ("search", "place", "kind", "sort")}
    page = Paginator(groups(by=by, **chosen), ROWS_A_PAGE).get_page(asked.get("page"))
    return {"page": page, "chosen": chosen, "kinds": Group.Kind.values, "sorts": list(SORTS)}


def own_groups(*, by: Actor) -> QuerySet[Group]:
    """Return the groups of which the asker is a member now, in the order of their codes.

    Raises
    ------
    NotAllowed
        The asker may have no group of their own.
    """
    if not by.may_somewhere(Permission.GROUP_OWN):
        raise NotAllowed(Permission.GROUP_OWN)
    mine = Membership.objects.filter(exited_on=None, person__user=by.person)
    return (
        Group.objects.filter(pk__in=mine.values("group"))
        .select_related("place__parent")
        .annotate(member_count=_open_count())
        .order_by("code")
    )


def members_of(*, by: Actor, group_codes: Collection[str]) -> QuerySet[Membership]:
    """Return who is in those groups now, with person and household, of groups that the asker reads
    or is in; by group, in the order of entry."""
    return (
        Membership.objects.filter(
            _readable(by, "group__"), exited_on=None, group__code__in=group_codes
        )
        .select_related("person__household", "group")
        .order_by("group__code", "entered_on", "pk")
    )


def _readable(by: Actor, through: str = "") -> Q:
    """Return the filter for groups that the asker reads by office or is a member of."""
    seen = visible_to(by, Permission.GROUP_VIEW, f"{through}place_code")
    if not seen or by.user_id is None or not by.may_somewhere(Permission.GROUP_OWN):
        return seen  # an empty filter lets all pass, and would let fewer pass beside another
    mine = Membership.objects.filter(exited_on=None, person__user=by.user_id)
    return seen | Q(**{f"{through}pk__in": mine.values("group")})


def _open_count() -> Count:
    """Return the number of members now, to be annotated to groups."""
    return Count("memberships", filter=Q(memberships__exited_on=None))


def _named(search: str) -> Q:
    if not search.strip():
        return Q()
    code, key = identifier(search), search_key(search)
    by_code = Q(code__istartswith=code) | Q(legal_id=code)
    return by_code | Q(search_key__contains=key) if key else by_code


def _in(place: str) -> Q:
    code, key = identifier(place), search_key(place)
    if not key:
        return Q()
    above = ("place", "place__parent", "place__parent__parent", "place__parent__parent__parent")
    found = Q(place_code__startswith=code)
    for each in above:
        found |= Q(**{f"{each}__search_key__contains": key})
    return found
