"""What a plan adds up to, without rounding, and which conditions it breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kargosha.analysis.allocation.problem import (
    MOST_FUNDS,
    NO_FUND,
    REFUSED,
    SPLIT,
    Condition,
    Floats,
    Ints,
    Portfolio,
    Problem,
    Quota,
)


def check(problem: Problem, portfolio: Portfolio) -> list[Condition]:
    """Return every condition that a plan breaks, to the rial; an empty list when all hold.

    Nothing is taken from the solver: sums are added again in integers and fractions. A broken limit
    of a candidate itself (its money does not add up, a fund may not pay for it, a third fund) comes
    back as a condition of kind ``candidate``.
    """
    tally = Tally.of(problem, portfolio.mode)
    return [
        *_broken_of_candidates(problem, portfolio),
        *_broken_budgets(problem, portfolio),
        *tally.broken(),
    ]


def taken_amount(problem: Problem, mode: Ints) -> Ints:
    """Return the (n,) rials each candidate is granted in its mode; 0 when refused."""
    amount: Ints = np.where(mode == SPLIT, problem.amount, 0)
    whole = np.flatnonzero(mode >= 0)
    amount[whole] = problem.whole_amount[mode[whole]]
    return amount


def taken_value(problem: Problem, mode: Ints) -> Floats:
    """Return the (n,) value each candidate adds in its mode; 0 when refused."""
    value: Floats = np.where(mode == SPLIT, problem.value, 0.0)
    whole = np.flatnonzero(mode >= 0)
    value[whole] = problem.whole_value[mode[whole]]
    return value


@dataclass(frozen=True, eq=False)
class Tally:
    """The exact sums of a plan that its quotas and capacities speak of.

    Attributes
    ----------
    problem
        The problem.
    mode
        (n,) the plan.
    inside
        Sum of each quota's measure over its class.
    whole
        Sum of each quota's measure over all that is granted.
    used
        Use of each capacity.
    """

    problem: Problem
    mode: Ints
    inside: tuple[Fraction, ...]
    whole: tuple[Fraction, ...]
    used: tuple[Fraction, ...]

    @classmethod
    def of(cls, problem: Problem, mode: Ints) -> "Tally":
        """Add up a plan."""
        granted = np.flatnonzero(mode != REFUSED)
        everyone = {
            measure: _sum(problem, mode, measure, granted)
            for measure in {quota.measure for quota in problem.quotas}
        }
        inside = [
            _sum(problem, mode, quota.measure, quota.members[mode[quota.members] != REFUSED])
            for quota in problem.quotas
        ]
        used = [
            capacity.exact_use.sum(mode[capacity.members] != REFUSED)
            for capacity in problem.capacities
        ]
        whole = tuple(everyone[quota.measure] for quota in problem.quotas)
        return cls(problem, mode, tuple(inside), whole, tuple(used))

    def broken(self) -> list[Condition]:
        """Return the floors, ceilings, capacities and required candidates that do not hold."""
        found = []
        for quota, inside, whole in zip(self.problem.quotas, self.inside, self.whole, strict=True):
            base = whole if quota.relative else Fraction(1)
            if quota.floor is not None and inside < quota.floor * base:
                values = _figures(quota, quota.floor, inside, whole)
                found.append(Condition("floor", quota.id, values))
            if quota.ceiling is not None and inside > quota.ceiling * base:
                values = _figures(quota, quota.ceiling, inside, whole)
                found.append(Condition("ceiling", quota.id, values))
        for capacity, used in zip(self.problem.capacities, self.used, strict=True):
            if used > capacity.limit:
                values = {"limit": float(capacity.limit), "used": float(used)}
                found.append(Condition("capacity", capacity.id, values))
        return found + self._broken_requirements()

    def admits(self, i: int, amount: int) -> bool:
        """Say whether quotas and capacities would still hold with one refused candidate more."""
        for quota, inside, whole in zip(self.problem.quotas, self.inside, self.whole, strict=True):
            more = self._more(quota, i, amount)
            own = more if _contains(quota.members, i) else Fraction(0)
            base = whole + more if quota.relative else Fraction(1)
            if quota.floor is not None and inside + own < quota.floor * base:
                return False
            if quota.ceiling is not None and inside + own > quota.ceiling * base:
                return False
        for capacity, used in zip(self.problem.capacities, self.used, strict=True):
            if _contains(capacity.members, i):
                place = int(np.searchsorted(capacity.members, i))
                if used + capacity.exact_use.at(place) > capacity.limit:
                    return False
        return True

    def _more(self, quota: Quota, i: int, amount: int) -> Fraction:
        if quota.measure == "amount":
            return Fraction(amount)
        return self.problem.exact_jobs.at(i) if quota.measure == "jobs" else Fraction(1)

    def _broken_requirements(self) -> list[Condition]:
        refused = self.mode == REFUSED
        found = []
        if self.problem.require_all and refused.any():
            values = {"candidates": self.problem.size, "granted": int((~refused).sum())}
            found.append(Condition("require_all", "", values))
        for i in np.flatnonzero(self.problem.required & refused).tolist():
            found.append(Condition("candidate", self.problem.candidate_ids[i]))
        return found


def _contains(members: Ints, i: int) -> bool:
    place = int(np.searchsorted(members, i))
    return place < len(members) and bool(members[place] == i)


def _sum(problem: Problem, mode: Ints, measure: str, granted: Ints) -> Fraction:
    if measure == "count":
        return Fraction(len(granted))
    if measure == "jobs":
        return problem.exact_jobs.sum(granted)
    # Python's integers: many large amounts together pass 64 bits.
    return Fraction(sum(taken_amount(problem, mode)[granted].tolist()))


def _figures(quota: Quota, bound: Fraction, inside: Fraction, whole: Fraction) -> dict[str, object]:
    base = whole if quota.relative else Fraction(1)
    return {
        "measure": quota.measure,
        "bound": float(bound),
        "relative": quota.relative,
        "needed": float(bound * base),
        "reached": float(inside),
    }


def _broken_budgets(problem: Problem, portfolio: Portfolio) -> list[Condition]:
    spent = [0] * len(problem.funds)
    for fund, amount in zip(
        portfolio.award_fund.tolist(), portfolio.award_amount.tolist(), strict=True
    ):
        if fund != NO_FUND:
            spent[fund] += amount
    return [
        Condition("fund", fund.id, {"budget": fund.budget, "spent": total})
        for fund, total in zip(problem.funds, spent, strict=True)
        if total > fund.budget
    ]


def _broken_of_candidates(problem: Problem, portfolio: Portfolio) -> Sequence[Condition]:
    gives: dict[int, dict[int, int]] = {}
    for i, fund, amount in zip(
        portfolio.award_candidate.tolist(),
        portfolio.award_fund.tolist(),
        portfolio.award_amount.tolist(),
        strict=True,
    ):
        gives.setdefault(i, {})[fund] = gives.get(i, {}).get(fund, 0) + amount
    found = []
    for i in range(problem.size):
        why = _wrong_with(problem, i, int(portfolio.mode[i]), gives.get(i, {}))
        if why:
            found.append(Condition("candidate", problem.candidate_ids[i], {"why": why}))
    return found


def _wrong_with(problem: Problem, i: int, mode: int, given: dict[int, int]) -> str:
    """Name what is wrong with the money of one candidate; empty when nothing is."""
    if mode == REFUSED:
        return "money for a refused candidate" if given else ""
    if mode >= 0:
        expected = {int(problem.whole_fund[mode]): int(problem.whole_amount[mode])}
        is_own = problem.whole_candidate[mode] == i
        return "" if is_own and given == expected else "not the whole pair"
    if sum(given.values()) != problem.amount[i]:
        return "money does not add up"
    if len(given) > MOST_FUNDS:
        return "too many funds"
    within = all(0 < amount <= problem.most[i, fund] for fund, amount in given.items())
    return "" if within else "more than a fund may give"
