"""The worker solves what was asked for: gathered in a snapshot, decided apart, applied if nothing changed."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F, QuerySet

from kargosha.analysis.allocation import Portfolio
from kargosha.analysis.allocation.changes import Change
from kargosha.analysis.allocation.explain import Explanation
from kargosha.analysis.allocation.prices import QuotaCost
from kargosha.areas.allocation import frames
from kargosha.areas.allocation.actions.decisions import DECIDE
from kargosha.areas.allocation.models import Candidate, Run, Solution
from kargosha.files import allocation as method
from kargosha.files.apart import ChildError
from kargosha.files.changes import changes_apart, quota_costs_apart
from kargosha.files.provenance import fingerprint
from kargosha.kernel import clock, jobs
from kargosha.kernel.access import Actor, require
from kargosha.kernel.deciding import deciding, snapshot
from kargosha.kernel.duties import open_duty
from kargosha.kernel.errors import Conflict, NotFound
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on


@deciding
def solve_run(*, run_id: int, by: Actor) -> Solution:
    """Find the portfolio of a run, or why there is none, and store it with its proof and reasons.

    A run that has its solution keeps it. A solve that was killed or overran leaves the outcome
    *failed*, which a new run mends.

    Raises
    ------
    NotFound
        There is no such run.
    Conflict
        The call's rows changed while it was being solved.
    """
    require(by, Permission.RUN_SOLVE)
    with snapshot():
        run = _run(run_id)
        if hasattr(run, "solution"):
            return run.solution
        gathered = frames.gather(run.call, rulebook_on(run.rules_on))
    options = method.DecideOptions(
        rule_date=run.rules_on, gap=run.gap, seconds=run.most_seconds, seed=run.seed, verify=0
    )
    try:
        decision = method.decide_apart(gathered.tables, options)
    except ChildError as error:
        return _store_failure(run, type(error).__name__.lower(), by)
    return _store(run, gathered, decision, by)


@deciding
def find_changes(*, candidate_id: int, by: Actor) -> int:
    """Find, by solving again, the smallest changes with which a refused proposal would have won.

    Returns how many were found.

    Raises
    ------
    NotFound
        There is no such candidate.
    """
    require(by, Permission.RUN_SOLVE)
    with snapshot():
        candidate = _candidates().filter(pk=candidate_id).first()
        if candidate is None:
            raise NotFound("candidate", candidate_id)
        run = candidate.run
        asked = frames.question(run, [candidate], rulebook_on(run.rules_on))
    return _store_changes(run, changes_apart(asked), by)


@deciding
def verify_nearest(*, run_id: int, by: Actor) -> int:
    """Find the smallest changes of the refused proposals that came nearest to winning.

    Returns how many changes were found.

    Raises
    ------
    NotFound
        There is no such run.
    """
    require(by, Permission.RUN_SOLVE)
    with snapshot():
        run = _run(run_id)
        rules = rulebook_on(run.rules_on)
        count = int(rules.number("allocation.verify"))
        near = _candidates().filter(run=run, outcome=Candidate.Outcome.REFUSED)
        nearest = near.order_by((F("margin") / F("amount")).desc(nulls_last=True))[:count]
        asked = frames.question(run, nearest, rules)
    return _store_changes(run, changes_apart(asked), by)


@deciding
def price_quotas(*, run_id: int, by: Actor) -> int:
    """Find what each quota that binds costs, by solving the run again without it.

    Returns how many were priced.

    Raises
    ------
    NotFound
        There is no such run.
    """
    require(by, Permission.RUN_SOLVE)
    with snapshot():
        run = _run(run_id)
        binding = run.prices.filter(price__gt=0).exclude(condition__startswith="fund:")
        done = run.quota_costs.values_list("condition", flat=True)
        conditions = list(binding.exclude(condition__in=done).values_list("condition", flat=True))
        asked = frames.question(run, [], rulebook_on(run.rules_on))
    return _store_costs(run, quota_costs_apart(asked, conditions), by)


def _run(run_id: int) -> Run:
    run = Run.objects.select_related("call", "solution").filter(pk=run_id).first()
    if run is None:
        raise NotFound("run", run_id)
    return run


@transaction.atomic
def _store(run: Run, gathered: frames.Gathered, decision: method.Decision, by: Actor) -> Solution:
    _refuse_changed(run, decision)
    match decision.outcome, decision.explanation:
        case Portfolio() as portfolio, Explanation() as explanation:
            found = frames.Found(decision.problem, portfolio, explanation, decision.provenance)
            solution = frames.store_portfolio(run, gathered, found, rulebook_on(run.rules_on))
            open_duty(run.subject, DECIDE)
            jobs.later("allocation.price_quotas", run.pk)
            jobs.later("allocation.verify_nearest", run.pk)
        case _:
            solution = frames.store_no_portfolio(run, decision)
    record("run.solved", by=by, subject=run.subject, outcome=solution.outcome)
    return solution


@transaction.atomic
def _store_failure(run: Run, cause: str, by: Actor) -> Solution:
    solution = Solution.objects.create(
        run=run,
        outcome=Solution.Outcome.FAILED,
        solved_at=clock.now(),
        provenance={"cause": cause},
    )
    record("run.failed", by=by, subject=run.subject, cause=cause)
    return solution


def _refuse_changed(run: Run, decision: method.Decision) -> None:
    """Hold the call's rows as they are and refuse a result that was made from others."""
    type(run.call).objects.select_for_update().get(pk=run.call_id)
    now = frames.gather(run.call, rulebook_on(run.rules_on)).tables
    prints = {name: fingerprint(frame) for name, frame in now.items()}
    if prints != dict(decision.provenance.inputs):
        raise Conflict("conflict.inputs_changed", call=run.call.code)


def _candidates() -> QuerySet[Candidate]:
    return Candidate.objects.select_related("application", "run__call", "run__solution")


@transaction.atomic
def _store_changes(run: Run, found: Mapping[str, tuple[Change, ...]], by: Actor) -> int:
    count = frames.store_changes(run, found, clock.now())
    record("changes.found", by=by, subject=run.subject, count=count)
    return count


@transaction.atomic
def _store_costs(run: Run, found: Sequence[QuotaCost], by: Actor) -> int:
    count = frames.store_quota_costs(run, found, clock.now())
    record("quotas.priced", by=by, subject=run.subject, count=count)
    return count
