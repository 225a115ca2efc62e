"""What those share who decide about a run: they are heard one after the other, and before the decision."""

from kargosha.areas.allocation.models import Decision, Run, Solution
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE, Step
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.turns import take_turn

DECIDE = Step("decide-run", COMMITTEE, PROGRAMME_OFFICE, "duty.run_approval_days")
PUBLISH = Step("publish-run", COMMITTEE, PROGRAMME_OFFICE, "duty.run_publication_days")


def heard(run_id: int) -> Run:
    """Take the run's call for this transaction, so that two officers are heard one after the other."""
    run = Run.objects.select_related("call", "basis").filter(pk=run_id).first()
    if run is None:
        raise NotFound("run", run_id)
    if run.is_comparison:
        raise Refused(Refusal("refusal.comparison"))
    take_turn(run.call.subject)
    return run


def refuse_decided(run: Run) -> None:
    """Refuse to order what holds no portfolio, or was decided, itself or by another run of its call."""
    if not Solution.objects.filter(run=run, outcome=Solution.Outcome.SOLVED).exists():
        raise Refused(Refusal("refusal.no_portfolio"))
    approved = Decision.objects.filter(run__call=run.call, verdict=Decision.Verdict.APPROVED)
    if approved.exists() or Decision.objects.filter(run=run).exists():
        raise Refused(Refusal("refusal.order_late"))
