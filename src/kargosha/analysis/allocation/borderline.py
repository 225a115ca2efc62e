"""Which candidates lie near the cut-off, and what their counties' order makes of the portfolio."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import zip_longest
from math import fsum, inf

import numpy as np

from kargosha.analysis.allocation.payment import Unpayable, paid
from kargosha.analysis.allocation.problem import (
    REFUSED,
    SPLIT,
    Bools,
    Floats,
    Ints,
    Portfolio,
    Problem,
    Quota,
    SolveOptions,
)
from kargosha.analysis.allocation.search import search_among
from kargosha.analysis.allocation.solve import ORDINARY, UNWATCHED
from kargosha.analysis.allocation.tally import Tally, taken_amount, taken_value
from kargosha.analysis.errors import NotConverged
from kargosha.analysis.watch import Watch

ANY_PLAN = 1.0
"""Gap at which a search ends that only asks whether there is a plan."""

MOST_NODES = 1_000
"""Work that is spent on one such question."""

UNENDED = "the order of the borderline"

SHARE = "share of "
"""Beginning of the name of the ceiling that a county's share sets."""


@dataclass(frozen=True, eq=False)
class Order:
    """One county's order of its borderline candidates.

    Attributes
    ----------
    county
        Code of the county.
    cases
        (k,) its borderline candidates, who goes first first.
    """

    county: str
    cases: Ints


@dataclass(frozen=True)
class PassedOver:
    """Why an ordered candidate got nothing when its turn came.

    Attributes
    ----------
    code
        ``ordered.share``, ``ordered.quota``, ``ordered.capacity``, ``ordered.money`` or
        ``ordered.conditions``: nobody after it could be chosen so that everything holds.
    values
        The figures that its sentence quotes.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Ordered:
    """What the counties' order makes of a portfolio.

    Attributes
    ----------
    mode
        (n,) the plan, as of `Portfolio`.
    passed
        Why each ordered candidate that is not granted was passed over, by its index.
    objective
        Sum of the values of what is granted.
    loss
        Value that the order gives up against the proposed portfolio, >= 0 up to that one's gap.
    """

    mode: Ints
    passed: Mapping[int, PassedOver]
    objective: float
    loss: float

    @property
    def granted(self) -> Bools:
        """(n,) whether each candidate is funded."""
        granted: Bools = self.mode != REFUSED
        return granted


def borderline(margin: Floats, value: Floats, share: float) -> Bools:
    """Say which candidates lie so near the cut-off that the method cannot tell them apart.

    Parameters
    ----------
    margin
        (n,) value and aid less cost at the prices of the round; nan where never fundable.
    value
        (n,) value of each, > 0 where the margin is known.
    share
        Width of the borderline, 0-1, of the candidate's own value.

    Examples
    --------
    >>> borderline(np.array([0.1, -0.3, np.nan]), np.array([2.0, 2.0, 0.0]), 0.1).tolist()
    [True, False, False]
    """
    near: Bools = np.abs(margin) <= share * value  # a comparison with nan is false
    return near


def ordered_portfolio(
    problem: Problem,
    portfolio: Portfolio,
    near: Bools,
    orders: Sequence[Order],
    options: SolveOptions = ORDINARY,
    watch: Watch = UNWATCHED,
) -> Ordered:
    """Grant the borderline in the order of the counties, within the share of each.

    Parameters
    ----------
    problem, portfolio
        The round and the plan proposed for it.
    near
        (n,) the borderline candidates.
    orders
        One a county, each naming all its borderline candidates once. A county without an order keeps
        the plan's choice as far as that holds.
    options, watch
        Seed and threads of the questions put to the solver; who may end it.

    Returns
    -------
    Ordered
        Who is granted. Who pays is left to the method, run on exactly these candidates.

    Raises
    ------
    NotConverged
        If the watch ended it: half an order is none.

    Notes
    -----
    Who is granted outside the borderline stays granted, who is refused there stays refused. Inside,
    the candidates are asked one after the other: the first of each county, by the counties' codes,
    then the second of each, and so on; at last those granted by the plan in counties without an
    order, by value for money. Each is granted if those after it can still be chosen so that all
    holds: quotas, capacities, payment to the rial, and in each ordered county no more money than its
    borderline has in the plan. Else it is passed over, and the next is asked. So of all choices that
    hold, this is the first in the order of the turns; the plan itself is one of them, so there is
    one. A question that the solver cannot answer within `MOST_NODES` nodes counts as a no.
    """
    turns = _turns(problem, portfolio, near, orders)
    ordering = _Ordering(_with_shares(problem, portfolio, orders), options, watch)
    county = {i: order for order in orders for i in order.cases.tolist()}
    open_to = np.zeros(problem.size, dtype=np.bool_)
    open_to[turns] = True
    mode = portfolio.mode.copy()
    passed: dict[int, PassedOver] = {}
    for count, i in enumerate(turns):
        watch.report(count / len(turns), None, None)
        open_to[i] = False
        if mode[i] != REFUSED:
            continue
        found = ordering.with_granted(mode, i, open_to, county.get(i))
        if isinstance(found, PassedOver):
            passed[i] = found
        else:
            mode = found
    objective = fsum(taken_value(problem, mode).tolist())
    return Ordered(
        mode=mode, passed=passed, objective=objective, loss=portfolio.objective - objective
    )


def _turns(
    problem: Problem, portfolio: Portfolio, near: Bools, orders: Sequence[Order]
) -> list[int]:
    """Return the borderline candidates in the order in which they are asked."""
    by_county = sorted(orders, key=lambda order: order.county)
    rounds = zip_longest(*(order.cases.tolist() for order in by_county))
    ordered = [i for turn in rounds for i in turn if i is not None]
    kept = near & portfolio.granted
    kept[ordered] = False
    worth = taken_value(problem, portfolio.mode) / np.maximum(problem.amount, 1)
    rest = np.flatnonzero(kept)
    by_worth: list[int] = rest[np.argsort(-worth[rest], kind="stable")].tolist()
    return ordered + by_worth


def _with_shares(problem: Problem, portfolio: Portfolio, orders: Sequence[Order]) -> Problem:
    """Return the round with each ordered county's share as a ceiling on the money of its borderline."""
    amount = taken_amount(problem, portfolio.mode)
    shares = tuple(
        Quota(
            id=f"{SHARE}{order.county}",
            members=np.sort(order.cases),
            measure="amount",
            floor=None,
            ceiling=Fraction(int(amount[order.cases].sum())),
            relative=False,
        )
        for order in orders
    )
    return replace(problem, quotas=(*problem.quotas, *shares))


