"""The rehearsal round, decided as a real one is: proposed, solved, approved by another, published."""

from kargosha.areas.allocation import actions
from kargosha.areas.allocation.models import Decision, Publication, Run, Solution
from kargosha.portal import worker
from kargosha.portal.rehearsal.people import actor
from kargosha.portal.rehearsal.proposals import CALL


def is_published() -> bool:
    """Say whether the rehearsal has come to its end."""
    return Publication.objects.exists()


def load() -> None:
    """Take the round from where it stands to publication."""
    runs = Run.objects.filter(purpose=Run.Purpose.DECISION)
    run = (
        runs.filter(solution__outcome=Solution.Outcome.SOLVED).first()
        or runs.filter(solution=None).first()
    )
    if run is None:
        run = actions.propose_run(call_code=CALL, by=actor("officer"))
    if not Solution.objects.filter(run=run).exists():
        worker.work_off("allocation.solve_run")
    if not Decision.objects.filter(run=run).exists():
        actions.decide_run(run_id=run.pk, verdict="approved", note="", by=actor("chair"))
    actions.publish_run(run_id=run.pk, by=actor("secretary"))
