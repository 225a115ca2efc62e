"""What allocation stores: runs with the outcome of each candidate, what was decided, and what follows."""

from kargosha.areas.allocation.models.decisions import (
    AwardReservation,
    BorderlineOrder,
    Decision,
    Letter,
    OrderedCase,
    Publication,
)
from kargosha.areas.allocation.models.runs import (
    Award,
    Candidate,
    Change,
    ConditionPrice,
    QuotaCost,
    Reason,
    Run,
    Solution,
)

__all__ = [
    "Award",
    "AwardReservation",
    "BorderlineOrder",
    "Candidate",
    "Change",
    "ConditionPrice",
    "Decision",
    "Letter",
    "OrderedCase",
    "Publication",
    "QuotaCost",
    "Reason",
    "Run",
    "Solution",
]
