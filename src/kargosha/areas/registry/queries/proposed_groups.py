"""What a person may ask about groups that were proposed, and about what each of the invited answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from kargosha.analysis.tables import Column, Table
from kargosha.areas.registry.frames.groups import legal_numbers
from kargosha.areas.registry.models import Group, Interest, Invitation, Membership, ProposedGroup
from kargosha.areas.registry.queries.seeing import PersonSeen
from kargosha.files.letters import identifier, search_key
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require, visible_to
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.exports import TakenAlong, taken_along
from kargosha.kernel.models import Duty
from kargosha.kernel.roles import Permission

ROWS_A_PAGE = 25
STATES = ("open", "enough", "formed", "given_up")
State = Literal["open", "enough", "formed", "given_up"]

PROPOSED = Table(
    "proposed_groups",
    (
        Column("id", "count", "number under which it is kept", required=True),
        Column("name_fa", "text", "Persian name", required=True),
        Column("name_en", "text", "English name"),
        Column("activity", "text", "code of the activity", required=True),
        Column("place_code", "text", "code of the place", required=True),
        Column("proposed_on", "date", "proposed on", required=True),
        Column("state", "text", "open, enough, formed or given_up", required=True),
        Column("invited", "count", "people invited", required=True),
        Column("agreed", "count", "who agreed and have not taken it back", required=True),
        Column("declined", "count", "who declined", required=True),
        Column("due_on", "date", "day by which the answers are to be in"),
        Column("group", "text", "code of the group that came of it"),
    ),
)


@dataclass(frozen=True)
class ProposedSeen:
    """A proposed group, how its answers stand, and who owes them."""

    proposed: ProposedGroup
    state: State
    invited_count: int
    agreed_count: int
    declined_count: int
    least: int
    duty: Duty | None
    may_end: bool

    @property
    def row(self) -> dict[str, object]:
        """The proposal as one row, for whoever takes it away."""
        proposed = self.proposed
        return {
            "id": proposed.pk,
            "name_fa": proposed.name_fa,
            "name_en": proposed.name_en,
            "activity": proposed.activity_code,
            "place_code": proposed.place_code,
            "proposed_on": clock.day_of(proposed.proposed_at),
            "state": self.state,
            "invited": self.invited_count,
            "agreed": self.agreed_count,
            "declined": self.declined_count,
            "due_on": self.duty and self.duty.due_on,
            "group": proposed.group and proposed.group.code,
        }


@dataclass(frozen=True)
class InvitationSeen:
    """What one of the invited answered, as far as the asker may see them."""

    invitation: Invitation
    seen: PersonSeen
    answer: str
    """``agreed``, ``declined``, ``revoked`` or ``none``."""
    may_answer: bool
    """Whether the asker may keep an answer that was given at the desk."""


@dataclass(frozen=True)
class ProposedPage:
    """A proposed group with each of the invited."""

    shown: ProposedSeen
    lines: Sequence[InvitationSeen]


def proposed_groups(*, by: Actor, state: str = "", place: str = "") -> QuerySet[ProposedGroup]:
    """Return the proposed groups of the asker's places: those that wait for answers first, then the latest.

    Raises
    ------
    NotAllowed
        The asker may read none anywhere.
    """
    if not by.may_somewhere(Permission.GROUP_VIEW):
        raise NotAllowed(Permission.GROUP_VIEW)
    found = _counted().filter(visible_to(by, Permission.GROUP_VIEW), _of_state(state))
    key = search_key(place)
    if key:
        code = identifier(place)
        found = found.filter(Q(place_code__startswith=code) | Q(place__search_key__contains=key))
    return found.order_by(F("ended_at").desc(nulls_first=True), "-pk")


def proposed_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of the proposed groups, in the order of `proposed_groups`."""
    chosen = {name: asked.get(name, "") for name in ("state", "place")}
    page = Paginator(proposed_groups(by=by, **chosen), ROWS_A_PAGE).get_page(asked.get("page"))
    return {
        "page": page,
        "lines": proposed_lines(by=by, found=list(page)),
        "chosen": chosen,
        "states": STATES,
        "may_register": by.may_somewhere(Permission.GROUP_REGISTER),
    }


def proposed_lines(*, by: Actor, found: Sequence[ProposedGroup]) -> list[ProposedSeen]:
    """Return proposed groups with how their answers stand."""
    return _seen(by, found)


