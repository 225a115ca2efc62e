"""Whether a plan can be paid, by whom, and if not, what the programme has to learn from it."""

from dataclasses import dataclass, replace

import numpy as np

from kargosha.analysis.allocation.chains import Split
from kargosha.analysis.allocation.problem import SPLIT, Ints, Problem, SolveOptions
from kargosha.analysis.allocation.rials import demanded, split
from kargosha.analysis.allocation.supports import Demand, split_by_solver
from kargosha.analysis.watch import Watch

SUPPORT_NODES = 100
"""Work that is spent on choosing the funds of one plan before another plan is sought."""

SUPPORTABLE = 400
"""Up to so many pairs the solver is asked to choose the funds of one plan."""


@dataclass(frozen=True, eq=False)
class Unpayable:
    """Why a plan cannot be paid.

    Attributes
    ----------
    funds
        A set of funds that the plan asks for more than they have; empty when no single set shows
        it, but the limit of two funds a candidate does.
    overdrawn
        By how many rials; without such a set, what all funds lack in the nearest split found.
    stranded
        Rials that the nearest split leaves in funds while others are overdrawn.
    crowded
        Candidates whose money the limit of two funds holds back.
    """

    funds: frozenset[int]
    overdrawn: int
    stranded: int
    crowded: frozenset[int]


@dataclass(frozen=True, eq=False)
class Awards:
    """Who gets how many rials from which fund, by candidate then fund."""

    candidate: Ints
    fund: Ints
    amount: Ints


def paid(problem: Problem, mode: Ints, options: SolveOptions, watch: Watch) -> Awards | Unpayable:
    """Split a plan's money to the rial, or say why it cannot be.

    Parameters
    ----------
    problem
        The problem.
    mode
        (n,) the plan.
    options, watch
        For the rare case that the solver has to choose the funds.
    """
    granted = np.flatnonzero(mode == SPLIT)
    budget = left_for_splits(problem, mode)
    amount, most = problem.amount[granted], problem.most[granted]
    settled = split(amount, most, budget)
    if not settled.stuck:
        return awards(problem, mode, settled)
    inside = np.zeros(len(budget), dtype=np.bool_)
    inside[list(settled.stuck)] = True
    over = int(demanded(amount, most, inside).sum() - budget[inside].sum())
    if over > 0:
        return Unpayable(frozenset(settled.stuck), over, 0, frozenset())
    crowded = np.flatnonzero((settled.given > 0).sum(axis=1) > 1)
    if np.count_nonzero(most) <= SUPPORTABLE:
        within = replace(options, most_nodes=SUPPORT_NODES)
        by_solver, crowded = split_by_solver(Demand(amount, most, budget), within, watch)
        if by_solver is not None:
            return awards(problem, mode, by_solver)
    return Unpayable(
        funds=frozenset(),
        overdrawn=int(-np.minimum(settled.left, 0).sum()),
        stranded=int(np.maximum(settled.left, 0).sum()),
        crowded=frozenset(granted[crowded].tolist()),
    )


def left_for_splits(problem: Problem, mode: Ints) -> Ints:
    """Return the (f,) rials that whole pairs leave in each budget; below 0 when overdrawn."""
    left = problem.budget.copy()
    taken = mode[mode >= 0]
    paid_by = problem.whole_fund[taken]
    with_fund = paid_by >= 0
    np.subtract.at(left, paid_by[with_fund], problem.whole_amount[taken][with_fund])
    return left


def awards(problem: Problem, mode: Ints, settled: Split) -> Awards:
    """List the awards of whole pairs and of splits."""
    granted = np.flatnonzero(mode == SPLIT)
    rows, funds = np.nonzero(settled.given)
    taken = mode[mode >= 0]
    candidate = np.concatenate([granted[rows], problem.whole_candidate[taken]])
    fund = np.concatenate([funds, problem.whole_fund[taken]])
    amount = np.concatenate([settled.given[rows, funds], problem.whole_amount[taken]])
    order = np.lexsort((fund, candidate))
    return Awards(candidate[order], fund[order], amount[order])
