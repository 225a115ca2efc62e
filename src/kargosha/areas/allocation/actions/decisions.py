"""A solved run is decided by another person, and an approved one is published."""

from django.db import transaction

from kargosha.areas.allocation.models import Decision, Publication, Run, Solution
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require, require_other
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE, Step, close_duty, open_duty
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn

DECIDE = Step("decide-run", COMMITTEE, PROGRAMME_OFFICE, "duty.run_approval_days")
PUBLISH = Step("publish-run", COMMITTEE, PROGRAMME_OFFICE, "duty.run_publication_days")


@transaction.atomic
def decide_run(*, run_id: int, verdict: str, note: str, by: Actor) -> Decision:
    """Approve or reject a proposed portfolio.

    Raises
    ------
    NotFound
        There is no such run.
    Refused
        It only compares, the decider proposed it, it holds no portfolio, a rejection gives no
        reason, or the note holds what no text does.
    Conflict
        Someone else has decided it in the meantime.
    """
    require(by, Permission.RUN_APPROVE)
    run = _locked(run_id)
    require_other(by, than=run.proposed_by_id)
    if not Solution.objects.filter(run=run, outcome=Solution.Outcome.SOLVED).exists():
        raise Refused(Refusal("refusal.no_portfolio"))
    if verdict not in Decision.Verdict.values:
        raise Refused(Refusal("refusal.no_such_verdict", {"verdict": verdict}))
    if verdict == Decision.Verdict.REJECTED and not note.strip():
        raise Refused(Refusal("refusal.reason_missing"))
    if Decision.objects.filter(run=run).exists():
        raise Conflict("conflict.run_decided", run=run_id)
    decision = Decision(
        run=run,
        verdict=verdict,
        proposed_by_id=run.proposed_by_id,
        decided_by_id=by.person,
        decided_at=clock.now(),
        note=note,
    )
    refuse_unfit([decision])
    decision.save()
    close_duty(run.subject, DECIDE)
    if verdict == Decision.Verdict.APPROVED:
        open_duty(run.subject, PUBLISH)
        record("run.approved", by=by, subject=run.subject)
    else:
        record("run.rejected", by=by, subject=run.subject)
    return decision


@transaction.atomic
def publish_run(*, run_id: int, by: Actor) -> Publication:
    """Make an approved portfolio public; a call has one published decision.

    Raises
    ------
    NotFound
        There is no such run.
    Refused
        It only compares, or is not approved.
    Conflict
        A decision of this call is public already.
    """
    require(by, Permission.RUN_PUBLISH)
    run = _locked(run_id)
    if not Decision.objects.filter(run=run, verdict=Decision.Verdict.APPROVED).exists():
        raise Refused(Refusal("refusal.not_approved"))
    if Publication.objects.filter(call=run.call).exists():
        raise Conflict("conflict.already_published", call=run.call.code)
    publication = Publication.objects.create(
        run=run, call=run.call, published_by_id=by.person, published_at=clock.now()
    )
    close_duty(run.subject, PUBLISH)
    record("run.published", by=by, subject=run.subject, call=run.call.code)
    return publication


def _locked(run_id: int) -> Run:
    """Take the run's call for this transaction, so that two officers are heard one after the other."""
    run = Run.objects.select_related("call").filter(pk=run_id).first()
    if run is None:
        raise NotFound("run", run_id)
    if run.is_comparison:
        raise Refused(Refusal("refusal.comparison"))
    take_turn(run.call.subject)
    return run
