"""The counties order their borderline, and a run takes their order over."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from kargosha.areas.allocation.frames.hearing import DECIDE, heard, refuse_decided
from kargosha.areas.allocation.frames.orders import borderline_of, close_order, close_orders
from kargosha.areas.allocation.models import BorderlineOrder, Candidate, OrderedCase, Run
from kargosha.kernel import clock, jobs
from kargosha.kernel.access import Actor, require
from kargosha.kernel.duties import close_duty
from kargosha.kernel.errors import Conflict, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission


@dataclass(frozen=True)
class OrderedLine:
    """One proposal in a county's order: its code, the votes, the reason."""

    code: str
    votes_for: int
    votes_against: int
    reason: str


@transaction.atomic
def order_borderline(
    *, run_id: int, place_code: str, minutes: str, cases: Sequence[OrderedLine], by: Actor
) -> BorderlineOrder:
    """Put a county's borderline proposals in order, who goes first first; once for a run.

    Raises
    ------
    NotFound
        There is no such run.
    Refused
        The run is decided, only compares or holds no portfolio; the county has nothing to order in it;
        a case is missing, named twice or not one of the county's; a vote or a reason is missing; or a
        value does not fit.
    Conflict
        The county has ordered it already.
    """
    order = BorderlineOrder(place_code=place_code, minutes=minutes, ordered_at=clock.now())
    require(by, Permission.BORDERLINE_ORDER, on=order)
    run = heard(run_id)
    refuse_decided(run)
    expected = _cases_of(run, place_code)
    if run.borderline_orders.filter(place_code=place_code).exists():
        raise Conflict("conflict.borderline_ordered", place=place_code)
    _refuse_incomplete([line.code for line in cases], expected)
    _refuse_unreasoned(cases)
    order.run, order.ordered_by_id = run, by.person
    candidates = dict(
        Candidate.objects.filter(run=run, application__code__in=expected).values_list(
            "application__code", "pk"
        )
    )
    rows = [
        OrderedCase(
            order=order,
            candidate_id=candidates[line.code],
            turn=turn,
            votes_for=line.votes_for,
            votes_against=line.votes_against,
            reason=line.reason,
        )
        for turn, line in enumerate(cases, start=1)
    ]
    refuse_unfit([order, *rows])
    order.save()
    OrderedCase.objects.bulk_create(rows)
    close_order(run, place_code)
    record("borderline.ordered", by=by, subject=run.subject, county=place_code, count=len(rows))
    return order


@transaction.atomic
def propose_ordered(*, run_id: int, by: Actor) -> Run:
    """Ask for the portfolio in which the borderline is granted as the counties ordered it; the worker
    finds it. The first run remains to compare.

    Raises
    ------
    NotFound
        There is no such run.
    Refused
        The run is decided, only compares or holds no portfolio; no county has ordered its borderline;
        a run of the call waits already; or a proposal that it could grant was withdrawn.
    """
    require(by, Permission.RUN_PROPOSE)
    basis = heard(run_id)
    refuse_decided(basis)
    if not basis.borderline_orders.exists():
        raise Refused(Refusal("refusal.nothing_ordered"))
    if Run.objects.filter(call=basis.call, purpose=basis.purpose, solution=None).exists():
        raise Refused(Refusal("refusal.run_waiting"))
    _refuse_withdrawn(basis)
    run = Run.objects.create(
        call=basis.call,
        basis=basis,
        deprivation=basis.deprivation,
        emigration=basis.emigration,
        proposed_by_id=by.person,
        proposed_at=clock.now(),
        rules_on=basis.rules_on,
        gap=basis.gap,
        most_seconds=basis.most_seconds,
        seed=basis.seed,
    )
    jobs.later("allocation.solve_run", run.pk, waited_for=True)
    close_duty(basis.subject, DECIDE)
    close_orders(basis)
    record("ordered_run.proposed", by=by, subject=run.subject, call=basis.call.code, basis=basis.pk)
    return run


def _cases_of(run: Run, place_code: str) -> list[str]:
    """Return the codes of a county's borderline proposals."""
    for county in borderline_of(run):
        if county["code"] == place_code:
            return list(county["cases"])
    raise Refused(Refusal("refusal.no_borderline", {"place": place_code}))


def _refuse_incomplete(named: Sequence[str], expected: Sequence[str]) -> None:
    """Refuse an order that does not name each of the county's cases exactly once."""
    found = {
        "refusal.order_misses": {*expected} - {*named},
        "refusal.order_strange": {*named} - {*expected},
        "refusal.order_twice": {code for code, times in Counter(named).items() if times > 1},
    }
    reasons = [Refusal(why, {"codes": sorted(codes)}) for why, codes in found.items() if codes]
    if reasons:
        raise Refused(*reasons)


def _refuse_unreasoned(cases: Sequence[OrderedLine]) -> None:
    found = {
        "refusal.order_votes": [
            line.code for line in cases if line.votes_for + line.votes_against < 1
        ],
        "refusal.order_reason": [line.code for line in cases if not line.reason.strip()],
    }
    reasons = [Refusal(why, {"codes": codes}) for why, codes in found.items() if codes]
    if reasons:
        raise Refused(*reasons)


def _refuse_withdrawn(basis: Run) -> None:
    """Refuse where somebody whom the ordered portfolio could grant has taken the proposal back."""
    cases = [code for county in borderline_of(basis) for code in county["cases"]]
    could = Q(outcome=Candidate.Outcome.GRANTED) | Q(application__code__in=cases)
    gone = Candidate.objects.filter(could, run=basis, application__withdrawal__isnull=False)
    codes = sorted(gone.values_list("application__code", flat=True))
    if codes:
        raise Refused(Refusal("refusal.withdrawn_since", {"codes": codes}))
