"""What can happen to a run: asked for, solved, decided by another person, published, asked about."""

from kargosha.areas.allocation.actions.decisions import decide_run, publish_run
from kargosha.areas.allocation.actions.proposals import compare_run, propose_run, request_changes
from kargosha.areas.allocation.actions.questions import (
    find_changes,
    price_quotas,
    verify_nearest,
)
from kargosha.areas.allocation.actions.solving import solve_run

__all__ = [
    "compare_run",
    "decide_run",
    "find_changes",
    "price_quotas",
    "propose_run",
    "publish_run",
    "request_changes",
    "solve_run",
    "verify_nearest",
]
