"""The worker solves a run: gathered in a snapshot, decided apart, applied if nothing changed."""

from collections.abc import Mapping

from django.db import transaction

from kargosha.analysis.errors import MethodError
from kargosha.analysis.rules import Rulebook
from kargosha.areas.allocation import frames
from kargosha.areas.allocation.frames.failures import cause_of
from kargosha.areas.allocation.frames.hearing import DECIDE
from kargosha.areas.allocation.frames.orders import open_orders
from kargosha.areas.allocation.models import Run, Solution
from kargosha.files import allocation as method
from kargosha.files.apart import ChildError
from kargosha.files.provenance import fingerprint
from kargosha.kernel import clock, jobs, turns
from kargosha.kernel.access import Actor, require
from kargosha.kernel.deciding import deciding, snapshot
from kargosha.kernel.duties import open_duty
from kargosha.kernel.errors import Conflict, NotFound
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission


@deciding
def solve_run(*, run_id: int, by: Actor) -> Solution:
    """Find the portfolio of a run, or why there is none, and store it with its proof and reasons.

    A run that has its solution keeps it. A solve that was killed or overran, whose rows or rules
    cannot be decided by, or whose rows changed meanwhile, leaves the outcome *failed* with its cause,
    so that a new run can be proposed.

    Raises
    ------
    NotFound
        There is no such run.
    """
    require(by, Permission.RUN_SOLVE)
    run = _run(run_id)
    if hasattr(run, "solution"):
        return run.solution
    try:
        return _decided(run, by) if run.basis is None else _ordered(run, run.basis, by)
    except (ChildError, MethodError, Conflict) as error:
        return _store_failure(run, cause_of(error), by)


def _run(run_id: int) -> Run:
    shown = ("call", "solution", "basis__call", "basis__solution")
    run = Run.objects.select_related(*shown).filter(pk=run_id).first()
    if run is None:
        raise NotFound("run", run_id)
    return run


def _decided(run: Run, by: Actor) -> Solution:
    with snapshot():
        rules = frames.rules_of(run)
        gathered = frames.gather(run, rules)
    options = method.DecideOptions(
        rule_date=run.rules_on, gap=run.gap, seconds=run.most_seconds, seed=run.seed, verify=0
    )
    decision = method.decide_apart(gathered.tables, options)
    return _store(run, rules, gathered, decision, by)


@transaction.atomic
def _store(
    run: Run,
    rules: Rulebook,
    gathered: frames.Gathered,
    decision: method.Decision,
    by: Actor,
) -> Solution:
    _refuse_changed(run, rules, decision)
    found = frames.found_by_method(gathered, decision, rules)
    if found is None:
        solution = frames.store_no_portfolio(run, decision)
    else:
        solution = frames.store_portfolio(run, gathered, found, rules)
        _ask_for_more(run)
    record("run.solved", by=by, subject=run.subject, outcome=solution.outcome)
    return solution


def _ask_for_more(run: Run) -> None:
    """Open what is owed on a portfolio that is to be decided, and have the rest of it computed."""
    if not run.is_comparison:
        open_duty(run.subject, DECIDE)
        open_orders(run)
        jobs.later("allocation.price_quotas", run.pk)
        jobs.later("allocation.verify_nearest", run.pk)


def _ordered(run: Run, basis: Run, by: Actor) -> Solution:
    return _store_ordered(run, *frames.found_by_order(run, basis), by)


@transaction.atomic
def _store_ordered(run: Run, gathered: frames.Gathered, found: frames.Found, by: Actor) -> Solution:
    solution = frames.store_portfolio(run, gathered, found, frames.rules_of(run))
    open_duty(run.subject, DECIDE)
    record("run.solved", by=by, subject=run.subject, outcome=solution.outcome)
    return solution


@transaction.atomic
def _store_failure(run: Run, cause: Mapping[str, object], by: Actor) -> Solution:
    solution = Solution.objects.create(
        run=run,
        outcome=Solution.Outcome.FAILED,
        solved_at=clock.now(),
        provenance=dict(cause),
    )
    record("run.failed", by=by, subject=run.subject, cause=cause["cause"])
    return solution


def _refuse_changed(run: Run, rules: Rulebook, decision: method.Decision) -> None:
    """Hold the call's rows as they are and refuse a result that was made from others."""
    turns.take_turn(run.call.subject)
    now = frames.gather(run, rules).tables
    prints = {name: fingerprint(frame) for name, frame in now.items()}
    if prints != dict(decision.provenance.inputs):
        raise Conflict("conflict.inputs_changed", call=run.call.code)
