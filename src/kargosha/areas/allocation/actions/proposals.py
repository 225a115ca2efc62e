"""A portfolio is asked for; a change is asked about."""

from django.db import transaction

from kargosha.areas.allocation import queries
from kargosha.areas.allocation.actions.decisions import DECIDE, PUBLISH
from kargosha.areas.allocation.models import Candidate, Run
from kargosha.areas.applications.models import Call
from kargosha.kernel import clock, jobs
from kargosha.kernel.access import Actor, require
from kargosha.kernel.duties import require_offices
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on
from kargosha.kernel.turns import take_turn


@transaction.atomic
def propose_run(*, call_code: str, by: Actor) -> Run:
    """Ask for the portfolio of a closed call by the rules of its day; the worker solves it.

    Raises
    ------
    NotFound
        There is no such call.
    Refused
        The call still takes proposals, its decision is published, a run of it waits already, or an
        office is missing that would have to decide.
    """
    require(by, Permission.RUN_PROPOSE)
    call = Call.objects.filter(code=call_code).first()
    if call is None:
        raise NotFound("call", call_code)
    take_turn(call.subject)
    require_offices(DECIDE, PUBLISH)
    if call.closes_on >= clock.today():
        raise Refused(Refusal("refusal.call_open", {"closes_on": call.closes_on}))
    if hasattr(call, "publication"):
        raise Refused(Refusal("refusal.already_published"))
    if call.runs.filter(solution=None).exists():
        raise Refused(Refusal("refusal.run_waiting"))
    rules = rulebook_on(call.rules_on)
    run = Run.objects.create(
        call=call,
        proposed_by_id=by.person,
        proposed_at=clock.now(),
        rules_on=call.rules_on,
        gap=rules.number("allocation.gap"),
        most_seconds=int(rules.number("allocation.seconds")),
        seed=call.rules_on.year * 100 + call.rules_on.month,  # so that a repeated run repeats
    )
    jobs.later("allocation.solve_run", run.pk, waited_for=True)
    record("run.proposed", by=by, subject=run.subject, call=call.code)
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
