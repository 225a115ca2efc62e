"""The same round with one candidate changed: its amount, its value, its jobs, or who may pay it."""

from dataclasses import replace

import numpy as np

from kargosha.analysis.allocation.offers import most
from kargosha.analysis.allocation.pairs import paired
from kargosha.analysis.allocation.problem import Bools, Fund, Ints, Offers, Problem


def with_amount(problem: Problem, i: int, amount: int) -> Problem:
    """Return the round as if candidate ``i`` asked for other money, for the same jobs.

    Pairs that have an amount of their own keep it.
    """
    offers = problem.offers
    plain = (offers.candidate == i) & (offers.amount == problem.amount[i])
    amounts, offered = problem.amount.copy(), offers.amount.copy()
    amounts[i] = offered[plain] = amount
    changed = replace(problem, amount=amounts, offers=replace(offers, amount=offered))
    return _limited_anew(changed, i)


def with_value(problem: Problem, i: int, factor: float) -> Problem:
    """Return the round as if candidate ``i`` were worth ``factor`` times as much.

    Pairs that have a value of their own keep it.
    """
    offers = problem.offers
    plain = (offers.candidate == i) & (offers.value == problem.value[i])
    value, offered = problem.value.copy(), offers.value.copy()
    value[i] *= factor
    offered[plain] = value[i]
    return paired(replace(problem, value=value, offers=replace(offers, value=offered)))


def with_jobs(problem: Problem, i: int, jobs: float) -> Problem:
    """Return the round as if candidate ``i`` had other credible jobs, and its value with them."""
    changed = with_value(problem, i, jobs / float(problem.jobs[i]))
    known = problem.jobs.copy()
    known[i] = jobs
    return _limited_anew(replace(changed, jobs=known), i)


def with_every_fund(problem: Problem, i: int) -> Problem:
    """Return the round as if every fund might pay for candidate ``i``, within its ceilings."""
    offers = problem.offers
    own = set(offers.fund[offers.candidate == i].tolist())
    opened = np.array(
        [f for f, fund in enumerate(problem.funds) if f not in own and _limits(fund, problem, i)],
        dtype=np.int64,
    )
    k = len(opened)
    wider = Offers(
        candidate=np.append(offers.candidate, np.full(k, i)),
        fund=np.append(offers.fund, opened),
        amount=np.append(offers.amount, np.full(k, problem.amount[i])),
        value=np.append(offers.value, np.full(k, problem.value[i])),
        most=np.append(offers.most, np.zeros(k, np.int64)),
        whole=np.append(offers.whole, np.full(k, problem.max_funds[i] == 1)),
    )
    order = np.lexsort((wider.fund, wider.candidate))
    return _limited_anew(replace(problem, offers=_ordered(wider, order)), i)


def _limits(fund: Fund, problem: Problem, i: int) -> bool:
    """Say whether the fund's limits can be reckoned for the candidate."""
    return fund.ceiling_per_job is None or bool(np.isfinite(problem.jobs[i]))


def _limited_anew(problem: Problem, i: int) -> Problem:
    """Reckon the ceilings and shares of one candidate's pairs again."""
    limits = problem.offers.most.copy()
    for k in np.flatnonzero((problem.offers.candidate == i) & _with_fund(problem.offers)).tolist():
        fund = problem.funds[problem.offers.fund[k]]
        limits[k] = most(fund, problem.offers.amount[[k]], problem.jobs[[i]])[0]
    without = (problem.offers.candidate == i) & ~_with_fund(problem.offers)
    limits[without] = problem.offers.amount[without]
    return paired(replace(problem, offers=replace(problem.offers, most=limits)))


def _with_fund(offers: Offers) -> Bools:
    with_fund: Bools = offers.fund >= 0
    return with_fund


def _ordered(offers: Offers, order: Ints) -> Offers:
    return Offers(
        candidate=offers.candidate[order],
        fund=offers.fund[order],
        amount=offers.amount[order],
        value=offers.value[order],
        most=offers.most[order],
        whole=offers.whole[order],
    )