@dataclass(frozen=True, eq=False)
class _Ordering:
    """A round with its counties' shares, of which plans are asked one after the other."""

    problem: Problem
    options: SolveOptions
    watch: Watch

    def with_granted(
        self, mode: Ints, i: int, open_to: Bools, order: Order | None
    ) -> Ints | PassedOver:
        """Return a plan that grants a candidate besides all that is settled, or why there is none.

        ``open_to`` are the candidates whose turn comes after it, ``order`` that of its county.
        """
        settled = np.where(open_to, REFUSED, mode)
        is_plain = not len(self.problem.whole_candidate)  # else there are several ways to be paid
        if is_plain and i not in self.problem.barred:
            least = _granting(settled, i)
            if why := self._in_the_way(settled, least, i):
                return why
            later = () if order is None else order.cases[open_to[order.cases]].tolist()
            for trial in _making_room(_granting(mode, i), later):
                if self._holds(trial):
                    return trial
        found = self._searched(settled, i, open_to)
        return PassedOver("ordered.conditions") if found is None else found

    def _in_the_way(self, settled: Ints, least: Ints, i: int) -> PassedOver | None:
        """Return what the settled plan and the candidate break already, whoever comes after."""
        amount = int(self.problem.amount[i])
        for condition in Tally.of(self.problem, least).broken():
            if condition.kind == "capacity":
                return PassedOver("ordered.capacity", {"capacity": condition.id})
            if condition.kind != "ceiling" or condition.values["relative"]:
                continue
            if not condition.id.startswith(SHARE):
                return PassedOver("ordered.quota", {"quota": condition.id})
            room = self._room(settled, condition.id)
            return PassedOver("ordered.share", {"room": room, "needed": amount})
        if isinstance(paid(self.problem, least, self.options, self.watch), Unpayable):
            return PassedOver("ordered.money", {"needed": amount})
        return None

    def _room(self, settled: Ints, name: str) -> int:
        """Return the rials that the settled plan leaves of a county's share."""
        (share,) = (quota for quota in self.problem.quotas if quota.id == name)
        return int(share.ceiling or 0) - int(
            taken_amount(self.problem, settled)[share.members].sum()
        )

    def _holds(self, mode: Ints) -> bool:
        if Tally.of(self.problem, mode).broken():
            return False
        return not isinstance(paid(self.problem, mode, self.options, self.watch), Unpayable)

    def _searched(self, settled: Ints, i: int, open_to: Bools) -> Ints | None:
        """Ask the solver for any plan that grants what is settled and the candidate."""
        required = settled != REFUSED
        required[i] = True
        options = replace(self.options, gap=ANY_PLAN, most_nodes=MOST_NODES, seconds=inf)
        found = search_among(self.problem, required, open_to, options, self.watch)
        if self.watch.stop():
            raise NotConverged(UNENDED)
        return found.mode


def _granting(mode: Ints, i: int) -> Ints:
    larger = mode.copy()
    larger[i] = SPLIT
    return larger


def _making_room(larger: Ints, later: Sequence[int]) -> Iterator[Ints]:
    """Yield a plan, and the same without those after it in the county, the last first."""
    yield larger
    for i in reversed(later):
        if larger[i] != REFUSED:
            larger = larger.copy()
            larger[i] = REFUSED
            yield larger
