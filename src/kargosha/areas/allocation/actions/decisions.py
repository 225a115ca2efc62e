"""A solved run is decided by another person; approved, the money of its awards is set aside at once."""

from collections.abc import Sequence

from django.db import transaction

from kargosha.areas.allocation.frames.hearing import DECIDE, PUBLISH, heard
from kargosha.areas.allocation.frames.orders import close_orders
from kargosha.areas.allocation.models import (
    Award,
    AwardReservation,
    BorderlineOrder,
    Candidate,
    Decision,
    Run,
    Solution,
)
from kargosha.areas.funding import actions as funding
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require, require_other
from kargosha.kernel.duties import close_duty, open_duty
from kargosha.kernel.errors import Conflict, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission


@transaction.atomic
def decide_run(*, run_id: int, verdict: str, note: str, by: Actor) -> Decision:
    """Approve or reject a proposed portfolio. Approved, the money of every award is reserved, in the order
    in which the proposals were handed in: by day, then by code.

    Raises
    ------
    NotFound
        There is no such run.
    Refused
        It only compares, the decider proposed it, it holds no portfolio, a rejection gives no reason,
        or the note holds what no text does. Approved: counties have ordered its borderline, so that an
        ordered portfolio is to be decided; a granted proposal was withdrawn; or an agreement no longer
        has the money.
    Conflict
        Someone else has decided it in the meantime, or approved another portfolio of its call.
    """
    require(by, Permission.RUN_APPROVE)
    run = heard(run_id)
    require_other(by, than=run.proposed_by_id)
    _refuse_undecidable(run, verdict, note)
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
    close_orders(run)
    if verdict == Decision.Verdict.APPROVED:
        _refuse_unapprovable(run)
        amount = _reserve(run, by)
        _close_others(run)
        open_duty(run.subject, PUBLISH)
        record("run.approved", by=by, subject=run.subject, amount=amount)
    else:
        record("run.rejected", by=by, subject=run.subject)
    return decision


def _refuse_undecidable(run: Run, verdict: str, note: str) -> None:
    if not Solution.objects.filter(run=run, outcome=Solution.Outcome.SOLVED).exists():
        raise Refused(Refusal("refusal.no_portfolio"))
    if verdict not in Decision.Verdict.values:
        raise Refused(Refusal("refusal.no_such_verdict", {"verdict": verdict}))
    if verdict == Decision.Verdict.REJECTED and not note.strip():
        raise Refused(Refusal("refusal.reason_missing"))
    if Decision.objects.filter(run=run).exists():
        raise Conflict("conflict.run_decided", run=run.pk)


def _refuse_unapprovable(run: Run) -> None:
    """Refuse to approve beside another approval of the call, over the heads of the counties, or for who
    no longer wants it."""
    others = Decision.objects.filter(run__call=run.call, verdict=Decision.Verdict.APPROVED)
    if others.exclude(run=run).exists():
        raise Conflict("conflict.call_approved", call=run.call.code)
    unheard = BorderlineOrder.objects.filter(run=run.basis or run)
    if run.basis is not None:
        unheard = unheard.filter(ordered_at__gt=run.proposed_at)
    if unheard.exists():
        raise Refused(Refusal("refusal.order_unheard", {"count": unheard.count()}))
    gone = Candidate.objects.filter(
        run=run, outcome=Candidate.Outcome.GRANTED, application__withdrawal__isnull=False
    )
    codes = sorted(gone.values_list("application__code", flat=True))
    if codes:
        raise Refused(Refusal("refusal.withdrawn_since", {"codes": codes}))


def _reserve(run: Run, by: Actor) -> int:
    """Set the money of every award aside, and return how much."""
    awards = _in_turn(run)
    asks = [
        funding.Ask(f"award:{award.pk}", award.agreement.code, award.amount) for award in awards
    ]
    made = funding.reserve(asks=asks, by=by.acting(Permission.FUND_RESERVE))
    AwardReservation.objects.bulk_create(
        AwardReservation(award=award, reservation=reservation)
        for award, reservation in zip(awards, made, strict=True)
    )
    return sum(award.amount for award in awards)


def _in_turn(run: Run) -> Sequence[Award]:
    """Return the awards in the order in which they get deposited money."""
    awards = Award.objects.filter(candidate__run=run).select_related(
        "agreement", "candidate__application"
    )

    def handed_in(award: Award) -> tuple[object, ...]:
        application = award.candidate.application
        return (application.submitted_on, application.code, award.agreement.code)

    return sorted(awards, key=handed_in)


def _close_others(run: Run) -> None:
    """Close what is owed on the other portfolios of the call: one is approved."""
    for other in Run.objects.filter(call=run.call, decision=None).exclude(pk=run.pk):
        close_duty(other.subject, DECIDE)
        close_orders(other)
