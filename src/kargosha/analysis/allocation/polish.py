"""Add to a plan whoever still fits, so that each refused candidate would break some condition."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kargosha.analysis.allocation.payment import Awards, left_for_splits, paid
from kargosha.analysis.allocation.problem import (
    REFUSED,
    SPLIT,
    Bools,
    Ints,
    Problem,
    SolveOptions,
)
from kargosha.analysis.allocation.rials import demanded
from kargosha.analysis.allocation.tally import Tally, taken_amount, taken_value
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
        exhausted: list[_Purse] = []
        for i, way in _ways(problem, mode):
            amount = int(problem.amount[i] if way == SPLIT else problem.whole_amount[way])
            if any(purse.lacks(problem, i, way) for purse in exhausted):
                continue
            if not tally.admits(i, amount):
                continue
            larger = mode.copy()
            larger[i] = way
            payment = paid(problem, larger, options, watch)
            if isinstance(payment, Awards):
                mode, awards = larger, payment
                break
            if payment.funds:
                exhausted.append(_Purse.of(problem, mode, payment.funds))
        else:
            return mode, awards


def thinned(
    problem: Problem, mode: Ints, options: SolveOptions, watch: Watch
) -> tuple[Ints, Awards] | None:
    """Refuse the least valuable per rial until a plan that could not be paid can be.

    For a search that was stopped: twice as many are refused at each try. None when floors or
    requirements do not allow it.
    """
    granted = np.flatnonzero(mode != REFUSED)
    amount, value = taken_amount(problem, mode)[granted], taken_value(problem, mode)[granted]
    order = granted[np.lexsort((granted, value / amount))]
    fewer = 1
    while fewer <= len(order):
        smaller = mode.copy()
        smaller[order[:fewer]] = REFUSED
        payment = paid(problem, smaller, options, watch)
        if isinstance(payment, Awards) and not Tally.of(problem, smaller).broken():
            return smaller, payment
        fewer *= 2
    return None


@dataclass(frozen=True, eq=False)
class _Purse:
    """What a set of funds has left beyond what a plan must draw from it."""

    inside: Bools
    left: int

    @classmethod
    def of(cls, problem: Problem, mode: Ints, funds: frozenset[int]) -> "_Purse":
        inside = np.isin(np.arange(len(problem.funds)), list(funds))
        granted = mode == SPLIT
        drawn = demanded(problem.amount[granted], problem.most[granted], inside)
        return cls(inside, int((left_for_splits(problem, mode)[inside]).sum() - drawn.sum()))

    def lacks(self, problem: Problem, i: int, way: int) -> bool:
        """Say whether one candidate more would have to draw more than is left."""
        if way == SPLIT:
            more = demanded(problem.amount[[i]], problem.most[[i]], self.inside)
            return int(more[0]) > self.left
        fund = problem.whole_fund[way]
        return bool(fund >= 0 and self.inside[fund] and problem.whole_amount[way] > self.left)


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
