"""What was found of a solved run when it was solved again with something changed, as rows."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from kargosha.analysis.allocation.changes import Change as FoundChange
from kargosha.analysis.allocation.prices import QuotaCost as FoundCost
from kargosha.areas.allocation.models import Candidate, Change, QuotaCost, Run


def store_changes(run: Run, found: Mapping[str, Sequence[FoundChange]], at: datetime) -> int:
    """Store changes by the code of their candidate; return how many."""
    codes = Candidate.objects.filter(run=run, application__code__in=found)
    candidates = dict(codes.values_list("application__code", "pk"))
    rows = [
        Change(
            candidate_id=candidates[code],
            kind=change.code,
            values=plain(change.values),
            is_verified=change.verified,
            is_for_applicant=change.for_applicant,
            found_at=at,
        )
        for code, several in found.items()
        for change in several
    ]
    return len(Change.objects.bulk_create(rows))


def store_quota_costs(run: Run, found: Sequence[FoundCost], at: datetime) -> int:
    """Store what conditions cost; return how many."""
    rows = [
        QuotaCost(
            run=run,
            condition=cost.condition,
            value=cost.value,
            kept_jobs=cost.kept_jobs,
            found_at=at,
        )
        for cost in found
    ]
    return len(QuotaCost.objects.bulk_create(rows, ignore_conflicts=True))


def plain(values: object) -> dict[str, object]:
    """Return values as JSON holds them."""
    written: dict[str, object] = json.loads(json.dumps(values, default=_as_number))
    return written


def _as_number(value: object) -> float:
    """Write a fraction or a NumPy number as a number."""
    return float(value)  # type: ignore[arg-type]
