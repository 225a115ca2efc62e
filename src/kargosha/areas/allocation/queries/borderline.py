"""What a county's working group sees of its borderline, and how far the counties have come.

The working group sees the borderline of its own county before the round is public, and nothing else of
it; who reads the whole programme sees all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from kargosha.areas.allocation.frames.orders import STEP, order_subject
from kargosha.areas.allocation.models import (
    BorderlineOrder,
    Candidate,
    Decision,
    OrderedCase,
    Run,
    Solution,
)
from kargosha.areas.applications.models import ApplicationMember
from kargosha.areas.territory.models import Place
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.models import Duty
from kargosha.kernel.roles import Permission


@dataclass(frozen=True)
class CountyOrder:
    """A county whose borderline is to be ordered: how many cases, how much money they share, and how far
    it has come."""

    place: Place
    cases: Sequence[str]
    share_amount: int
    order: BorderlineOrder | None
    duty: Duty | None

    @property
    def state(self) -> str:
        """Where it stands: ordered, owed, late, or left when it came to nothing."""
        if self.order is not None:
            return "ordered"
        if self.duty is None:
            return "left"
        return "late" if self.duty.is_late else "owed"


@dataclass(frozen=True)
class OrderState:
    """How far the counties of a run have come with their borderline."""

    run: Run
    counties: Sequence[CountyOrder]
    may_propose: bool

    @property
    def county_count(self) -> int:
        """How many counties there are."""
        return len(self.counties)

    @property
    def ordered_count(self) -> int:
        """How many have ordered."""
        return sum(county.order is not None for county in self.counties)

    @property
    def owing(self) -> Sequence[CountyOrder]:
        """The counties that still owe their order."""
        return [county for county in self.counties if county.state in ("owed", "late")]

    @property
    def owing_count(self) -> int:
        """How many still owe it."""
        return len(self.owing)

    @property
    def due_on(self) -> date | None:
        """By when the last of them owes it."""
        return max((county.duty.due_on for county in self.owing if county.duty), default=None)


@dataclass(frozen=True)
class BorderlineCase:
    """A borderline proposal as its working group weighs it."""

    candidate: Candidate
    ordered: OrderedCase | None
    value_per_billion: float | None
    cut_off: float | None
    people: Sequence[str]


@dataclass(frozen=True)
class BorderlinePage:
    """A county's borderline in a run, the cases in its order where it has given one, else by their worth."""

    run: Run
    county: CountyOrder
    cases: Sequence[BorderlineCase]
    may_order: bool


def borderline_state(*, by: Actor, run_id: int) -> OrderState:
    """Return the counties whose borderline is to be ordered in a run, in the order of their codes, as far
    as the asker may see them.

    Raises
    ------
    NotFound
        There is no such run, or none of whose borderline the asker may see any.
    """
    run = _run(run_id)
    counties = [county for county in _counties(run) if _may_see(by, county.place.code)]
    if not counties and not by.may(Permission.RUN_VIEW):
        raise NotFound("run", run_id)
    some = any(county.order for county in counties)
    return OrderState(run, counties, _is_open(run) and some and by.may(Permission.RUN_PROPOSE))


def borderline_page(*, by: Actor, run_id: int, place_code: str) -> BorderlinePage:
    """Return a county's borderline in a run: in its order where it has given one, else the proposal worth
    most for its money first.

    Raises
    ------
    NotFound
        There is no such run, the county has no borderline in it, or the asker may not see it.
    """
    run = _run(run_id)
    county = next((each for each in _counties(run) if each.place.code == place_code), None)
    if county is None or not _may_see(by, place_code):
        raise NotFound("borderline", f"{run_id}/{place_code}")
    return BorderlinePage(
        run=run,
        county=county,
        cases=sorted(_cases(run, county), key=_first),
        may_order=_is_open(run)
        and county.order is None
        and by.may(Permission.BORDERLINE_ORDER, place_code),
    )


