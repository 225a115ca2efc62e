"""From what funds may give to the pairs a plan can use, and who can never be funded, and why."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from kargosha.analysis.allocation.problem import (
    BOUNDLESS,
    Barred,
    Bools,
    Condition,
    Ints,
    Problem,
)


def paired(problem: Problem) -> Problem:
    """Return the problem with split pairs, whole pairs and barred candidates made from its offers.

    Called again whenever budgets or offers change, so that the three always agree.
    """
    offers = problem.offers
    budget = np.append(problem.budget, BOUNDLESS)  # NO_FUND is -1: the last
    within: Ints = np.minimum(offers.most, budget[offers.fund])
    gains = (offers.value > 0) | problem.require_all
    payable = _payable(problem, within)
    whole = offers.whole & gains & (within >= offers.amount)
    split = ~offers.whole & gains & payable[offers.candidate] & (within > 0)
    return replace(
        problem,
        pair_candidate=offers.candidate[split],
        pair_fund=offers.fund[split],
        pair_most=within[split],
        whole_candidate=offers.candidate[whole],
        whole_fund=offers.fund[whole],
        whole_amount=offers.amount[whole],
        whole_value=offers.value[whole],
        barred=_barred(problem, within, split | whole),
    )


def without(problem: Problem, conditions: frozenset[str]) -> Problem:
    """Return the problem as if the named conditions did not stand (names as of `Condition`).

    A dropped fund still pays, but its budget has no end.
    """

    def stands(kind: str, condition_id: str) -> bool:
        return f"{kind}:{condition_id}" not in conditions

    quotas = tuple(
        replace(
            quota,
            floor=quota.floor if stands("floor", quota.id) else None,
            ceiling=quota.ceiling if stands("ceiling", quota.id) else None,
        )
        for quota in problem.quotas
    )
    funds = tuple(
        fund if stands("fund", fund.id) else replace(fund, budget=BOUNDLESS)
        for fund in problem.funds
    )
    required = np.array(
        [
            must and stands("candidate", name)
            for must, name in zip(problem.required, problem.candidate_ids, strict=True)
        ],
        dtype=np.bool_,
    )
    loosened = replace(
        problem,
        quotas=quotas,
        funds=funds,
        capacities=tuple(c for c in problem.capacities if stands("capacity", c.id)),
        require_all=problem.require_all and "require_all" not in conditions,
        required=required,
    )
    return paired(loosened)


def conditions_of(problem: Problem) -> tuple[Condition, ...]:
    """Return every condition that the round could do without, in a fixed order."""
    found = [Condition("require_all", "")] if problem.require_all else []
    found += [
        Condition("candidate", problem.candidate_ids[i]) for i in np.flatnonzero(problem.required)
    ]
    found += [Condition("floor", q.id) for q in problem.quotas if q.floor is not None]
    found += [Condition("ceiling", q.id) for q in problem.quotas if q.ceiling is not None]
    found += [Condition("capacity", c.id) for c in problem.capacities]
    found += [Condition("fund", f.id) for f in problem.funds if f.budget < BOUNDLESS]
    return tuple(found)


def reach(problem: Problem, within: Ints) -> Ints:
    """Return the most rials of split money each candidate can gather from its best two funds.

    Parameters
    ----------
    problem
        The problem.
    within
        (m,) most rials of each offer.

    Returns
    -------
    Ints
        (n,) the sum of its best `MOST_FUNDS` split offers.
    """
    split = np.flatnonzero(~problem.offers.whole)
    candidate, given = problem.offers.candidate[split], within[split]
    order = np.lexsort((-given, candidate))
    candidate, given = candidate[order], given[order]
    first = np.ones(len(candidate), dtype=np.bool_)
    first[1:] = candidate[1:] != candidate[:-1]
    second = np.zeros(len(candidate), dtype=np.bool_)
    second[1:] = first[:-1] & ~first[1:]
    gathered: Ints = np.zeros(problem.size, dtype=np.int64)
    best = first | second
    np.add.at(gathered, candidate[best], given[best])
    return gathered


def _payable(problem: Problem, within: Ints) -> Bools:
    payable: Bools = reach(problem, within) >= problem.amount
    return payable


def _barred(problem: Problem, within: Ints, usable: Bools) -> Mapping[int, Barred]:
    """Say of each candidate without a usable pair which of its own limits comes first."""
    offers = problem.offers
    n = problem.size
    has_offer = _any(offers.candidate, np.ones(len(offers.candidate), np.bool_), n)
    gains = (problem.value > 0) | _any(offers.candidate, offers.value > 0, n) | problem.require_all
    fits = _payable(problem, offers.most) | _any(
        offers.candidate, offers.whole & (offers.most >= offers.amount), n
    )
    by_ceiling, by_budget = _gathered(problem, offers.most), _gathered(problem, within)
    barred = {}
    for i in np.flatnonzero(~_any(offers.candidate, usable, n)).tolist():
        amount = int(problem.amount[i])
        if not gains[i]:
            barred[i] = Barred("ineligible.no_gain", {"value": float(problem.value[i])})
        elif not has_offer[i]:
            barred[i] = Barred("ineligible.no_fund", {"amount": amount})
        elif not fits[i]:
            values = {"amount": amount, "reach": int(by_ceiling[i])}
            barred[i] = Barred("ineligible.over_ceiling", values)
        else:
            values = {"amount": amount, "reach": int(by_budget[i])}
            barred[i] = Barred("ineligible.over_budget", values)
    return barred


def _gathered(problem: Problem, within: Ints) -> Ints:
    """Return the most rials each candidate could get at all, split or from one fund whole."""
    offers = problem.offers
    gathered = reach(problem, within)
    np.maximum.at(gathered, offers.candidate[offers.whole], within[offers.whole])
    return gathered


def _any(candidate: Ints, true: Bools, n: int) -> Bools:
    found: Bools = np.zeros(n, dtype=np.bool_)
    found[candidate[true]] = True
    return found


def poor_couples(amount: Ints, most: Ints, candidate: Ints) -> Ints:
    """Return the couples of pairs of one candidate that cannot pay it together.

    Parameters
    ----------
    amount, most, candidate
        (p,) of each pair: the candidate's amount, the most its fund may give, and whose it is,
        ascending.

    Returns
    -------
    numpy.ndarray
        (c, 2) positions of pairs, the smaller first. No plan with at most two funds a candidate
        uses both of a couple, whatever a solver's tolerance lends.
    """
    couples = [np.zeros((0, 2), dtype=np.int64)]
    for step in range(1, int(np.bincount(candidate).max(initial=0))):
        first, second = np.arange(len(amount) - step), np.arange(step, len(amount))
        is_one = candidate[first] == candidate[second]
        poor = is_one & (most[first] + most[second] < amount[first])
        couples.append(np.column_stack([first[poor], second[poor]]))
    return np.concatenate(couples)
