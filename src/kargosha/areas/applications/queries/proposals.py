"""What a person may ask about proposals that were handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from kargosha.analysis.tables import Column, Table
from kargosha.areas.applications.models import Activity, Application, Call
from kargosha.areas.registry.models import Membership
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.exports import TakenAlong, taken_along
from kargosha.kernel.roles import Permission

STATES = ("handed_in", "eligible", "ineligible", "undecided", "rolled", "withdrawn")
"""How far the programme has come with a proposal, before what a round decides of it."""

SORTS = {
    "code": ("code",),
    "latest": ("-submitted_on", "code"),
    "amount": ("-amount", "code"),
    "jobs": ("-jobs_pledged", "code"),
    "place": ("place__sort_key", "code"),
}
"""By what the list can be ordered, the first unless asked."""

FILTERS = ("call", "search", "state", "activity", "place", "sort")
ROWS_A_PAGE = 30

PROPOSAL_LIST = Table(
    "proposals",
    (
        Column("code", "text", "code of the proposal", required=True),
        Column("call", "text", "code of its call", required=True),
        Column("group", "text", "code of the group"),
        Column("kind", "text", "group or cooperative", required=True),
        Column("name_fa", "text", "Persian name", required=True),
        Column("name_en", "text", "English name", required=True),
        Column("place_code", "text", "code of the place", required=True),
        Column("activity", "text", "code of the activity", required=True),
        Column("amount", "rials", "money asked for", required=True),
        Column("own_amount", "rials", "own money", required=True),
        Column("jobs_promised", "count", "jobs promised", required=True),
        Column("jobs_pledged", "count", "jobs pledged for a person or post", required=True),
        Column("member_count", "count", "members", required=True),
        Column("record_member_count", "count", "members with a record", required=True),
        Column("submitted_on", "date", "day on which it was handed in", required=True),
        Column("rolled_count", "count", "calls that left it undecided before", required=True),
        Column("state", "text", ", ".join(STATES), required=True),
        Column("failed_rules", "list", "rules of eligibility that it fails"),
    ),
)


@dataclass(frozen=True)
class ProposalSeen:
    """A proposal with how far the programme has come with it."""

    application: Application

    @property
    def state(self) -> str:
        """How far the programme has come with it."""
        application = self.application
        if hasattr(application, "withdrawal"):
            return "withdrawn"
        if hasattr(application, "undecided"):
            return "undecided"
        found = getattr(application, "eligibility", None)
        if found is None:
            return "rolled" if application.rolled_count else "handed_in"
        return "eligible" if found.is_eligible else "ineligible"

    @property
    def row(self) -> dict[str, object]:
        """The proposal as one row, for whoever takes it away."""
        application = self.application
        fields = {name: getattr(application, name, None) for name in PROPOSAL_LIST.by_name}
        found = getattr(application, "eligibility", None)
        return fields | {
            "call": application.call.code,
            "group": application.group and application.group.code,
            "activity": application.activity.code,
            "state": self.state,
            "failed_rules": [each["rule"] for each in found.failures] if found else [],
        }


def applications(
    *,
    by: Actor,
    call_code: str = "",
    search: str = "",
    state: str = "",
    activity: str = "",
    place: str = "",
    sort: str = "code",
) -> QuerySet[Application]:
    """Return the proposals that lie where the asker may look, or are their own group's; by code
    unless asked otherwise. ``place`` is the beginning of a place's code."""
    found = Application.objects.filter(_readable(by), _of_state(state)).select_related(
        "place", "activity", "call", "group", "eligibility", "withdrawal", "undecided"
    )
    if call_code:
        found = found.filter(call__code=call_code)
    if search.strip():
        text = search.strip()
        named = Q(name_fa__icontains=text) | Q(name_en__icontains=text)
        found = found.filter(named | Q(code__icontains=text) | Q(group__code__icontains=text))
    if activity:
        found = found.filter(activity__code=activity)
    if place:
        found = found.filter(place_code__startswith=place)
    return found.order_by(*SORTS.get(sort, SORTS["code"]))


