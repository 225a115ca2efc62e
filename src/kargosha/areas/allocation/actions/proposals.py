"""A portfolio is asked for, to decide or only to compare; a change is asked about."""

from collections.abc import Mapping

from django.db import transaction

from kargosha.areas.allocation import frames, queries
from kargosha.areas.allocation.frames.hearing import DECIDE
from kargosha.areas.allocation.frames.orders import close_orders
from kargosha.areas.allocation.models import Candidate, Run, Solution
from kargosha.areas.applications import actions as applications
from kargosha.areas.applications.models import Call, CallFreeze
from kargosha.areas.territory.models import AXES, IndexVersion
from kargosha.kernel import clock, jobs
from kargosha.kernel.access import Actor, require
from kargosha.kernel.duties import close_duty
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


@transaction.atomic
def propose_run(*, call_code: str, by: Actor) -> Run:
    """Ask for the portfolio of a frozen call by the indices, weights and rules that were signed, among
    the proposals found eligible then; the worker solves it. What was proposed before is no longer owed
    a decision.

    Raises
    ------
    NotFound
        There is no such call.
    Refused
        The call still takes proposals or is not frozen, its decision is published, or a run of it waits
        already.
    """
    require(by, Permission.RUN_PROPOSE)
    call = _call(call_code)
    if call.closes_on >= clock.today():
        raise Refused(Refusal("refusal.call_open", {"closes_on": call.closes_on}))
    if hasattr(call, "publication"):
        raise Refused(Refusal("refusal.already_published"))
    if call.runs.filter(purpose=Run.Purpose.DECISION, solution=None).exists():
        raise Refused(Refusal("refusal.run_waiting"))
    freeze = _freeze(call)
    for other in call.runs.filter(purpose=Run.Purpose.DECISION, decision=None):
        close_duty(other.subject, DECIDE)
        close_orders(other)
    indices = {axis: getattr(freeze, axis) for axis in AXES}
    run = _asked(call, Run.Purpose.DECISION, indices, by)
    close_duty(call.subject, applications.PROPOSE)
    record("run.proposed", by=by, subject=run.subject, call=call.code)
    return run


@transaction.atomic
def compare_run(*, call_code: str, by: Actor) -> Run:
    """Ask what the indices as they are published now would change in a call, all else as it was frozen;
    the worker solves it.

    The run is never decided. Asked for again while no other indices are published, it is the same.

    Raises
    ------
    NotFound
        There is no such call.
    Refused
        The call has no portfolio to compare with or was never frozen, that portfolio was made by these
        very indices, or an index of need is not published.
    """
    require(by, Permission.RUN_COMPARE)
    call = _call(call_code)
    basis = Run.objects.basis_of(call)
    if basis is None:
        raise Refused(Refusal("refusal.nothing_to_compare", {"call": call_code}))
    _freeze(call)
    indices = _published_indices()
    if all(getattr(basis, axis) == version for axis, version in indices.items()):
        raise Refused(Refusal("refusal.same_indices"))
    asked = call.runs.filter(purpose=Run.Purpose.COMPARISON, **indices)
    known = asked.exclude(solution__outcome=Solution.Outcome.FAILED).first()
    if known is not None:
        return known
    run = _asked(call, Run.Purpose.COMPARISON, indices, by)
    record("run.compared", by=by, subject=run.subject, call=call.code)
    return run


@transaction.atomic
def request_changes(*, run_id: int, code: str, by: Actor) -> Candidate:
    """Ask the worker for the smallest changes with which a refused proposal would have won.

    Raises
    ------
    NotFound
        There is no such proposal in the run, or the asker may not see the run as a whole: of an
        unpublished one, an outcome would be told before it is decided.
    Refused
        The proposal was not refused, so nothing has to change.
    """
    run = queries.rounds(by=by).filter(pk=run_id)
    found = Candidate.objects.filter(run__in=run, application__code=code)
    candidate = found.select_related("run").first()
    if candidate is None:
        raise NotFound("candidate", code)
    require(by, Permission.RUN_VIEW, on=candidate)
    if candidate.outcome != Candidate.Outcome.REFUSED:
        raise Refused(Refusal("refusal.not_refused", {"code": code}))
    jobs.later("allocation.find_changes", candidate.pk, waited_for=True)
    record("changes.requested", by=by, subject=candidate.run.subject, candidate=code)
    return candidate


def _call(code: str) -> Call:
    """Return a call, taken for this transaction, so that who acts on it is heard one after the other."""
    call = Call.objects.filter(code=code).first()
    if call is None:
        raise NotFound("call", code)
    take_turn(call.subject)
    return call


def _freeze(call: Call) -> CallFreeze:
    freeze = CallFreeze.objects.filter(call=call).first()
    if freeze is None:
        raise Refused(Refusal("refusal.not_frozen", {"call": call.code}))
    return freeze


def _published_indices() -> dict[str, IndexVersion]:
    """Return the latest version of the index of each axis."""
    latest = {axis: IndexVersion.objects.latest_of(axis) for axis in AXES}
    known = {axis: version for axis, version in latest.items() if version is not None}
    if missing := [axis for axis in AXES if axis not in known]:
        raise Refused(Refusal("refusal.index_missing", {"codes": missing}))
    return known


def _asked(call: Call, purpose: str, indices: Mapping[str, IndexVersion], by: Actor) -> Run:
    run = Run(
        call=call,
        purpose=purpose,
        **indices,
        proposed_by_id=by.person,
        proposed_at=clock.now(),
        rules_on=call.rules_on,
        seed=call.rules_on.year * 100 + call.rules_on.month,  # so that a repeated run repeats
    )
    rules = frames.rules_of(run)
    run.gap = rules.number("allocation.gap")
    run.most_seconds = int(rules.number("allocation.seconds"))
    run.save()
    jobs.later("allocation.solve_run", run.pk, waited_for=True)
    return run
