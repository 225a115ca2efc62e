"""What one more unit of each condition would bring, and what a candidate is worth beside it.

Prices are the dual values of the linear relaxation of the programme that decides: value gained by
one more unit of room, that is a rial more in a fund, a unit more under a ceiling or a limit, a unit
less demanded by a floor.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np

from kargosha.analysis.allocation.pairs import without
from kargosha.analysis.allocation.problem import (
    BOUNDLESS,
    NO_FUND,
    REFUSED,
    SPLIT,
    ConditionKind,
    Floats,
    Infeasible,
    Ints,
    NoPlan,
    Portfolio,
    Problem,
    Quota,
    SolveOptions,
)
from kargosha.analysis.allocation.relaxation import Relaxation, relaxation
from kargosha.analysis.allocation.solve import ORDINARY, UNWATCHED, solve
from kargosha.analysis.allocation.tally import Tally
from kargosha.analysis.watch import Watch

BILLION = 10**9

Unit = Literal["amount", "jobs", "count", "use"]


@dataclass(frozen=True)
class Price:
    """One condition's price and what the decided plan leaves of it.

    Attributes
    ----------
    kind, id
        The condition, as in `kargosha.analysis.allocation.problem.Condition`.
    unit
        What it is reckoned in: rials (``amount``), ``jobs``, ``count``, or ``use`` of a capacity.
    price
        Value gained by one more unit of room, >= 0.
    level
        The bound itself: budget, floor, ceiling or limit, exact; where the quota is relative, the
        share of what the decided plan grants.
    slack
        What the decided plan leaves of it, exact, >= 0.
    """

    kind: ConditionKind
    id: str
    unit: Unit
    price: float
    level: Fraction
    slack: Fraction

    @property
    def name(self) -> str:
        """As in the files: ``fund:F1``, ``floor:q1``, ``ceiling:q1``, ``capacity:seats``."""
        return f"{self.kind}:{self.id}"

    @property
    def per_billion(self) -> float:
        """Value gained by a billion units more; for a fund this is its cut-off."""
        return self.price * BILLION

    @property
    def whole(self) -> float:
        """Price times level: dropping a floor whole brings no more than this, by the prices."""
        return self.price * float(self.level)


@dataclass(frozen=True, eq=False)
class Prices:
    """The prices of a decided round, and each candidate under them.

    Attributes
    ----------
    conditions
        Funds, floors, ceilings and capacities, each by ascending id.
    way
        (n,) the mode in which a candidate is judged: the decided one where it is granted, else the
        one with the largest margin; `REFUSED` where it is barred.
    amount
        (n,) rials that it takes in that way; 0 where barred.
    value
        (n,) what it is worth in that way; 0 where barred.
    cost
        (n,) price of all that it takes: money, room under ceilings and limits.
    aid
        (n,) price of what it gives to floors (and to the others' room under relative ceilings).
    relaxation
        The programme that the prices are of.
    """

    conditions: tuple[Price, ...]
    way: Ints
    amount: Ints
    value: Floats
    cost: Floats
    aid: Floats
    relaxation: Relaxation

    @property
    def margin(self) -> Floats:
        """(n,) value + aid - cost: by prices alone, who is above 0 is granted."""
        margin: Floats = self.value + self.aid - self.cost
        return margin

    @cached_property
    def of(self) -> dict[str, Price]:
        """Prices by the name of the condition."""
        return {price.name: price for price in self.conditions}

    def per_billion(self, worth: Floats) -> Floats:
        """Return a worth by candidate for each billion rials that the candidate takes."""
        return worth * BILLION / np.maximum(self.amount, 1)


@dataclass(frozen=True)
class QuotaCost:
    """What one quota's floor or ceiling costs.

    Attributes
    ----------
    condition
        Name of the floor or ceiling.
    value
        Value gained when the round is solved again without it; within the gap of both solves.
    kept_jobs
        Expected kept jobs gained (unweighted) by the same; None when not asked.
    """

    condition: str
    value: float
    kept_jobs: float | None


def prices(
    problem: Problem,
    portfolio: Portfolio,
    options: SolveOptions = ORDINARY,
    *,
    watch: Watch = UNWATCHED,
) -> Prices:
    """Price every condition of a decided round.

    Parameters
    ----------
    problem, portfolio
        The round and its plan.
    options, watch
        Seed, threads and safety stop of the linear programmes.

    Raises
    ------
    NotConverged
        If a linear programme was stopped before its end.

    Notes
    -----
    Prices belong to the linear relaxation: right for small changes, signposts for large ones. Where
    several prices fit the same optimum, one set of them is given.
    """
    relaxed = relaxation(problem, options, watch)
    model = relaxed.model
    splits = len(model.split_candidates)
    cost, aid = _cost_and_aid(relaxed)
    value = np.concatenate([problem.value[model.split_candidates], problem.whole_value])
    amount = np.concatenate([problem.amount[model.split_candidates], problem.whole_amount])
    way = np.concatenate([np.full(splits, SPLIT), np.arange(len(problem.whole_candidate))])
    column = _judged(portfolio, model.candidate, way, value + aid - cost)
    return Prices(
        conditions=tuple(_conditions(problem, portfolio, relaxed)),
        way=np.append(way, REFUSED)[column],
        amount=np.append(amount, 0)[column],
        value=np.append(value, 0.0)[column],
        cost=np.append(cost, 0.0)[column],
        aid=np.append(aid, 0.0)[column],
        relaxation=relaxed,
    )


def quota_cost(
    problem: Problem,
    portfolio: Portfolio,
    condition: str,
    options: SolveOptions = ORDINARY,
    *,
    kept_jobs: Floats | None = None,
    watch: Watch = UNWATCHED,
) -> QuotaCost | Infeasible | NoPlan:
    """Solve the round again without one floor, ceiling or capacity, and compare.

    Parameters
    ----------
    problem, portfolio
        The round and its plan.
    condition
        Its name, for example ``floor:women``.
    options, watch
        As for the round itself, so that both stop at the same gap.
    kept_jobs
        (n,) expected kept jobs of each candidate, unweighted.
    """
    freed = solve(without(problem, frozenset([condition])), options, watch=watch)
    if not isinstance(freed, Portfolio):
        return freed
    gained = None
    if kept_jobs is not None:
        gained = float(kept_jobs @ freed.granted - kept_jobs @ portfolio.granted)
    return QuotaCost(condition, freed.objective - portfolio.objective, gained)


def money_left(problem: Problem, portfolio: Portfolio) -> list[int]:
    """Return the whole rials that the plan leaves in each fund."""
    left = [fund.budget for fund in problem.funds]
    awards = zip(portfolio.award_fund.tolist(), portfolio.award_amount.tolist(), strict=True)
    for fund, rials in awards:
        if fund != NO_FUND:
            left[fund] -= rials
    return left


def _cost_and_aid(relaxed: Relaxation) -> tuple[Floats, Floats]:
    """Add up, for each column, the prices of what it takes from rows and of what it gives."""
    columns = len(relaxed.model.candidate)
    cost, aid = np.zeros(columns), np.zeros(columns)
    for row, price in zip(relaxed.model.rows, relaxed.row_price.tolist(), strict=True):
        if price == 0.0 or not row.conditions:
            continue
        is_floor = np.isfinite(row.lower)
        taken = price * (-row.coefficient if is_floor else row.coefficient)
        cost[row.index] += np.maximum(taken, 0.0)
        aid[row.index] += np.maximum(-taken, 0.0)
    return cost, aid


def _judged(portfolio: Portfolio, candidate: Ints, way: Ints, margin: Floats) -> Ints:
    """Return the (n,) column in which each candidate is judged; -1, the last, where it has none."""
    column: Ints = np.full(len(portfolio.mode), -1, dtype=np.int64)
    for k in np.argsort(margin, kind="stable").tolist():  # the best comes last and stays
        column[candidate[k]] = k
    decided = np.flatnonzero(way == portfolio.mode[candidate])
    column[candidate[decided]] = decided
    return column


def _conditions(problem: Problem, portfolio: Portfolio, relaxed: Relaxation) -> Iterator[Price]:
    price_of: dict[str, float] = {}
    for row, price in zip(relaxed.model.rows, relaxed.row_price.tolist(), strict=True):
        for name in row.conditions:  # a set of funds: a rial more in any of them is a rial more
            price_of[name] = price_of.get(name, 0.0) + price

    def priced(
        kind: ConditionKind, name: str, unit: Unit, level: Fraction, slack: Fraction
    ) -> Price:
        return Price(kind, name, unit, price_of.get(f"{kind}:{name}", 0.0), level, slack)

    for fund, left in zip(problem.funds, money_left(problem, portfolio), strict=True):
        if fund.budget < BOUNDLESS:
            yield priced("fund", fund.id, "amount", Fraction(fund.budget), Fraction(left))
    tally = Tally.of(problem, portfolio.mode)
    sums = list(zip(problem.quotas, tally.inside, tally.whole, strict=True))
    for quota, inside, whole in sums:
        if quota.floor is not None:
            level = quota.floor * _base(quota, whole)
            yield priced("floor", quota.id, quota.measure, level, inside - level)
    for quota, inside, whole in sums:
        if quota.ceiling is not None:
            level = quota.ceiling * _base(quota, whole)
            yield priced("ceiling", quota.id, quota.measure, level, level - inside)
    for capacity, used in zip(problem.capacities, tally.used, strict=True):
        yield priced("capacity", capacity.id, "use", capacity.limit, capacity.limit - used)


def _base(quota: Quota, whole: Fraction) -> Fraction:
    return whole if quota.relative else Fraction(1)
