"""Grant a decided round's borderline in the order of the counties, in a child that can be killed.

Who pays is found by the method itself, run on exactly those who are granted. So the command
``kargosha allocate --require-all`` on their files gives the same awards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from kargosha.analysis.allocation import Portfolio, Problem, build
from kargosha.analysis.allocation.borderline import Order, PassedOver, ordered_portfolio
from kargosha.analysis.allocation.prices import Prices, prices
from kargosha.analysis.errors import NotConverged
from kargosha.analysis.watch import Watch
from kargosha.files.allocation import START, UNWATCHED, DecideOptions, Decision, decide
from kargosha.files.apart import run_apart


@dataclass(frozen=True, eq=False)
class Ordering:
    """What is asked of a decided round.

    Attributes
    ----------
    tables
        The round's tables.
    portfolio
        Its plan, over the problem that `build` makes of them.
    near
        Identifiers of the borderline candidates.
    orders
        Identifiers of each ordering county's borderline candidates, who goes first first, by the code
        of the county.
    options
        As for the round.
    """

    tables: Mapping[str, pl.DataFrame]
    portfolio: Portfolio
    near: frozenset[str]
    orders: Mapping[str, Sequence[str]]
    options: DecideOptions


@dataclass(frozen=True, eq=False)
class OrderedRound:
    """What came of an order.

    Attributes
    ----------
    problem
        The round as it was understood.
    portfolio
        The plan over all candidates, with the bound of the round that was ordered.
    passed
        Why ordered candidates that are not granted were passed over, by their identifier.
    loss
        Value that the order gives up against the plan that was ordered.
    prices
        The prices of the round, and what the plan leaves of its conditions.
    decision
        The method's decision on exactly those who are granted.
    """

    problem: Problem
    portfolio: Portfolio
    passed: Mapping[str, PassedOver]
    loss: float
    prices: Prices
    decision: Decision


def ordered_apart(asked: Ordering) -> OrderedRound:
    """Run `ordered` in a child process that is killed when it overruns.

    Raises
    ------
    BadTable, NotConverged
        As of `ordered`.
    Killed, Overran
        The child died, or did not end in its time.
    """
    return run_apart(ordered, (asked,), START + 3 * asked.options.seconds)


def ordered(asked: Ordering, watch: Watch = UNWATCHED) -> OrderedRound:
    """Grant the borderline in the counties' order and find who pays.

    Raises
    ------
    BadTable
        With every fault found in the tables.
    NotConverged
        The watch ended it, or the method found no plan for those who are granted.
    """
    problem = build(asked.tables)
    place = {code: i for i, code in enumerate(problem.candidate_ids)}
    near = np.zeros(problem.size, dtype=np.bool_)
    near[[place[code] for code in asked.near]] = True
    orders = [
        Order(county, np.array([place[code] for code in codes], dtype=np.int64))
        for county, codes in asked.orders.items()
    ]
    solving = asked.options.solving
    found = ordered_portfolio(problem, asked.portfolio, near, orders, solving, watch)
    granted = [problem.candidate_ids[i] for i in np.flatnonzero(found.granted)]
    candidates = asked.tables["candidates"].filter(pl.col("candidate_id").is_in(granted))
    only = {**asked.tables, "candidates": candidates}
    options = replace(asked.options, require_all=True, depth="none", verify=0)
    decision = decide(only, options, watch)
    if not isinstance(decision.outcome, Portfolio):
        raise NotConverged(type(decision.outcome).__name__)
    bound = asked.portfolio.bound
    portfolio = replace(
        decision.outcome,
        mode=found.mode,
        award_candidate=np.flatnonzero(found.granted)[decision.outcome.award_candidate],
        objective=found.objective,
        bound=bound,
        gap=(bound - found.objective) / found.objective,
    )
    return OrderedRound(
        problem=problem,
        portfolio=portfolio,
        passed={problem.candidate_ids[i]: why for i, why in found.passed.items()},
        loss=found.loss,
        prices=prices(problem, portfolio, solving),
        decision=decision,
    )
