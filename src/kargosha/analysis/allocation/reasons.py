"""Why each candidate was granted, refused or barred: a code and figures, each true in the model.

A refused candidate is told a condition that it would break if it were added to the decided plan,
checked to the rial; a granted one, whether it earns its place by price, keeps a floor or fits best.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from kargosha.analysis.allocation.obstacles import (
    Obstacle,
    kept_floors,
    obstacles,
    unpayable,
)
from kargosha.analysis.allocation.prices import BILLION, Prices
from kargosha.analysis.allocation.problem import NO_FUND, Portfolio, Problem, SolveOptions
from kargosha.analysis.allocation.solve import ORDINARY, UNWATCHED
from kargosha.analysis.watch import Watch

Outcome = Literal["granted", "refused", "ineligible"]

TOLERANCE = 1e-9
"""Prices come from floats: a candidate this share of its value below the cut-off stands on it."""


@dataclass(frozen=True)
class Reason:
    """Why one candidate had its outcome.

    Attributes
    ----------
    outcome
        ``granted``, ``refused`` or ``ineligible``.
    code
        Key of the sentence, for example ``refused.money``.
    values
        What the sentence quotes: numbers, texts, lists of texts.
    """

    outcome: Outcome
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def reasons(
    problem: Problem,
    portfolio: Portfolio,
    prices: Prices,
    options: SolveOptions = ORDINARY,
    *,
    watch: Watch = UNWATCHED,
) -> tuple[Reason, ...]:
    """Give every candidate its reason.

    Parameters
    ----------
    problem, portfolio, prices
        The round, its plan and its prices.
    options, watch
        For the rare case that only the solver can tell whether two funds can pay.

    Returns
    -------
    tuple of Reason
        n reasons, in the order of the candidates.

    Raises
    ------
    ValueError
        If a refused candidate could be added without breaking anything: such a plan is not one that
        `solve` returns.
    """
    told: list[Reason | None] = [None] * problem.size
    for i, why in problem.barred.items():
        told[i] = Reason("ineligible", why.code, dict(why.values))
    for i, reason in _granted(problem, portfolio, prices):
        told[i] = reason
    for i, reason in _refused(problem, portfolio, prices, options, watch):
        told[i] = reason
    return tuple(reason for reason in told if reason is not None)


def outcomes(problem: Problem, portfolio: Portfolio) -> tuple[Reason, ...]:
    """Give every candidate its outcome alone, with an empty code."""
    told = np.where(portfolio.granted, "granted", "refused").tolist()
    for i in problem.barred:
        told[i] = "ineligible"
    return tuple(Reason(outcome, "") for outcome in told)


def _granted(
    problem: Problem, portfolio: Portfolio, prices: Prices
) -> Iterator[tuple[int, Reason]]:
    granted = np.flatnonzero(portfolio.granted)
    earns = prices.value - prices.cost >= -TOLERANCE * prices.value
    must = problem.required | problem.require_all
    floor_of = _dearest(kept_floors(problem, portfolio, prices), problem.size)
    funds = _funds(problem, portfolio)
    for i in granted.tolist():
        values = _figures(prices, i) | {"funds": funds.get(i, [])}
        floor = floor_of[i]
        if earns[i]:
            code = "granted.above_cutoff"
        elif must[i]:
            code = "granted.required"
        elif floor is not None:
            code = "granted.floor"
            values |= floor.values_for(i)
        else:
            code = "granted.fits"
        yield i, Reason("granted", code, values)


def _refused(
    problem: Problem,
    portfolio: Portfolio,
    prices: Prices,
    options: SolveOptions,
    watch: Watch,
) -> Iterator[tuple[int, Reason]]:
    dearest = _dearest(obstacles(problem, portfolio, prices), problem.size)
    for i in np.flatnonzero(~portfolio.granted).tolist():
        if i in problem.barred:
            continue
        obstacle = dearest[i] or unpayable(problem, portfolio, prices, i, options, watch)
        if obstacle is None:
            message = f"{problem.candidate_ids[i]} was refused, but nothing stands in its way"
            raise ValueError(message)
        values = _figures(prices, i) | obstacle.values_for(i) | {"price": obstacle.price}
        yield i, Reason("refused", obstacle.code, values)


def _dearest(found: Iterator[Obstacle], size: int) -> list[Obstacle | None]:
    """Choose for each candidate the obstacle with the largest price times need; ties: the first."""
    listed = [*found]
    best, chosen = np.full(size, -1.0), np.full(size, -1)
    for k, obstacle in enumerate(listed):
        score = np.where(obstacle.breaks, obstacle.price * obstacle.needed, -1.0)
        better = score > best
        best[better], chosen[better] = score[better], k
    return [listed[k] if k >= 0 else None for k in chosen.tolist()]


def _figures(prices: Prices, i: int) -> dict[str, object]:
    """Give what every reason quotes: worth and prices for each billion rials of the candidate."""
    billions = max(int(prices.amount[i]), 1) / BILLION
    value, cost, aid = (float(x[i]) for x in (prices.value, prices.cost, prices.aid))
    return {
        "amount": int(prices.amount[i]),
        "value_per_billion": value / billions,
        "cutoff": cost / billions,
        "aid": aid / billions,
        "distance": (value + aid - cost) / billions,
    }


def _funds(problem: Problem, portfolio: Portfolio) -> dict[int, list[str]]:
    """Name the funds that pay for each granted candidate; none where there is no funds file."""
    funds: dict[int, list[str]] = {}
    for i, fund in zip(
        portfolio.award_candidate.tolist(), portfolio.award_fund.tolist(), strict=True
    ):
        if fund != NO_FUND:
            funds.setdefault(i, []).append(problem.funds[fund].id)
    return funds
