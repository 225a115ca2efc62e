"""Which two funds pay each candidate, decided by HiGHS where mending a draft got stuck."""

from dataclasses import dataclass

import numpy as np

from kargosha.analysis.allocation.chains import Split, mended
from kargosha.analysis.allocation.highs import Programme, maximised
from kargosha.analysis.allocation.model import scale
from kargosha.analysis.allocation.pairs import poor_couples
from kargosha.analysis.allocation.problem import MOST_FUNDS, Bools, Floats, Ints, SolveOptions
from kargosha.analysis.watch import Watch


@dataclass(frozen=True, eq=False)
class Demand:
    """Who is to be paid how much, and by whom.

    Attributes
    ----------
    amount
        (k,) whole rials.
    most
        (k, f) most rials each fund may give.
    budget
        (f,) whole rials.
    """

    amount: Ints
    most: Ints
    budget: Ints


def split_by_solver(
    demand: Demand, options: SolveOptions, watch: Watch
) -> tuple[Split | None, Ints]:
    """Split over at most two funds, by the least that budgets must be overdrawn.

    A yes-or-no for each pair is added only for candidates whose money would come from three funds.

    Returns
    -------
    Split or None
        Right to the rial; None when no split keeps the budgets, or the solver was stopped.
    Ints
        Candidates for which the limit of two funds had to be asked for.
    """
    limited = np.zeros(len(demand.amount), dtype=np.bool_)
    rows, funds = np.nonzero(demand.most)
    while True:
        outcome = maximised(_programme(demand, limited), options, watch)
        if outcome.point is None:
            return None, np.flatnonzero(limited)
        money = np.zeros(demand.most.shape)
        money[rows, funds] = outcome.point[: len(rows)]
        payers = (money > demand.amount[:, None] * scale(_floats(demand)) * 1e-9).sum(axis=1)
        # The solver's tolerance may lend some rials where two funds together give too little.
        crowded = ((payers > MOST_FUNDS) | _is_short(demand, money)) & ~limited
        if not crowded.any():
            break
        limited |= crowded
    settled = _to_the_rial(demand, money)
    is_right = not settled.stuck and not _is_short(demand, money).any()
    return (settled if is_right else None), np.flatnonzero(limited)


def _floats(demand: Demand) -> Floats:
    return demand.amount.astype(np.float64)


def _programme(demand: Demand, limited: Bools) -> Programme:
    """Columns: money y of each pair, x of each limited pair, what each fund is overdrawn by."""
    unit = scale(_floats(demand))
    k, f = demand.most.shape
    rows, funds = np.nonzero(demand.most)
    pairs = np.arange(len(rows))
    asked = np.flatnonzero(limited[rows])
    x = len(rows) + np.arange(len(asked))
    overdrawn = len(rows) + len(asked) + np.arange(f)
    columns = len(rows) + len(asked) + f
    most = demand.most[rows, funds] * unit
    rank = np.cumsum(limited) - 1
    counted = int(limited.sum())
    # Entries as row, column, coefficient: amounts, budgets, x switches y, at most two x, and not
    # both x of two funds that together give too little.
    entries = [
        (rows, pairs, np.ones(len(rows))),
        (k + funds, pairs, np.ones(len(rows))),
        (k + np.arange(f), overdrawn, -np.ones(f)),
        (k + f + np.arange(len(asked)), asked, np.ones(len(asked))),
        (k + f + np.arange(len(asked)), x, -most[asked]),
        (k + f + len(asked) + rank[rows[asked]], x, np.ones(len(asked))),
    ]
    height = k + f + len(asked) + counted
    together = poor_couples(
        demand.amount[rows[asked]], demand.most[rows[asked], funds[asked]], rows[asked]
    )
    apart = height + np.arange(len(together))
    entries += [(apart, x[together[:, side]], np.ones(len(together))) for side in (0, 1)]
    height += len(together)
    row, column, coefficient = (np.concatenate(part) for part in zip(*entries, strict=True))
    order = np.lexsort((column, row))
    amounts = demand.amount * unit
    whole = np.zeros(columns, dtype=np.bool_)
    whole[x] = True
    return Programme(
        cost=np.where(np.arange(columns) >= overdrawn[0], -1.0, 0.0),
        most=np.concatenate([most, np.ones(len(asked)), np.full(f, np.inf)]),
        whole=whole,
        lower=np.concatenate([amounts, np.full(height - k, -np.inf)]),
        upper=np.concatenate(
            [
                amounts,
                demand.budget * unit,
                np.zeros(len(asked)),
                np.full(counted, MOST_FUNDS),
                np.ones(len(together)),
            ]
        ),
        start=np.cumsum([0, *np.bincount(row, minlength=height)]),
        index=column[order],
        coefficient=coefficient[order],
    )


def _largest_payers(money: Floats) -> Ints:
    """Return the (k, 2) funds that give most."""
    order: Ints = np.argsort(-money, axis=1, kind="stable")[:, :MOST_FUNDS]
    return order


def _is_short(demand: Demand, money: Floats) -> Bools:
    """Say whose two largest payers may not give the whole amount."""
    reach = np.take_along_axis(demand.most, _largest_payers(money), axis=1).sum(axis=1)
    short: Bools = reach < demand.amount
    return short


def _to_the_rial(demand: Demand, money: Floats) -> Split:
    """Keep the two largest payers of each candidate and mend the rounding in integers."""
    k = len(demand.amount)
    order = _largest_payers(money)
    own = np.zeros_like(demand.most)
    np.put_along_axis(own, order, np.take_along_axis(demand.most, order, axis=1), axis=1)
    first, second = order[:, 0], order[:, -1]
    lines = np.arange(k)
    unit = scale(_floats(demand))
    given = np.zeros_like(demand.most)
    rials = np.rint(money[lines, first] / unit).astype(np.int64)
    least = np.where(first == second, demand.amount, demand.amount - own[lines, second])
    given[lines, first] = np.clip(rials, least, np.minimum(own[lines, first], demand.amount))
    given[lines, second] += demand.amount - given.sum(axis=1)
    return mended(given, own, demand.budget - given.sum(axis=0))
