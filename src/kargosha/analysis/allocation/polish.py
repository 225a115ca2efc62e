"""Add to a plan whoever still fits, so that each refused candidate would break some condition."""

from collections.abc import Iterator

import numpy as np

from kargosha.analysis.allocation.payment import Awards, left_for_splits, paid
from kargosha.analysis.allocation.problem import (
    REFUSED,
    SPLIT,
    Ints,
    Problem,
    SolveOptions,
)
from kargosha.analysis.allocation.tally import Tally
from kargosha.analysis.watch import Watch


def polished(
    problem: Problem, mode: Ints, awards: Awards, options: SolveOptions, watch: Watch
) -> tuple[Ints, Awards]:
    """Add refused candidates, the most valuable first, while every condition still holds.

    Parameters
    ----------
    problem
        The problem.
    mode, awards
        A plan that keeps every condition.
    options, watch
        For the rare case that the solver has to choose the funds.

    Notes
    -----
    What the solver leaves within its gap is decided here: afterwards no single refused candidate
    with a value above 0 can be added. Money is split anew for each try, exactly.
    """
    while True:
        tally = Tally.of(problem, mode)
        for i, way in _ways(problem, mode):
            amount = int(problem.amount[i] if way == SPLIT else problem.whole_amount[way])
            if not tally.admits(i, amount):
                continue
            larger = mode.copy()
            larger[i] = way
            payment = paid(problem, larger, options, watch)
            if isinstance(payment, Awards):
                mode, awards = larger, payment
                break
        else:
            return mode, awards


def _ways(problem: Problem, mode: Ints) -> Iterator[tuple[int, int]]:
    """Yield each way to fund a refused candidate that the money left could pay, best first."""
    left = _money_left(problem, mode)
    candidate = np.concatenate([np.unique(problem.pair_candidate), problem.whole_candidate])
    splits = len(candidate) - len(problem.whole_candidate)
    way = np.concatenate([np.full(splits, SPLIT), np.arange(len(problem.whole_candidate))])
    value = np.concatenate([problem.value[candidate[:splits]], problem.whole_value])
    amount = np.concatenate([problem.amount[candidate[:splits]], problem.whole_amount])
    fits = (mode[candidate] == REFUSED) & (value > 0) & (amount <= left)
    for k in np.lexsort((way, candidate, -value)).tolist():
        if fits[k]:
            yield int(candidate[k]), int(way[k])


def _money_left(problem: Problem, mode: Ints) -> int:
    """Add up what all funds have left; without funds money has no end."""
    if not problem.funds:
        return int(np.iinfo(np.int64).max)
    splits = problem.amount[mode == SPLIT].tolist()
    return int(min(sum(left_for_splits(problem, mode).tolist()) - sum(splits), 2**63 - 1))
