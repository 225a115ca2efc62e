"""What a person may ask about calls: published text; who may see their proposals is another question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet, Sum

from kargosha.analysis.tables import Column, Table
from kargosha.areas.applications.frames.freezing import WEIGHTS, basis, idle_floors, with_terms
from kargosha.areas.applications.models import Activity, Call, CallFreeze
from kargosha.areas.funding.models import Quota
from kargosha.areas.territory.models import AXES, IndexVersion, Place
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound
from kargosha.kernel.exports import TakenAlong, taken_along
from kargosha.kernel.models import Duty
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on

STATES = ("announced", "open", "closed", "frozen", "decided")
FILTERS = ("search", "state", "year")
ROWS_A_PAGE = 20

CALLS = Table(
    "calls",
    (
        Column("code", "text", "code of the call", required=True),
        Column("name_fa", "text", "its Persian name", required=True),
        Column("name_en", "text", "its English name", required=True),
        Column("state", "text", "announced, open, closed, frozen or decided", required=True),
        Column("jalali_year", "count", "Persian year whose money it spends"),
        Column("season", "text", "season of that year"),
        Column("year_share", "share", "share of the year's money"),
        Column("opens_on", "date", "first day", required=True),
        Column("closes_on", "date", "last day", required=True),
        Column("rules_on", "date", "day whose rules hold", required=True),
        Column("place_codes", "list", "places that may propose; empty for all"),
        Column("activity_codes", "list", "activities that may be proposed; empty for all"),
        Column("money_amount", "rials", "rials put into it", required=True),
        Column("application_count", "count", "proposals that were not withdrawn", required=True),
        Column("rolled_count", "count", "of these, rolled over from earlier calls", required=True),
        Column("asked_amount", "rials", "rials asked for; empty where few ask"),
        Column("fingerprint", "text", "SHA-256 of the paper signed when it was frozen"),
    ),
)


@dataclass(frozen=True)
class CallSeen:
    """A call with where it stands; what few proposals ask is told only to who may see proposals."""

    call: Call
    state: str
    is_full: bool

    @property
    def asked_amount(self) -> int | None:
        """Rials asked for; None where a stranger could read from it what one group asks."""
        return self.call.asked_amount or 0 if self.is_full else None  # type: ignore[attr-defined]

    @property
    def money_amount(self) -> int:
        """Rials put into it."""
        return sum(part.amount for part in self.call.money.all())

    @property
    def row(self) -> dict[str, object]:
        """The call as one row, for whoever takes it away."""
        call = self.call
        freeze = getattr(call, "freeze", None)
        fields = {column.name: getattr(call, column.name, None) for column in CALLS.columns}
        return fields | {
            "state": self.state,
            "year_share": None if call.year_share is None else float(call.year_share),
            "money_amount": self.money_amount,
            "asked_amount": self.asked_amount,
            "fingerprint": freeze and freeze.fingerprint,
        }


@dataclass(frozen=True)
class Weight:
    """A weight of a call: its value, and whether the call signs it itself or the rule book gives it."""

    name: str
    rule: str
    value: float
    is_own: bool


@dataclass(frozen=True)
class CallPage:
    """A call as its page shows it: where it stands, for whom it is, by what it is decided."""

    seen: CallSeen
    places: Sequence[Place]
    activities: Sequence[Activity]
    weights: Sequence[Weight]
    duty: Duty | None
    freeze: CallFreeze | None
    idle_floors: Sequence[Quota]
    """Floors that no eligible proposal can fill, once it is frozen; for who may see all proposals."""
    may_freeze: bool

    @property
    def call(self) -> Call:
        """The call itself."""
        return self.seen.call

    @property
    def money_amount(self) -> int:
        """Rials put into it."""
        return self.seen.money_amount

    @property
    def indices(self) -> Sequence[IndexVersion]:
        """The versions of the indices that were signed."""
        return [] if self.freeze is None else [getattr(self.freeze, axis) for axis in AXES]


def calls(*, by: Actor, search: str = "", state: str = "", year: str = "") -> QuerySet[Call]:
    """Return the calls, the latest first, with how many proposals stand in each and how much they
    ask; public to all."""
    del by  # a call is published text
    standing = Q(applications__isnull=False, applications__withdrawal=None)
    rolled = standing & Q(applications__rolled_from__isnull=False)
    found = Call.objects.filter(_of_state(state, clock.today())).annotate(
        application_count=Count("applications", filter=standing),
        rolled_count=Count("applications", filter=rolled),
        asked_amount=Sum("applications__amount", filter=standing),
    )
    if year.isdecimal():
        found = found.filter(jalali_year=int(year) % 10_000)
    if search:
        named = Q(code__icontains=search) | Q(name_fa__icontains=search)
        found = found.filter(named | Q(name_en__icontains=search))
    return found.order_by("-closes_on", "code")


def call_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of the calls, in the order of `calls`; public to all."""
    chosen = {name: asked.get(name, "").strip() for name in FILTERS}
    page = Paginator(_known(calls(by=by, **chosen)), ROWS_A_PAGE).get_page(asked.get("page"))
    years = Call.objects.exclude(jalali_year=None).order_by("-jalali_year")
    return {
        "page": page,
        "lines": _seen(by, page),
        "chosen": chosen,
        "states": STATES,
        "years": years.values_list("jalali_year", flat=True).distinct(),
        "may_open": by.may(Permission.CALL_OPEN),
    }