def application_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of the proposals, in the order of `applications`, with what can be chosen.

    Raises
    ------
    NotAllowed
        The asker may see no proposal anywhere.
    """
    _refuse_strangers(by)
    chosen = {name: asked.get(name, "").strip() for name in FILTERS}
    page = Paginator(_chosen(by, chosen), ROWS_A_PAGE).get_page(asked.get("page"))
    return {
        "page": page,
        "lines": [ProposalSeen(each) for each in page],
        "chosen": chosen,
        "states": STATES,
        "sorts": list(SORTS),
        "activities": Activity.objects.order_by("code"),
        "calls": Call.objects.order_by("-closes_on", "code"),
    }


def application_lines(*, by: Actor, asked: Mapping[str, str]) -> Sequence[ProposalSeen]:
    """Return all proposals that `applications` finds, in its order, each with its state.

    Raises
    ------
    NotAllowed
        The asker may see no proposal anywhere.
    """
    _refuse_strangers(by)
    chosen = {name: asked.get(name, "").strip() for name in FILTERS}
    return [ProposalSeen(each) for each in _chosen(by, chosen)]


def applications_file(*, by: Actor, asked: Mapping[str, str], ending: str) -> TakenAlong:
    """Return all proposals that `applications` finds, as a file.

    Raises
    ------
    NotAllowed
        The asker may see no proposal anywhere.
    NotFound
        There are no files of that kind.
    """
    rows = (each.row for each in application_lines(by=by, asked=asked))
    return taken_along(rows, PROPOSAL_LIST, ending)


def own_applications(*, by: Actor) -> Sequence[ProposalSeen]:
    """Return the proposals of the groups of which the asker is a member now, each with its state; the
    latest first.

    Raises
    ------
    NotAllowed
        The asker may have no group of their own.
    """
    if not by.may_somewhere(Permission.GROUP_OWN):
        raise NotAllowed(Permission.GROUP_OWN)
    found = Application.objects.filter(_own(by)).select_related(
        "place", "activity", "call", "group", "eligibility", "withdrawal", "undecided"
    )
    return [ProposalSeen(each) for each in found.order_by("-submitted_on", "-pk")]


def group_applications(*, by: Actor, group_code: str) -> Sequence[ProposalSeen]:
    """Return the proposals of a group that the asker may see, each with its state; the latest first."""
    found = applications(by=by, sort="latest").filter(group__code=group_code)
    return [ProposalSeen(each) for each in found]


def _refuse_strangers(by: Actor) -> None:
    """Refuse who may see no proposal anywhere.

    Raises
    ------
    NotAllowed
        Neither by office nor as a member of a group.
    """
    seen = (Permission.APPLICATION_VIEW, Permission.GROUP_OWN)
    if not any(by.may_somewhere(each) for each in seen):
        raise NotAllowed(Permission.APPLICATION_VIEW)


def _chosen(by: Actor, chosen: Mapping[str, str]) -> QuerySet[Application]:
    named = {name: value for name, value in chosen.items() if name != "call"}
    return applications(by=by, call_code=chosen["call"], **named)


def _readable(by: Actor) -> Q:
    """Return the filter for proposals that the asker reads by office or as a member of their group."""
    seen = visible_to(by, Permission.APPLICATION_VIEW)
    return seen | _own(by) if by.may_somewhere(Permission.GROUP_OWN) else seen


def _own(by: Actor) -> Q:
    mine = Membership.objects.filter(exited_on=None, person__user=by.person)
    return Q(group__in=mine.values("group"))


def _of_state(state: str) -> Q:
    standing = Q(withdrawal=None)
    open_ = standing & Q(eligibility=None, undecided=None)
    return {
        "withdrawn": Q(withdrawal__isnull=False),
        "undecided": standing & Q(undecided__isnull=False),
        "handed_in": open_ & Q(rolled_count=0),
        "rolled": open_ & Q(rolled_count__gt=0),
        "eligible": standing & Q(undecided=None, eligibility__is_eligible=True),
        "ineligible": standing & Q(undecided=None, eligibility__is_eligible=False),
    }.get(state, Q())
