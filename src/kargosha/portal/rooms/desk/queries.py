"""What a reader owes, what is stuck, and where the programme's money stands, each figure with its day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Max, Q, Sum

from kargosha.analysis.tables import Column, Table
from kargosha.areas.allocation.queries import granted_at, rounds
from kargosha.areas.applications.queries import calls
from kargosha.areas.funding.queries import agreements, money_bar
from kargosha.kernel import clock, queries
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.exports import TakenAlong, taken_along
from kargosha.kernel.models import Duty, Office
from kargosha.kernel.roles import Permission

DUTIES_A_PAGE = 20
MOST_LATE = 500
"""Late duties of all offices that are counted; beyond, the counts say so many."""

STATES = ("late", "in_time")
DATED_BY = {"needed": "needed", "deposited": "deposited", "waiting": "deposited", "paid": "paid"}
"""Figures of the line that the money bar holds, each with the entries by which it changed last."""

PAGES = {
    "needed": "funding:money",
    "deposited": "funding:records",
    "waiting": "funding:waiting",
    "paid": "funding:records",
}
"""The page behind each of these figures."""

DUTIES = Table(
    "duties",
    (
        Column("subject", "text", "what it is about", required=True),
        Column("step", "text", "code of the step that is owed", required=True),
        Column("owner", "text", "code of the office that owes it", required=True),
        Column("escalates_to", "text", "code of the office it goes to when late", required=True),
        Column("due_on", "date", "day by which it is due", required=True),
        Column("days_left", "number", "days until then; below nothing it is late", required=True),
    ),
)


@dataclass(frozen=True)
class Figure:
    """One figure of the programme's line, of which day it is, and the page behind it."""

    code: str
    amount: int
    on: date | None
    page: str


@dataclass(frozen=True)
class Owed:
    """A duty with the days left until it is due; below nothing, the days it is late."""

    duty: Duty
    days_left: int

    @property
    def days_late(self) -> int:
        """Days since it was due."""
        return -self.days_left

    @property
    def row(self) -> dict[str, object]:
        """The duty as one row, for whoever takes it away."""
        return {
            "subject": self.duty.subject,
            "step": self.duty.step,
            "owner": self.duty.owner.code,
            "escalates_to": self.duty.escalates_to.code,
            "due_on": self.duty.due_on,
            "days_left": self.days_left,
        }


@dataclass(frozen=True)
class Stuck:
    """What one office owes late: the duty that waits longest, how many there are, where it goes."""

    office: Office
    first: Owed
    count: int


@dataclass(frozen=True)
class Desk:
    """All that one reader's desk shows."""

    page: Page[Owed]
    chosen: Mapping[str, str]
    steps: Sequence[str]
    come_up: Sequence[Owed]
    stuck: Sequence[Stuck]
    line: Sequence[Figure]
    place_code: str


def desk(*, by: Actor, asked: Mapping[str, str]) -> Desk:
    """Return what the reader's office owes, what came up to it, what is stuck, and the line of figures.

    Raises
    ------
    NotAllowed
        The reader works at no desk.
    """
    own = queries.open_duties(by=by).order_by("step")
    return Desk(
        page=Paginator(owed(by=by, asked=asked), DUTIES_A_PAGE).get_page(asked.get("page")),
        chosen={name: asked.get(name, "") for name in ("step", "state")},
        steps=list(own.values_list("step", flat=True).distinct()),
        come_up=_owed(queries.duties_come_up(by=by)[:DUTIES_A_PAGE]),
        stuck=_stuck(queries.late_duties(by=by)[:MOST_LATE]),
        line=programme_line(by=by),
        place_code=_own_place(by),
    )


def owed(*, by: Actor, asked: Mapping[str, str]) -> list[Owed]:
    """Return what the reader's office owes, of one step, late or in time if asked; late first."""
    _require_desk(by)
    found = queries.open_duties(by=by)
    if asked.get("step"):
        found = found.filter(step=asked["step"])
    if asked.get("state") in STATES:
        is_late = Q(due_on__lt=clock.today())
        found = found.filter(is_late if asked["state"] == "late" else ~is_late)
    return _owed(found)


def duties_file(*, by: Actor, asked: Mapping[str, str], ending: str) -> TakenAlong:
    """Return what the reader's office owes as a file."""
    return taken_along((each.row for each in owed(by=by, asked=asked)), DUTIES, ending)


def programme_line(*, by: Actor) -> list[Figure]:
    """Return what was needed, asked, granted, deposited, waits and was paid, each with its day.

    Who sees one county only reads what it asked for and got in the round that was published last.
    """
    _require_desk(by)
    if by.may(Permission.FUND_VIEW):
        money = _money(by)
        return [
            money["needed"],
            _asked(by),
            _granted(by),
            *(money[code] for code in ("deposited", "waiting", "paid")),
        ]
    grant = granted_at(by=by, place_code=_own_place(by)) if _own_place(by) else None
    if grant is None or grant.figures is None:
        return []
    published_on = clock.day_of(grant.run.publication.published_at)
    return [
        Figure(code, int(grant.figures[f"{code}_amount"] or 0), published_on, "allocation:rounds")
        for code in ("asked", "granted")
    ]


def _require_desk(by: Actor) -> None:
    if not by.may_somewhere(Permission.DUTY_VIEW):
        raise NotAllowed(Permission.DUTY_VIEW)


def _money(by: Actor) -> dict[str, Figure]:
    bar = money_bar(by=by)
    days = (
        agreements(by=by)
        .order_by()
        .aggregate(
            **{
                figure: Max("records__dated_on", filter=Q(records__figure=figure))
                for figure in set(DATED_BY.values())
            }
        )
    )
    return {
        code: Figure(code, getattr(bar, code), days[figure], PAGES[code])
        for code, figure in DATED_BY.items()
    }


def _asked(by: Actor) -> Figure:
    """Return what all proposals ask for that stand; one that was rolled over counts once."""
    stands = Q(applications__withdrawal=None, applications__rolled_from=None)
    found = calls(by=by).order_by()
    asked = found.aggregate(
        amount=Sum("applications__amount", filter=stands),
        on=Max("applications__submitted_on", filter=stands),
    )
    return Figure("asked", asked["amount"] or 0, asked["on"], "applications:calls")


def _granted(by: Actor) -> Figure:
    published = rounds(by=by).filter(publication__isnull=False).order_by("publication__id")
    found = list(
        published.values_list("solution__figures__granted_amount", "publication__published_at")
    )
    last = clock.day_of(found[-1][1]) if found else None
    return Figure("granted", sum(int(each or 0) for each, _ in found), last, "allocation:rounds")


def _own_place(by: Actor) -> str:
    """Return the place to which a reader's sight of rounds is bound; empty for none or the whole."""
    return next(by.scopes(Permission.RUN_VIEW), "")


def _owed(duties: Iterable[Duty]) -> list[Owed]:
    today = clock.today()
    return [Owed(each, (each.due_on - today).days) for each in duties]


def _stuck(late: Iterable[Duty]) -> list[Stuck]:
    """Return what each office owes late, the office first whose duty waits longest."""
    found = []
    for office, duties in groupby(_owed(late), key=lambda each: each.duty.owner):
        own = list(duties)
        found.append(Stuck(office, own[0], len(own)))
    return sorted(found, key=lambda each: each.first.days_left)
