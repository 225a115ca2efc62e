"""The same funds spent by other rules, so that what a decision gained or gave up can be seen.

Each instrument is simple and without quotas: first come first served, an equal share or a
population share for each place, individual loans to members. All pay whole rials.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kargosha.analysis.allocation.problem import (
    MOST_FUNDS,
    NO_FUND,
    Bools,
    Floats,
    Ints,
    Portfolio,
    Problem,
)

UNKNOWN_PLACE = -1


@dataclass(frozen=True, eq=False)
class Places:
    """The p places (counties) over which money is compared.

    Attributes
    ----------
    codes
        p codes.
    population, unemployed
        (p,) persons; nan where not known.
    deprivation, emigration
        (p,) published percentile rank on each axis of need, 0–1, 1 the worst; nan where not known.
    """

    codes: tuple[str, ...]
    population: Floats
    unemployed: Floats
    deprivation: Floats
    emigration: Floats


@dataclass(frozen=True, eq=False)
class Applicants:
    """What the comparison needs to know of the n candidates besides the problem.

    Attributes
    ----------
    place
        (n,) index of the place in `Places`; `UNKNOWN_PLACE` for none.
    jobs
        (n,) credible jobs.
    kept_jobs
        (n,) credible jobs times the probability that a job is kept 24 months, unweighted.
    submitted_on
        (n,) days as ``datetime64[D]``.
    members
        (n,) members of the group, >= 1.
    """

    place: Ints
    jobs: Floats
    kept_jobs: Floats
    submitted_on: NDArray[np.datetime64]
    members: Ints


@dataclass(frozen=True, eq=False)
class Spending:
    """What one instrument pays to whom.

    Attributes
    ----------
    code
        ``instrument.decided``, ``instrument.first_come``, ``instrument.equal_share``,
        ``instrument.population_share``, ``instrument.individual_loans`` or
        ``instrument.individual_counted``.
    award_candidate, award_fund, award_amount
        (k,) who gets how many whole rials from which fund, by candidate then fund.
    money
        (n,) rials by candidate.
    loans
        (n,) loans paid: 1 for a plan that is paid whole, and under individual loans one for each
        member who got one.
    jobs
        (n,) jobs counted, before any is lost.
    kept_jobs
        (n,) expected kept jobs by candidate.
    """

    code: str
    award_candidate: Ints
    award_fund: Ints
    award_amount: Ints
    money: Ints
    loans: Ints
    jobs: Floats
    kept_jobs: Floats


def decided(problem: Problem, portfolio: Portfolio, applicants: Applicants) -> Spending:
    """Put the decided portfolio into the form in which instruments are compared."""
    awards = list(
        zip(
            portfolio.award_candidate.tolist(),
            portfolio.award_fund.tolist(),
            portfolio.award_amount.tolist(),
            strict=True,
        )
    )
    made = _of_plans(applicants, portfolio.granted)
    return _spending("instrument.decided", problem, awards, made)


def first_come(problem: Problem, applicants: Applicants) -> Spending:
    """First come, first served: by day of submission, then id, as long as the money lasts.

    Who cannot be paid in full is passed over and the next is asked. Money comes from the eligible
    fund with the most left, from two if one is not enough. Capacities hold, quotas do not.
    """
    return _whole_plans("instrument.first_come", problem, applicants, None)


def equal_share(problem: Problem, applicants: Applicants, places: Places) -> Spending:
    """Give each place the same money, and within it first come, first served."""
    weights = np.ones(len(places.codes))
    return _whole_plans("instrument.equal_share", problem, applicants, weights)


def population_share(problem: Problem, applicants: Applicants, places: Places) -> Spending:
    """Give each place money by its population, and within it first come, first served."""
    weights = np.nan_to_num(places.population)
    return _whole_plans("instrument.population_share", problem, applicants, weights)


def individual_loans(problem: Problem, applicants: Applicants, keep_probability: float) -> Spending:
    """Lend to each member alone, by day of submission, then id.

    Each member of a group is one applicant for ``amount // members`` rials and makes one job, kept
    with the given probability (a dated rule with its own source and interval). What a fund may give
    to the group it may give in equal parts to its members. Neither quotas nor capacities hold.

    Parameters
    ----------
    problem
        Funds, amounts and eligible pairs.
    applicants
        Days and members.
    keep_probability
        Probability, 0–1, that one individual borrower's job is kept 24 months.
    """
    purse = _Purse(problem)
    awards: dict[tuple[int, int], int] = {}
    loans = np.zeros(problem.size, np.int64)
    for i in _by_date(problem, applicants):
        members = int(applicants.members[i])
        for _ in range(members):
            paid = purse.pay(i, members)
            if paid is None:
                break
            loans[i] += 1
            for fund, rials in paid:
                awards[i, fund] = awards.get((i, fund), 0) + rials
    listed = [(i, fund, rials) for (i, fund), rials in sorted(awards.items())]
    jobs = loans.astype(np.float64)
    made = _Made(loans, jobs, jobs * keep_probability)
    return _spending("instrument.individual_loans", problem, listed, made)


def counted_as_groups(
    individual: Spending, loan: Ints, cost_per_job: Floats, keep_probability: float
) -> Spending:
    """Count the jobs of individual loans by the yardstick that the groups' jobs must pass.

    The money stays where it is. A loan then makes at most as many jobs as it pays for at the
    activity's cost of one job, and at most the one that it was lent for.

    Parameters
    ----------
    individual
        What `individual_loans` paid.
    loan
        (n,) rials of one member's loan.
    cost_per_job
        (n,) the activity's cost of one job at the prices of the amounts, rials, > 0.
    keep_probability
        As in `individual_loans`.

    Notes
    -----
    The other two yardsticks of credible jobs, the pledge and the plan's own cash flow, have no
    counterpart in a loan without a plan; the count is still generous to individual loans.
    """
    jobs: Floats = np.minimum(1.0, loan / cost_per_job) * individual.loans.astype(np.float64)
    return replace(
        individual,
        code="instrument.individual_counted",
        jobs=jobs,
        kept_jobs=jobs * keep_probability,
    )


def apportion(total: int, weights: Floats) -> list[int]:
    """Divide whole rials in proportion to weights by the largest remainder.

    Parameters
    ----------
    total
        Rials, >= 0.
    weights
        (p,) >= 0, not all zero.

    Returns
    -------
    list of int
        p parts that sum to the total; equal remainders go to the earlier place.
    """
    scaled = [int(weight * 1_000_000) for weight in weights]
    whole = sum(scaled)
    parts = [total * weight // whole for weight in scaled]
    remainders = [-(total * weight % whole) for weight in scaled]
    for place in np.argsort(remainders, kind="stable")[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _whole_plans(
    code: str, problem: Problem, applicants: Applicants, weights: Floats | None
) -> Spending:
    purse = _Purse(problem)
    seats = _Seats(problem)
    share = None if weights is None or not problem.funds else apportion(purse.total, weights)
    awards: list[tuple[int, int, int]] = []
    granted = np.zeros(problem.size, bool)
    for i in _by_date(problem, applicants):
        place = int(applicants.place[i])
        most = None if share is None else share[place] if place != UNKNOWN_PLACE else 0
        if not seats.are_free(i):
            continue
        paid = purse.pay(i, most=most)
        if paid is None:
            continue
        seats.take(i)
        granted[i] = True
        awards.extend((i, fund, rials) for fund, rials in sorted(paid))
        if share is not None:
            share[place] -= sum(rials for _, rials in paid)
    return _spending(code, problem, sorted(awards), _of_plans(applicants, granted))


def _by_date(problem: Problem, applicants: Applicants) -> Iterator[int]:
    """Order by day; candidates already stand by id, and the sort keeps that order within a day."""
    order = np.argsort(applicants.submitted_on, kind="stable")
    return (int(i) for i in order if int(i) not in problem.barred)


class _Purse:
    """What is left of each fund, and who may draw from it."""

    def __init__(self, problem: Problem) -> None:
        self.total = int(problem.budget.sum())
        self.problem = problem
        self.left: list[int] = problem.budget.tolist()
        ends = np.arange(problem.size + 1)
        self.split = np.searchsorted(problem.pair_candidate, ends)
        self.whole = np.searchsorted(problem.whole_candidate, ends)

    def pay(
        self, candidate: int, members: int = 1, most: int | None = None
    ) -> list[tuple[int, int]] | None:
        """Pay one member's part in full and return the rials by fund, or change nothing.

        ``most`` bounds what may be paid; None for no bound.
        """
        amount = int(self.problem.amount[candidate]) // members
        paid = self._from_two(candidate, amount, members) or self._from_one(candidate, members)
        if paid is None or (most is not None and sum(rials for _, rials in paid) > most):
            return None
        for fund, rials in paid:
            if fund != NO_FUND:
                self.left[fund] -= rials
        return paid

    def _from_two(self, candidate: int, amount: int, members: int) -> list[tuple[int, int]] | None:
        pairs = range(self.split[candidate], self.split[candidate + 1])
        funds = [int(self.problem.pair_fund[p]) for p in pairs]
        most = [int(self.problem.pair_most[p]) // members for p in pairs]
        able = sorted(
            ((min(m, self.left[f]), self.left[f], -f) for f, m in zip(funds, most, strict=True)),
            reverse=True,
        )
        paid = []
        for give, _, fund in able[:MOST_FUNDS]:
            rials = min(give, amount)
            amount -= rials
            if rials:
                paid.append((-fund, rials))
        return paid if paid and amount == 0 else None

    def _from_one(self, candidate: int, members: int) -> list[tuple[int, int]] | None:
        for w in range(self.whole[candidate], self.whole[candidate + 1]):
            fund = int(self.problem.whole_fund[w])
            rials = int(self.problem.whole_amount[w]) // members
            if fund == NO_FUND or rials <= self.left[fund]:
                return [(fund, rials)]
        return None


class _Seats:
    """What is left of each capacity."""

    def __init__(self, problem: Problem) -> None:
        self.left = [float(capacity.limit) for capacity in problem.capacities]
        self.use: dict[int, list[tuple[int, float]]] = {}
        for k, capacity in enumerate(problem.capacities):
            for i, use in zip(capacity.members.tolist(), capacity.use.tolist(), strict=True):
                self.use.setdefault(i, []).append((k, use))

    def are_free(self, candidate: int) -> bool:
        """Say whether the candidate's uses all fit."""
        return all(use <= self.left[k] for k, use in self.use.get(candidate, ()))

    def take(self, candidate: int) -> None:
        """Use them."""
        for k, use in self.use.get(candidate, ()):
            self.left[k] -= use


class _Made(NamedTuple):
    """What is counted of an instrument, by candidate: loans, jobs, and those expected to be kept."""

    loans: Ints
    jobs: Floats
    kept_jobs: Floats


def _of_plans(applicants: Applicants, granted: Bools) -> _Made:
    """Count what plans that are paid whole make."""
    return _Made(
        granted.astype(np.int64), applicants.jobs * granted, applicants.kept_jobs * granted
    )


def _spending(
    code: str, problem: Problem, awards: list[tuple[int, int, int]], made: _Made
) -> Spending:
    who, fund, rials = np.array(awards, np.int64).reshape(-1, 3).T
    money = np.zeros(problem.size, np.int64)
    np.add.at(money, who, rials)
    return Spending(code, who, fund, rials, money, *made)
