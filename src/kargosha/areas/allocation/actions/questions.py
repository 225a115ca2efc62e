"""The worker answers what is asked of a solved run, by solving it again with something changed."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F, QuerySet

from kargosha.analysis.allocation.changes import Change
from kargosha.analysis.allocation.prices import QuotaCost
from kargosha.areas.allocation import frames
from kargosha.areas.allocation.models import Candidate, Run, Solution
from kargosha.files.changes import changes_apart, quota_costs_apart
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.deciding import deciding, snapshot
from kargosha.kernel.errors import NotFound
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission


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
        asked = frames.question(run, [candidate], frames.rules_of(run))
    return _store_changes(run, changes_apart(asked), by)


@deciding
def verify_nearest(*, run_id: int, by: Actor) -> int:
    """Find the smallest changes of the refused proposals that came nearest to winning.

    Returns how many changes were found.

    Raises
    ------
    NotFound
        There is no such run with a portfolio.
    """
    require(by, Permission.RUN_SOLVE)
    with snapshot():
        run = _solved(run_id)
        rules = frames.rules_of(run)
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
        There is no such run with a portfolio.
    """
    require(by, Permission.RUN_SOLVE)
    with snapshot():
        run = _solved(run_id)
        binding = run.prices.filter(price__gt=0).exclude(condition__startswith="fund:")
        done = run.quota_costs.values_list("condition", flat=True)
        conditions = list(binding.exclude(condition__in=done).values_list("condition", flat=True))
        asked = frames.question(run, [], frames.rules_of(run))
    return _store_costs(run, quota_costs_apart(asked, conditions), by)


def _candidates() -> QuerySet[Candidate]:
    return Candidate.objects.select_related(
        "application", "run__call", "run__solution", "run__basis__call", "run__basis__solution"
    )


@transaction.atomic
def _store_changes(run: Run, found: Mapping[str, tuple[Change, ...]], by: Actor) -> int:
    count = frames.store_changes(run, found, clock.now())
    record("changes.found", by=by, subject=run.subject, count=count)
    return count


def _solved(run_id: int) -> Run:
    solved = Run.objects.filter(solution__outcome=Solution.Outcome.SOLVED)
    run = solved.select_related("call", "solution").filter(pk=run_id).first()
    if run is None:
        raise NotFound("run", run_id)
    return run


@transaction.atomic
def _store_costs(run: Run, found: Sequence[QuotaCost], by: Actor) -> int:
    count = frames.store_quota_costs(run, found, clock.now())
    record("quotas.priced", by=by, subject=run.subject, count=count)
    return count
