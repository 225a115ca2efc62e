"""Which proposals are funded, and from which fund: the best plan that every rule allows, proven."""

from kargosha.analysis.allocation.build import build
from kargosha.analysis.allocation.problem import (
    BOUNDLESS,
    NO_FUND,
    REFUSED,
    SPLIT,
    Barred,
    Capacity,
    Condition,
    Fund,
    Infeasible,
    NoPlan,
    Offers,
    Portfolio,
    Problem,
    Quota,
    SolveOptions,
)
from kargosha.analysis.allocation.solve import allocate, least_missed, solve
from kargosha.analysis.allocation.tally import check

__all__ = [
    "BOUNDLESS",
    "NO_FUND",
    "REFUSED",
    "SPLIT",
    "Barred",
    "Capacity",
    "Condition",
    "Fund",
    "Infeasible",
    "NoPlan",
    "Offers",
    "Portfolio",
    "Problem",
    "Quota",
    "SolveOptions",
    "allocate",
    "build",
    "check",
    "least_missed",
    "solve",
]