def orders_owed(*, by: Actor) -> list[tuple[Run, CountyOrder]]:
    """Return what the asker may order and nobody has ordered yet, the latest run first.

    Raises
    ------
    NotAllowed
        The asker orders no county's borderline.
    """
    if not by.may_somewhere(Permission.BORDERLINE_ORDER):
        raise NotAllowed(Permission.BORDERLINE_ORDER)
    duties = Duty.objects.filter(step=STEP, done_at=None).values_list("subject", flat=True)
    keys = {subject.partition(":")[2].partition("/")[0] for subject in duties}
    runs = Run.objects.filter(pk__in=keys).select_related("call", "solution").order_by("-id")
    return [
        (run, county)
        for run in runs
        for county in _counties(run)
        if county.state in ("owed", "late")
        and by.may(Permission.BORDERLINE_ORDER, county.place.code)
    ]


def orders_owed_count(*, by: Actor) -> int:
    """Return how many borderlines the asker may order and nobody has ordered yet; none for who orders
    none."""
    if not by.may_somewhere(Permission.BORDERLINE_ORDER):
        return 0
    owed = Duty.objects.filter(step=STEP, done_at=None).values_list("subject", flat=True)
    counties = (subject.partition("/")[2] for subject in owed)
    return sum(by.may(Permission.BORDERLINE_ORDER, county) for county in counties)


def orders_given(*, by: Actor) -> QuerySet[BorderlineOrder]:
    """Return the orders of the counties whose borderline the asker may order, the latest first.

    Raises
    ------
    NotAllowed
        The asker orders no county's borderline.
    """
    if not by.may_somewhere(Permission.BORDERLINE_ORDER):
        raise NotAllowed(Permission.BORDERLINE_ORDER)
    found = BorderlineOrder.objects.filter(visible_to(by, Permission.BORDERLINE_ORDER))
    return found.select_related("run__call", "ordered_by").order_by("-ordered_at")


def _run(run_id: int) -> Run:
    shown = ("call", "solution", "decision", "publication")
    solved = Run.objects.filter(solution__outcome=Solution.Outcome.SOLVED)
    run = solved.select_related(*shown).filter(pk=run_id).first()
    if run is None:
        raise NotFound("run", run_id)
    return run


def _may_see(by: Actor, county: str) -> bool:
    return by.may(Permission.RUN_VIEW) or by.may(Permission.BORDERLINE_ORDER, county)


def _is_open(run: Run) -> bool:
    """Say whether neither this nor another portfolio of the call has been decided for."""
    settled = Run.objects.filter(call=run.call, decision__verdict=Decision.Verdict.APPROVED)
    return run.state == "proposed" and not settled.exists()


def _counties(run: Run) -> Iterator[CountyOrder]:
    rows: Sequence[Mapping[str, Any]] = run.solution.figures.get("borderline", ())
    if not rows:
        return
    codes = [row["code"] for row in rows]
    places = {place.code: place for place in Place.objects.filter(code__in=codes)}
    orders = {
        order.place_code: order
        for order in run.borderline_orders.select_related("ordered_by").all()
    }
    duties = {
        duty.subject.partition("/")[2]: duty
        for duty in Duty.objects.filter(
            step=STEP, done_at=None, subject__in=[order_subject(run, code) for code in codes]
        ).select_related("owner")
    }
    for row in rows:
        code = row["code"]
        yield CountyOrder(
            places[code], row["cases"], row["share_amount"], orders.get(code), duties.get(code)
        )


def _cases(run: Run, county: CountyOrder) -> Iterator[BorderlineCase]:
    members = ApplicationMember.objects.filter(left_at=None).select_related("person")
    found = (
        Candidate.objects.filter(run=run, application__code__in=county.cases)
        .select_related(
            "reason", "ordered_case", "application__place", "application__activity",
            "application__group",
        )
        .prefetch_related(Prefetch("application__members", members))
    )  # fmt: skip
    for candidate in found:
        values = candidate.reason.values
        yield BorderlineCase(
            candidate=candidate,
            ordered=getattr(candidate, "ordered_case", None),
            value_per_billion=values.get("value_per_billion"),
            cut_off=values.get("cutoff"),
            people=[each.person.full_name for each in candidate.application.members.all()],
        )


def _first(case: BorderlineCase) -> tuple[float, str]:
    """Return by what cases are sorted: their turn, else their worth."""
    turn = case.ordered.turn if case.ordered else -(case.value_per_billion or 0.0)
    return turn, case.candidate.application.code
