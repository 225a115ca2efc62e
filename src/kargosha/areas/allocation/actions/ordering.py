"""The counties order their borderline, and a run takes their order over."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from kargosha.areas.allocation.actions.turns import DECIDE, heard, refuse_decided
from kargosha.areas.allocation.models import (
    BorderlineOrder,
    Candidate,
    OrderedCase,
    Run,
    Solution,
)
from kargosha.kernel import clock, jobs
from kargosha.kernel.access import Actor, require
from kargosha.kernel.duties import PROGRAMME_OFFICE, Step, close_duty, open_duty
from kargosha.kernel.errors import Conflict, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.models import Office
from kargosha.kernel.roles import CountyWorkingGroup, Permission


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
    close_duty(order_subject(run, place_code), _step(PROGRAMME_OFFICE))
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


def order_subject(run: Run, county: str) -> str:
    """Return the subject of the duty to order a county's borderline."""
    return f"borderline:{run.pk}/{county}"


def open_orders(run: Run, counties: Iterable[str]) -> None:
    """Open what each county's working group owes: it sits in the office where someone holds that role,
    else in an office of the county; where there is none, the programme office owes it."""
    for county in counties:
        office = _office_of(county)
        open_duty(order_subject(run, county), _step(office.code if office else PROGRAMME_OFFICE))


def close_orders(run: Run) -> None:
    """Close what the counties still owe: it came too late."""
    for county in _borderline(run):
        close_duty(order_subject(run, county["code"]), _step(PROGRAMME_OFFICE))


def _step(owner: str) -> Step:
    return Step("order-borderline", owner, PROGRAMME_OFFICE, "duty.borderline_days")


def _office_of(county: str) -> Office | None:
    sits = Q(
        users__is_active=True,
        users__roles__role=CountyWorkingGroup.code,
        users__roles__scope=county,
        users__roles__ended_at=None,
    )
    sitting = Office.objects.filter(sits).order_by("code").first()
    return sitting or Office.objects.filter(place_code=county).order_by("code").first()


def _borderline(run: Run) -> Sequence[Mapping[str, Any]]:
    solved = Solution.objects.filter(run=run).first()
    counties: Sequence[Mapping[str, Any]] = solved.figures.get("borderline", ()) if solved else ()
    return counties


def _cases_of(run: Run, place_code: str) -> list[str]:
    """Return the codes of a county's borderline proposals."""
    for county in _borderline(run):
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
    cases = [code for county in _borderline(basis) for code in county["cases"]]
    could = Q(outcome=Candidate.Outcome.GRANTED) | Q(application__code__in=cases)
    gone = Candidate.objects.filter(could, run=basis, application__withdrawal__isnull=False)
    codes = sorted(gone.values_list("application__code", flat=True))
    if codes:
        raise Refused(Refusal("refusal.withdrawn_since", {"codes": codes}))