def call_lines(
    *, by: Actor, search: str = "", state: str = "", year: str = ""
) -> Sequence[CallSeen]:
    """Return all that `calls` finds, in its order, each with where it stands; public to all."""
    return _seen(by, _known(calls(by=by, search=search, state=state, year=year)))


def calls_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return the calls that the list asks for, in its order, as a file; public to all.

    Raises
    ------
    NotFound
        There are no such files.
    """
    lines = call_lines(by=by, **{name: asked.get(name, "").strip() for name in FILTERS})
    return taken_along((line.row for line in lines), CALLS, ending)


def call_page(*, by: Actor, code: str) -> CallPage:
    """Return a call with its money, quotas, weights and signature; public to all.

    Raises
    ------
    NotFound
        There is no such call.
    """
    found = _seen(by, _known(calls(by=by).filter(code=code)))
    if not found:
        raise NotFound("call", code)
    seen = found[0]
    freeze = getattr(seen.call, "freeze", None)
    places = Place.objects.filter(code__in=seen.call.place_codes).order_by("code")
    activities = Activity.objects.filter(code__in=seen.call.activity_codes)
    return CallPage(
        seen=seen,
        places=list(places) if seen.call.place_codes else [],
        activities=list(activities) if seen.call.activity_codes else [],
        weights=_weights(seen.call, freeze),
        duty=_duty(seen.call) if by.may_somewhere(Permission.DUTY_VIEW) else None,
        freeze=freeze,
        idle_floors=_idle_floors(seen.call)
        if freeze and by.may(Permission.APPLICATION_VIEW)
        else [],
        may_freeze=seen.state == "closed" and by.may(Permission.CALL_FREEZE),
    )


def _known(found: QuerySet[Call]) -> QuerySet[Call]:
    """Return calls with all that a list or a page shows of them."""
    signature = ("freeze__signed_by__office", *(f"freeze__{axis}__index" for axis in AXES))
    return with_terms(found.select_related(*signature, "publication"))


def _seen(by: Actor, found: Iterable[Call]) -> list[CallSeen]:
    today = clock.today()
    least = 0 if by.may(Permission.APPLICATION_VIEW) else _least_shown(today)
    return [
        CallSeen(call, _state_of(call, today), is_full=call.application_count >= least)  # type: ignore[attr-defined]
        for call in found
    ]


def _least_shown(day: date) -> int:
    """Return from how many proposals on strangers read a sum over them."""
    return int(rulebook_on(day).number("privacy.smallest_cell"))


def _state_of(call: Call, today: date) -> str:
    """Return where a call stands: announced, open, closed, frozen, or decided."""
    if hasattr(call, "publication"):
        return "decided"
    if hasattr(call, "freeze"):
        return "frozen"
    if call.closes_on < today:
        return "closed"
    return "open" if call.opens_on <= today else "announced"


def _of_state(state: str, today: date) -> Q:
    unsigned = Q(freeze=None, publication=None)
    return {
        "announced": unsigned & Q(opens_on__gt=today),
        "open": unsigned & Q(opens_on__lte=today, closes_on__gte=today),
        "closed": unsigned & Q(closes_on__lt=today),
        "frozen": Q(freeze__isnull=False, publication=None),
        "decided": Q(publication__isnull=False),
    }.get(state, Q())


def _weights(call: Call, freeze: CallFreeze | None) -> Sequence[Weight]:
    """Return the weights that were signed; before that, those that would hold now."""
    in_force = (
        basis(call, {}, clock.now()).weights
        if freeze is None
        else {name: getattr(freeze, name) for name in WEIGHTS}
    )
    return [
        Weight(name, rule, in_force[name], getattr(call, name) is not None)
        for name, rule in WEIGHTS.items()
    ]


def _idle_floors(call: Call) -> Sequence[Quota]:
    return idle_floors(call, call.applications.filter(eligibility__is_eligible=True))


def _duty(call: Call) -> Duty | None:
    """Return what is owed on the call and not done yet, the most urgent."""
    owed = Duty.objects.filter(subject=call.subject, done_at=None).select_related("owner")
    return owed.order_by("due_on").first()
