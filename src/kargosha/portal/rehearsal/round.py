"""The rehearsal's rounds, decided as real ones: frozen, solved, ordered, approved by another, published."""

from collections.abc import Iterator

from kargosha.areas.allocation import actions
from kargosha.areas.allocation.models import Candidate, Decision, Run, Solution
from kargosha.areas.applications import actions as applications
from kargosha.areas.applications.models import CallFreeze
from kargosha.portal import worker
from kargosha.portal.rehearsal.people import actor
from kargosha.portal.rehearsal.plan import PlannedCall, is_published

ORDERED_BY = {"0306": "maragheh", "0315": "kaleybar"}
"""Who orders the borderline of which county; the others leave it as the method proposed."""

MINUTES = (
    "صورت‌جلسهٔ تمرینی: هفت نفر حاضر؛ طرح‌ها یک‌به‌یک بررسی شد. / Rehearsal minutes: seven present."
)

BY_WORTH = (
    "به ترتیب محاسبه: نخست پذیرفته‌شدگان، هر بخش به ترتیب شغل ماندگارِ وزنی به ازای ریال (تمرینی) / "
    "as computed: the granted first, each part by its weighted kept jobs per rial (rehearsal)"
)
WOMEN_FIRST = (
    "گروه زنان است و در این شهرستان کار دیگری برایشان نیست؛ با نخستین طرح جابه‌جا شد (تمرینی) / "
    "a group of women who find no other work here: changed places with the first (rehearsal)"
)


def load(planned: PlannedCall) -> None:
    """Take a round from where it stands to publication."""
    if is_published(planned):
        return
    if not CallFreeze.objects.filter(call__code=planned.code).exists():
        applications.freeze_call(call_code=planned.code, by=actor("chair"))
    run = _solved(planned, basis=None)
    if planned.is_ordered:
        _order(run)
    if run.borderline_orders.exists():
        run = _solved(planned, basis=run)
    if not Decision.objects.filter(run=run).exists():
        actions.decide_run(run_id=run.pk, verdict="approved", note="", by=actor("chair"))
    actions.publish_run(run_id=run.pk, by=actor("secretary"))


def _solved(planned: PlannedCall, basis: Run | None) -> Run:
    """Return the solved run of a call, asked for and solved where that is still to be done."""
    runs = Run.objects.filter(
        call__code=planned.code, purpose=Run.Purpose.DECISION, basis=basis
    ).exclude(solution__outcome=Solution.Outcome.FAILED)
    run = runs.first()
    if run is None and basis is not None:
        run = actions.propose_ordered(run_id=basis.pk, by=actor("officer"))
    elif run is None:
        run = actions.propose_run(call_code=planned.code, by=actor("officer"))
    if not Solution.objects.filter(run=run).exists():
        worker.work_off("allocation.solve_run")
    return run


def _order(run: Run) -> None:
    """Have the counties that keep a working group here put their borderline in order."""
    done = set(run.borderline_orders.values_list("place_code", flat=True))
    for county in Solution.objects.get(run=run).figures["borderline"]:
        code = county["code"]
        if code in ORDERED_BY and code not in done:
            actions.order_borderline(
                run_id=run.pk,
                place_code=code,
                minutes=MINUTES,
                cases=list(_lines(run, county["cases"])),
                by=actor(ORDERED_BY[code]),
            )


def _lines(run: Run, codes: list[str]) -> Iterator[actions.OrderedLine]:
    """Yield the cases as the method left them, each part by its worth; if a group of women is left out,
    it changes places with the first."""
    found = run.candidates.filter(application__code__in=codes).select_related("application")
    cases = sorted(found, key=_left_by_method)
    women = next((case for case in cases if _is_of_women_left_out(case)), None)
    if women is not None:
        turn = cases.index(women)
        cases[0], cases[turn] = cases[turn], cases[0]
    for turn, case in enumerate(cases):
        yield actions.OrderedLine(
            code=case.application.code,
            votes_for=7 - turn % 3,
            votes_against=turn % 3,
            reason=WOMEN_FIRST if case == women else BY_WORTH,
        )


def _left_by_method(case: Candidate) -> tuple[bool, float, str]:
    """Return by what cases are sorted: who is granted first, there and behind the one worth most."""
    is_left_out = case.outcome != Candidate.Outcome.GRANTED
    return is_left_out, -case.weighted_jobs / case.amount, case.application.code


def _is_of_women_left_out(case: Candidate) -> bool:
    is_of_women = "women" in case.application.tags
    return is_of_women and case.outcome == Candidate.Outcome.REFUSED
