"""Move money between funds until none is overdrawn, with at most two funds a candidate.

Four moves, each in whole rials. A *chain* takes money from an overdrawn fund through others to one
that has some left; it opens no third fund. *Gathering* leaves each pair of funds at most one
candidate whose money could still be shifted both ways, so that the others are free to take another
fund. A *swap* hands all that one fund pays for a candidate to a third. An *exchange* swaps one
candidate out of an overdrawn fund and a smaller one in. All but gathering, which only prepares,
make what is overdrawn less, so it ends.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from kargosha.analysis.allocation.problem import MOST_FUNDS, Ints


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
    gathered = False
    while (left < 0).any():
        path, reached = _chain(given, most, left)
        if path:
            _move_along(path, given, most, left)
        elif not gathered:
            _gather(given, most)
        elif not (_swap(given, most, left) or _exchange(given, most, left)):
            return Split(given, left, tuple(reached))
        gathered = not path and not gathered
    return Split(given, left, ())


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
            _hand(given, left, int(rows[row]), fund, other)
            return True
    return False


def _gather(given: Ints, most: Ints) -> None:
    """Shift money between candidates that share the same two funds; each fund gives what it gave."""
    pays = given > 0
    shared = np.flatnonzero(pays.sum(axis=1) == MOST_FUNDS)
    funds = np.argsort(~pays[shared], axis=1, kind="stable")[:, :MOST_FUNDS]
    for first, second in np.unique(funds, axis=0).tolist():
        rows = shared[(funds == (first, second)).all(axis=1)]
        amount = given[rows].sum(axis=1)
        least = np.maximum(amount - most[rows, second], 0)
        room = np.minimum(most[rows, first], amount) - least
        wanted = given[rows, first].sum() - least.sum()
        taken = least + np.clip(wanted - (np.cumsum(room) - room), 0, room)
        given[rows, first] = taken
        given[rows, second] = amount - taken


def _exchange(given: Ints, most: Ints, left: Ints) -> bool:
    """Hand one payment of an overdrawn fund to another fund and take a smaller one from it."""
    best, move = 0, (0, 0, 0, 0)
    for fund in np.flatnonzero(left < 0).tolist():
        for other in range(len(left)):
            out, back = _handed(given, most, fund, other), _handed(given, most, other, fund)
            if other == fund or not len(out) or not len(back):
                continue
            net = given[out, fund][:, None] - given[back, other][None, :]
            before = -left[fund] + max(-left[other], 0)
            after = np.maximum(net * -1 - left[fund], 0) + np.maximum(net - left[other], 0)
            gain = before - after
            at = int(np.argmax(gain))
            row, column = divmod(at, len(back))
            if gain[row, column] > best:
                best = int(gain[row, column])
                move = (fund, other, int(out[row]), int(back[column]))
    if best:
        fund, other, goes, comes = move
        _hand(given, left, goes, fund, other)
        _hand(given, left, comes, other, fund)
    return best > 0


def _handed(given: Ints, most: Ints, fund: int, other: int) -> Ints:
    """Return the candidates of a fund whose whole payment another fund may take."""
    paid = given[:, fund]
    rows: Ints = np.flatnonzero((paid > 0) & (given[:, other] == 0) & (most[:, other] >= paid))
    return rows


def _hand(given: Ints, left: Ints, row: int, fund: int, other: int) -> None:
    paid = given[row, fund]
    given[row, other], given[row, fund] = paid, 0
    left[fund] += paid
    left[other] -= paid
