"""The whole-rial split: who gets how many rials from which fund, once it is known who is funded.

Quotas and capacities do not ask who pays, so what is left is a transport of whole rials from funds
to candidates, with a limit for each pair and at most two funds for each candidate. A first draft is
made candidate by candidate and then mended: money is moved from an overdrawn fund along a chain of
funds to one that has money left. All in integers.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from kargosha.analysis.allocation.problem import MOST_FUNDS, Bools, Ints


@dataclass(frozen=True, eq=False)
class Split:
    """Money given, and the funds that are asked for more than they have.

    Attributes
    ----------
    given
        (k, f) rials; each row adds up to its candidate's amount, with at most two funds in it.
    left
        (f,) what is left of each budget; below 0 where overdrawn.
    stuck
        Funds from which no more money could be moved away to one that has some left; empty when
        every budget holds.
    """

    given: Ints
    left: Ints
    stuck: tuple[int, ...]


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


def mended(given: Ints, most: Ints, left: Ints) -> Split:
    """Move money between funds until none is overdrawn or nothing helps.

    Parameters
    ----------
    given
        (k, f) a draft; each row adds up.
    most
        (k, f) most rials each fund may give.
    left
        (f,) budget less what the draft spends.
    """
    given, left = given.copy(), left.copy()
    while (left < 0).any():
        path, reached = _chain(given, most, left)
        if path:
            _move_along(path, given, most, left)
        elif not _swap(given, most, left):
            return Split(given, left, tuple(reached))
    return Split(given, left, ())


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


def _movable(given: Ints, most: Ints, fund: int) -> tuple[Ints, Ints]:
    """Return the rows that the fund pays, and how much of it could come from each other fund.

    Without a third fund: into a fund that already pays, or from a lone payer into any.
    """
    rows: Ints = np.flatnonzero(given[:, fund])
    paid = given[rows]
    pays = paid > 0
    open_to = pays | (pays.sum(axis=1) < MOST_FUNDS)[:, None]
    room = np.where(open_to, np.minimum(paid[:, [fund]], most[rows] - paid), 0)
    room[:, fund] = 0
    return rows, room


def _chain(given: Ints, most: Ints, left: Ints) -> tuple[list[int], list[int]]:
    """Find the shortest chain of funds from an overdrawn one to one with money left."""
    before = {fund: fund for fund in np.flatnonzero(left < 0).tolist()}
    queue = deque(before)
    while queue:
        fund = queue.popleft()
        _, room = _movable(given, most, fund)
        for other in np.flatnonzero(room.sum(axis=0)).tolist():
            if other in before:
                continue
            before[other] = fund
            if left[other] > 0:
                return _path_to(other, before), []
            queue.append(other)
    return [], sorted(before)


def _path_to(fund: int, before: dict[int, int]) -> list[int]:
    path = [fund]
    while before[path[-1]] != path[-1]:
        path.append(before[path[-1]])
    return path[::-1]


def _move_along(path: list[int], given: Ints, most: Ints, left: Ints) -> None:
    """Move as much as the chain carries, its far end first so that no fund is overdrawn anew."""
    wanted = int(min(-left[path[0]], left[path[-1]]))
    for fund, other in zip(path[-2::-1], path[:0:-1], strict=True):
        rows, room = _movable(given, most, fund)
        pays = given[rows, other] > 0
        order = np.lexsort((rows, ~pays))  # those already split first: fewer are split anew
        rows, capacity = rows[order], room[order, other]
        moved = np.clip(wanted - (np.cumsum(capacity) - capacity), 0, capacity)
        wanted = int(moved.sum())
        given[rows, fund] -= moved
        given[rows, other] += moved
        left[fund] += wanted
        left[other] -= wanted


def _swap(given: Ints, most: Ints, left: Ints) -> bool:
    """Exchange one of a candidate's two funds, all of its money, for a third that has enough."""
    for fund in np.flatnonzero(left < 0).tolist():
        rows = np.flatnonzero(given[:, fund])
        paid = given[rows, fund]
        fits = (given[rows] == 0) & (paid[:, None] <= np.minimum(most[rows], left))
        if fits.any():
            row, other = divmod(int(np.argmax(np.where(fits, paid[:, None], 0))), len(left))
            given[rows[row], other] = paid[row]
            given[rows[row], fund] = 0
            left[fund] += paid[row]
            left[other] -= paid[row]
            return True
    return False