def proposed_groups_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return all proposed groups that the list asks for, in its order, as a file.

    Raises
    ------
    NotFound
        There are no such files.
    """
    chosen = {name: asked.get(name, "") for name in ("state", "place")}
    lines = _seen(by, proposed_groups(by=by, **chosen))
    return taken_along((line.row for line in lines), PROPOSED, ending, name="proposed-groups")


def proposed_page(*, by: Actor, proposed_id: int) -> ProposedPage:
    """Return a proposed group with each of the invited, in the order in which they were invited.

    Raises
    ------
    NotFound
        There is no such proposal, or none that the asker may see.
    """
    found = _counted().filter(visible_to(by, Permission.GROUP_VIEW), pk=proposed_id).first()
    if found is None:
        raise NotFound("proposed_group", proposed_id)
    (shown,) = _seen(by, [found])
    invited = found.invitations.select_related("person__household", "consent__evidence")
    return ProposedPage(
        shown, [_answered(by, shown, each) for each in invited.defer("consent__evidence__content")]
    )


def own_invitations(*, by: Actor) -> QuerySet[Invitation]:
    """Return the groups that were proposed to the asker, those that wait for an answer first.

    Raises
    ------
    NotAllowed
        The asker may have no group of their own.
    """
    require(by, Permission.GROUP_OWN)
    found = Invitation.objects.filter(person__user=by.person)
    waits = Q(answer="", proposed__ended_at=None)
    return (
        found.select_related("proposed__place", "proposed__group", "consent")
        .annotate(waits=Count("pk", filter=waits))
        .order_by("-waits", "-pk")
    )


def _counted() -> QuerySet[ProposedGroup]:
    """Return proposed groups with their answers counted as `form_proposed_group` counts them."""
    looking = Interest.objects.filter(person=OuterRef("person"), ended_at=None).exclude(
        person__in=Membership.objects.filter(exited_on=None).values("person")
    )
    stands = Invitation.objects.filter(
        Exists(looking), answer=Invitation.Answer.AGREED, consent__revoked_at=None
    )
    agreed = Q(invitations__answer="agreed", invitations__consent__revoked_at=None)
    return ProposedGroup.objects.select_related("place__parent", "group", "proposed_by").annotate(
        invited_count=Count("invitations"),
        agreed_count=Count(
            "invitations",
            filter=agreed & (Q(ended_at__isnull=False) | Q(invitations__in=stands)),
        ),
        declined_count=Count("invitations", filter=Q(invitations__answer="declined")),
    )


def _of_state(state: str) -> Q:
    least = _least()
    waits = Q(ended_at=None)
    return {
        "open": waits & Q(agreed_count__lt=least),
        "enough": waits & Q(agreed_count__gte=least),
        "formed": Q(group__isnull=False),
        "given_up": Q(ended_at__isnull=False, group=None),
    }.get(state, Q())


def _least() -> int:
    number, _source = legal_numbers(clock.today())[Group.Kind.GROUP]
    return int(number)


def _state_of(proposed: ProposedGroup, agreed_count: int, least: int) -> State:
    if proposed.ended_at is not None:
        return "given_up" if proposed.group is None else "formed"
    return "enough" if agreed_count >= least else "open"


def _seen(by: Actor, found: Iterable[ProposedGroup]) -> list[ProposedSeen]:
    shown, least = list(found), _least()
    duties = Duty.objects.filter(subject__in=[each.subject for each in shown], done_at=None)
    owed = {duty.subject: duty for duty in duties.select_related("owner")}
    return [
        ProposedSeen(
            proposed=each,
            state=_state_of(each, each.agreed_count, least),  # type: ignore[attr-defined]
            invited_count=each.invited_count,  # type: ignore[attr-defined]
            agreed_count=each.agreed_count,  # type: ignore[attr-defined]
            declined_count=each.declined_count,  # type: ignore[attr-defined]
            least=least,
            duty=owed.get(each.subject),
            may_end=each.ended_at is None and by.may(Permission.GROUP_REGISTER, each.place_code),
        )
        for each in shown
    ]


def _answered(by: Actor, shown: ProposedSeen, invitation: Invitation) -> InvitationSeen:
    consent = invitation.consent
    is_revoked = consent is not None and consent.revoked_at is not None
    may = by.may(Permission.GROUP_REGISTER, invitation.person.place_code)
    waits = not invitation.answer and shown.proposed.ended_at is None
    return InvitationSeen(
        invitation=invitation,
        seen=PersonSeen.by(by, invitation.person),
        answer="revoked" if is_revoked else invitation.answer or "none",
        may_answer=may and waits,
    )
