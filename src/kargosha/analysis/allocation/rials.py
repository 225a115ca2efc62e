"""The whole-rial split: who gets how many rials from which fund, once it is known who is funded.

Quotas and capacities do not ask who pays, so what is left is a transport of whole rials from funds
to candidates, with a limit for each pair and at most two funds for each candidate. A first draft is
made candidate by candidate and then mended in `chains`. All in integers.
"""

import numpy as np

from kargosha.analysis.allocation.chains import Split, mended
from kargosha.analysis.allocation.problem import MOST_FUNDS, Bools, Ints


def split(amount: Ints, most: Ints, budget: Ints) -> Split:
    """Split each amount over at most two funds so that the budgets hold.

    Parameters
    ----------
    amount
        (k,) whole rials, > 0.
    most
        (k, f) most rials each fund may give; two of them reach the amount in every row.
    budget
        (f,) whole rials; below 0 where more than all is promised elsewhere.

    Notes
    -----
    When ``stuck`` is empty the split is right to the rial. Else either the budgets cannot pay
    (`demanded` of the stuck funds exceeds what they have) or the limit of two funds stands in the
    way, which `supports.split_by_solver` decides.
    """
    given = _first_draft(amount, most, budget)
    return mended(given, most, budget - given.sum(axis=0))


def demanded(amount: Ints, most: Ints, inside: Bools) -> Ints:
    """Return the least rials each candidate must draw from a set of funds, using at most two.

    Parameters
    ----------
    amount
        (k,) rials.
    most
        (k, f) most rials each fund may give.
    inside
        (f,) the set.
    """
    outside_best = _best_two(np.where(inside, 0, most))
    inside_best = np.where(inside, most, 0).max(axis=1, initial=0)
    largest_outside = outside_best[:, 0]
    one_of_each = largest_outside + inside_best >= amount
    least: Ints = np.where(one_of_each, amount - largest_outside, amount)
    least[outside_best.sum(axis=1) >= amount] = 0
    return least


def _best_two(most: Ints) -> Ints:
    padded = np.pad(most, ((0, 0), (MOST_FUNDS, 0)))
    best: Ints = np.sort(padded, axis=1)[:, : -MOST_FUNDS - 1 : -1]
    return best


def _first_draft(amount: Ints, most: Ints, budget: Ints) -> Ints:
    """Give each candidate one fund where one suffices, else two; the pickiest choose first."""
    given = np.zeros_like(most)
    left = budget.tolist()
    choices = (most > 0).sum(axis=1)
    for i in np.lexsort((-amount, choices)).tolist():
        asked, limits = int(amount[i]), most[i].tolist()
        funds = sorted((f for f in range(len(left)) if limits[f] > 0), key=lambda f: -left[f])
        for fund, rials in _drawn(asked, limits, funds).items():
            given[i, fund] = rials
            left[fund] -= rials
    return given


def _drawn(asked: int, limits: list[int], funds: list[int]) -> dict[int, int]:
    for fund in funds:
        if limits[fund] >= asked:
            return {fund: asked}
    for first in funds:
        for second in funds:
            if first != second and limits[first] + limits[second] >= asked:
                return {first: limits[first], second: asked - limits[first]}
    message = "two funds together cannot reach the amount"
    raise ValueError(message)
