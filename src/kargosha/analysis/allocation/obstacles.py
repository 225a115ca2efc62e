"""What stands in the way of one candidate more, and what falls with one less: exactly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

import numpy as np

from kargosha.analysis.allocation.exact import Exact
from kargosha.analysis.allocation.payment import Unpayable, paid
from kargosha.analysis.allocation.prices import Prices
from kargosha.analysis.allocation.problem import (
    SPLIT,
    Bools,
    Floats,
    Ints,
    Portfolio,
    Problem,
    Quota,
    SolveOptions,
)
from kargosha.analysis.allocation.rials import demanded
from kargosha.analysis.allocation.tally import Tally
from kargosha.analysis.watch import Watch


@dataclass(frozen=True, eq=False)
class Obstacle:
    """A condition that a change of one candidate alone would break.

    Attributes
    ----------
    code
        ``refused.money``, ``refused.split``, ``refused.ceiling``, ``refused.share`` or
        ``refused.capacity``; for a floor that would be missed, ``granted.floor``.
    values
        Which condition it is, and in which measure.
    room
        What the decided plan leaves of it.
    needed
        (n,) what each candidate would take of it.
    breaks
        (n,) whether that is more than is left, decided in whole numbers.
    price
        Value of one more unit of room.
    """

    code: str
    values: Mapping[str, object]
    room: float
    needed: Floats
    breaks: Bools
    price: float = field(default=0.0)

    def values_for(self, i: int) -> dict[str, object]:
        """Return the figures that the sentence for one candidate quotes."""
        return {**self.values, "room": _short(self.room), "needed": _short(float(self.needed[i]))}


def obstacles(problem: Problem, portfolio: Portfolio, prices: Prices) -> Iterator[Obstacle]:
    """Yield the conditions that adding one refused candidate to the decided plan may break.

    Each candidate is added in the way in which its prices judge it. Money is asked of those sets of
    funds that the relaxation knows; `unpayable` asks the rest.
    """
    yield from _money(problem, portfolio, prices)
    tally = Tally.of(problem, portfolio.mode)
    for quota, inside, whole in zip(problem.quotas, tally.inside, tally.whole, strict=True):
        members = np.isin(np.arange(problem.size), quota.members)
        if quota.ceiling is not None:
            base, weight = (whole, 1 - quota.ceiling) if quota.relative else (Fraction(1), 1)
            room = quota.ceiling * base - inside
            code = "refused.share" if quota.relative else "refused.ceiling"
            price = prices.of[f"ceiling:{quota.id}"].price
            change = _Change(members, Fraction(weight), room)
            yield _of_quota(problem, prices, quota, change, (code, price))
        if quota.floor is not None and quota.relative:
            room = inside - quota.floor * whole
            price = prices.of[f"floor:{quota.id}"].price
            change = _Change(~members, quota.floor, room)
            yield _of_quota(problem, prices, quota, change, ("refused.share", price))
    for capacity, used in zip(problem.capacities, tally.used, strict=True):
        needed = np.zeros(problem.size)
        needed[capacity.members] = capacity.use
        breaks = np.zeros(problem.size, dtype=np.bool_)
        breaks[capacity.members] = _above(capacity.exact_use, capacity.limit - used)
        price = prices.of[f"capacity:{capacity.id}"].price
        values = {"capacity": capacity.id}
        left = float(capacity.limit - used)
        yield Obstacle("refused.capacity", values, left, needed, breaks, price)


def kept_floors(problem: Problem, portfolio: Portfolio, prices: Prices) -> Iterator[Obstacle]:
    """Yield the floors that taking one granted member out of the decided plan would break."""
    tally = Tally.of(problem, portfolio.mode)
    for quota, inside, whole in zip(problem.quotas, tally.inside, tally.whole, strict=True):
        if quota.floor is None:
            continue
        members = np.isin(np.arange(problem.size), quota.members)
        base, weight = (whole, 1 - quota.floor) if quota.relative else (Fraction(1), 1)
        change = _Change(members, Fraction(weight), inside - quota.floor * base)
        price = prices.of[f"floor:{quota.id}"].price
        yield _of_quota(problem, prices, quota, change, ("granted.floor", price))


def unpayable(
    problem: Problem,
    portfolio: Portfolio,
    prices: Prices,
    i: int,
    options: SolveOptions,
    watch: Watch,
) -> Obstacle | None:
    """Ask exactly whether the funds can pay for one candidate more; None when they can.

    Money is split anew among all, so what the funds have left may be moved together.
    """
    mode = portfolio.mode.copy()
    mode[i] = prices.way[i]
    payment = paid(problem, mode, options, watch)
    if not isinstance(payment, Unpayable):
        return None
    if payment.funds:
        return _of_funds(problem, portfolio, prices, payment.funds)
    return Obstacle(
        "refused.split",
        {"funds": [fund.id for f, fund in enumerate(problem.funds) if problem.most[i, f]]},
        room=0.0,
        needed=prices.amount.astype(np.float64),
        breaks=np.ones(problem.size, dtype=np.bool_),
    )


@dataclass(frozen=True, eq=False)
class _Change:
    """By how much of its measure a candidate moves a quota: ``weight`` where it ``counts``."""

    counts: Bools
    weight: Fraction
    room: Fraction


def _of_quota(
    problem: Problem, prices: Prices, quota: Quota, change: _Change, told: tuple[str, float]
) -> Obstacle:
    code, price = told
    measure = _measure(problem, prices, quota)
    breaks = np.zeros(problem.size, dtype=np.bool_)
    if change.weight > 0:
        breaks = change.counts & _above(measure, change.room / change.weight)
    sizes = measure.numerators.astype(np.float64) / measure.denominator
    return Obstacle(
        code,
        {"quota": quota.id, "measure": quota.measure},
        float(change.room),
        sizes * float(change.weight) * change.counts,
        breaks,
        price,
    )


def _measure(problem: Problem, prices: Prices, quota: Quota) -> Exact:
    """Return what each candidate counts in a quota, in the way in which it is judged."""
    if quota.measure == "jobs":
        return problem.exact_jobs
    if quota.measure == "amount":
        return Exact(prices.amount, 1)
    return Exact(np.ones(problem.size, dtype=np.int64), 1)


def _above(numbers: Exact, bound: Fraction) -> Bools:
    """Compare exactly: a whole numerator is above a bound when it is above its whole part."""
    above: Bools = (numbers.numerators > floor(bound * numbers.denominator)).astype(np.bool_)
    return above


def _money(problem: Problem, portfolio: Portfolio, prices: Prices) -> Iterator[Obstacle]:
    for funds in sorted(prices.relaxation.model.shape.fund_sets, key=sorted):
        yield _of_funds(problem, portfolio, prices, funds)


def _of_funds(
    problem: Problem, portfolio: Portfolio, prices: Prices, funds: frozenset[int]
) -> Obstacle:
    """Return a set of funds as an obstacle: what the granted must draw from it, and one more."""
    inside = np.zeros(len(problem.funds), dtype=np.bool_)
    inside[list(funds)] = True
    split = prices.way == SPLIT
    needed: Ints = np.zeros(problem.size, dtype=np.int64)
    needed[split] = demanded(problem.amount[split], problem.most[split], inside)
    whole = np.flatnonzero(prices.way >= 0)
    from_fund = problem.whole_fund[prices.way[whole]]
    needed[whole] = prices.amount[whole] * (from_fund >= 0) * inside[from_fund]
    budget = sum(problem.funds[fund].budget for fund in funds)
    room = budget - sum(needed[portfolio.granted].tolist())
    return Obstacle(
        "refused.money",
        {"funds": [problem.funds[fund].id for fund in sorted(funds)]},
        float(room),
        needed.astype(np.float64),
        needed > room,
        _price_of(prices, problem, funds),
    )


def _price_of(prices: Prices, problem: Problem, funds: frozenset[int]) -> float:
    """Return the price of a set of funds' money; 0 for a set that the relaxation does not know."""
    name = "+".join(f"fund:{problem.funds[fund].id}" for fund in sorted(funds))
    rows = zip(prices.relaxation.model.rows, prices.relaxation.row_price.tolist(), strict=True)
    return sum((price for row, price in rows if row.name == name), 0.0)


def _short(number: float) -> int | float:
    """Write a whole number without a point, as rials and counts are read."""
    return int(number) if number.is_integer() else number
