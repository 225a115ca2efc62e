"""What can happen to a run: asked for, solved, ordered by counties, decided by another person, published,
asked about."""

from kargosha.areas.allocation.actions.decisions import decide_run
from kargosha.areas.allocation.actions.ordering import (
    OrderedLine,
    order_borderline,
    propose_ordered,
)
from kargosha.areas.allocation.actions.proposals import compare_run, propose_run, request_changes
from kargosha.areas.allocation.actions.publishing import publish_run
from kargosha.areas.allocation.actions.questions import (
    find_changes,
    price_quotas,
    verify_nearest,
)
from kargosha.areas.allocation.actions.solving import solve_run

__all__ = [
    "OrderedLine",
    "compare_run",
    "decide_run",
    "find_changes",
    "order_borderline",
    "price_quotas",
    "propose_ordered",
    "propose_run",
    "publish_run",
    "request_changes",
    "solve_run",
    "verify_nearest",
]
