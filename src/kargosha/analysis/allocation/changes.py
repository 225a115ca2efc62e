"""The smallest change of a refused candidate that would have won it a place.

A change is *verified* when a plan of the changed round is known that funds the candidate, keeps
every condition to the rial and is worth at least what was decided. Otherwise it is *estimated* from
prices alone and says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, fsum
from typing import Literal

import numpy as np

from kargosha.analysis.allocation.neighbourhood import Effort, Neighbourhood, Plan
from kargosha.analysis.allocation.payment import Awards, paid
from kargosha.analysis.allocation.prices import BILLION, Prices
from kargosha.analysis.allocation.problem import REFUSED, Ints, Portfolio, Problem, SolveOptions
from kargosha.analysis.allocation.solve import ORDINARY, UNWATCHED
from kargosha.analysis.allocation.tally import Tally, taken_value
from kargosha.analysis.allocation.what_if import (
    with_amount,
    with_every_fund,
    with_jobs,
    with_value,
)
from kargosha.analysis.watch import Watch

Kind = Literal["less_money", "another_fund", "more_jobs", "higher_keep", "tie"]

MILLION = 10**6
"""Amounts of changes are whole millions of rials: nobody asks for less."""

CLOSE = 0.01
"""The largest winning amount is known closely enough when this share of the amount is in doubt."""

STEP = 0.03
"""First step, as a share of the amount, away from the amount that prices suggest."""

SHORT_OF_MONEY = ("ineligible.over_ceiling", "ineligible.over_budget")

ORDINARY_EFFORT = Effort()


@dataclass(frozen=True)
class KeepRaise:
    """What would raise a candidate's keep probability, by the rules.

    Attributes
    ----------
    by
        ``course`` (passed) or ``evidence`` (of the record, verified).
    now, then
        The probability, 0-1, as it is and as it would be; ``then > now > 0``.
    """

    by: Literal["course", "evidence"]
    now: float
    then: float


@dataclass(frozen=True)
class Change:
    """A change of one refused candidate that would have won it a place.

    Attributes
    ----------
    kind
        ``less_money``, ``another_fund``, ``more_jobs``, ``higher_keep``; or ``tie``: a plan that
        funds it unchanged is worth as much, within the gap of the search.
    values
        Figures of the sentence.
    verified
        Whether a winning plan of the changed round is known.
    for_applicant
        Whether the applicant may read it: only what cannot be invented.
    """

    kind: Kind
    values: Mapping[str, object]
    verified: bool
    for_applicant: bool

    @property
    def code(self) -> str:
        """Key of the sentence."""
        return (
            f"change.{self.kind}.{self.values['by']}"
            if "by" in self.values
            else (f"change.{self.kind}")
        )


@dataclass(frozen=True, eq=False)
class Decided:
    """A decided round: the problem, its plan and its prices."""

    problem: Problem
    portfolio: Portfolio
    prices: Prices


def verified_changes(
    decided: Decided,
    i: int,
    raises: Sequence[KeepRaise] = (),
    options: SolveOptions = ORDINARY,
    *,
    effort: Effort = ORDINARY_EFFORT,
    watch: Watch = UNWATCHED,
) -> tuple[Change, ...]:
    """Find changes of one candidate that are proven to win.

    Parameters
    ----------
    decided
        The round, its plan and its prices.
    i
        A candidate that is not granted.
    raises
        What could raise its keep probability.
    options
        As for the round, so that both stop at the same gap.
    effort, watch
        How far to look; who may stop it.

    Returns
    -------
    tuple of Change
        All verified. ``less_money`` holds the largest winning amount that was found (``amount``)
        and the smallest that was tried in vain (``above``); ``less_percent`` tells the amount to the
        public, who may not read it. Empty when none was found, which is no
        proof that there is none.
    """
    near = Neighbourhood(decided.portfolio, decided.prices, options, effort, watch)
    problem, barred = decided.problem, decided.problem.barred.get(i)
    if barred is not None and barred.code == "ineligible.no_gain":
        return ()
    plan = None if barred is not None else near.best_with(problem, i)
    if plan is not None and near.wins(plan.worth):
        values = {"worth": plan.worth, "decided": decided.portfolio.objective}
        return (Change("tie", values, verified=True, for_applicant=False),)
    found = [_less_money(decided, i, near, plan), _another_fund(problem, i, near)]
    if plan is not None:
        found += [_more_jobs(problem, i, near, plan), _higher_keep(problem, i, near, plan, raises)]
    return tuple(change for change in found if change is not None)


def estimated_changes(
    decided: Decided, i: int, raises: Sequence[KeepRaise] = ()
) -> tuple[Change, ...]:
    """Estimate from prices which changes of a refused candidate would win; nothing is solved.

    Of a candidate on the right side of its cut-off prices alone cannot tell: it is not estimated.
    """
    prices, problem = decided.prices, decided.problem
    if decided.portfolio.granted[i] or i in problem.barred or prices.margin[i] >= 0:
        return ()
    return tuple(_estimated(prices, problem, i, raises))


def nearest(decided: Decided, count: int) -> Ints:
    """Return the refused candidates nearest the margin, by value for each rial they ask for."""
    refused = ~decided.portfolio.granted & (decided.prices.amount > 0)
    candidates = np.flatnonzero(refused)
    distance = -decided.prices.per_billion(decided.prices.margin)[candidates]
    order: Ints = candidates[np.argsort(distance, kind="stable")][:count]
    return order


def _less_money(decided: Decided, i: int, near: Neighbourhood, plan: Plan | None) -> Change | None:
    """Try amounts, the first where prices put it, and close in on the largest that wins."""
    problem = decided.problem
    asked = int(problem.amount[i])
    barred = problem.barred.get(i)
    if barred is not None and barred.code not in SHORT_OF_MONEY:
        return None
    lost = asked if barred is None else int(str(barred.values["reach"])) + 1
    shortfall = 0.0 if plan is None else decided.portfolio.objective - plan.worth
    guess = min(lost - shortfall / _rial_price(decided, i), float(lost - 1))
    won, step = 0, STEP * asked
    for _ in range(near.effort.questions):
        tried = int(min(guess, lost - 1) // MILLION) * MILLION
        if tried <= won:
            break
        winner = near.winning_with(with_amount(problem, i, tried), i)
        if winner is not None:
            won = _stretched(problem, i, near, winner, (tried, lost))
            guess = min(won + step, (won + lost) / 2)
        else:
            lost = tried
            guess = max(lost - step, (won + lost) / 2)
        step *= 2
        if lost - won <= CLOSE * asked:
            break
    if not won:
        return None
    values = {"amount": won, "asked": asked, "above": lost, "less_percent": _less(won, asked)}
    return Change("less_money", values, verified=True, for_applicant=True)


def _less(amount: int, asked: int) -> int:
    """Return by how many whole percent less the amount is, rounded towards what surely wins."""
    return -(-100 * (asked - amount) // asked)


def _stretched(
    problem: Problem, i: int, near: Neighbourhood, winner: Plan, between: tuple[int, int]
) -> int:
    """Return about the most whole millions that the same plan could pay the candidate."""
    won, lost = (rials // MILLION for rials in between)
    close = CLOSE * float(problem.amount[i]) / MILLION
    while lost - won > max(close, 1):
        tried = (won + lost) // 2
        if _still_wins(with_amount(problem, i, tried * MILLION), near, winner):
            won = tried
        else:
            lost = tried
    return won * MILLION


def _rial_price(decided: Decided, i: int) -> float:
    """Return what one rial of the candidate costs the others, by prices; never quite nothing."""
    prices = decided.prices
    own = (prices.cost[i] - prices.aid[i]) / max(int(prices.amount[i]), 1)
    dearest = max((p.price for p in prices.conditions if p.kind == "fund"), default=0.0)
    mean = decided.portfolio.objective / max(int(prices.amount.sum()), 1)
    return float(max(own, dearest / 2, mean / 10, 1 / BILLION**2))


def _another_fund(problem: Problem, i: int, near: Neighbourhood) -> Change | None:
    """Open every fund to the candidate and see which one wins."""
    plan = near.winning_with(with_every_fund(problem, i), i)
    if plan is None:
        return None
    used = plan.awards.fund[plan.awards.candidate == i]
    own = problem.offers.fund[problem.offers.candidate == i]
    new = [problem.funds[fund].id for fund in used.tolist() if fund not in own]
    # Without a new fund among them it is a plan of the round itself: a tie found late, no change.
    return Change("another_fund", {"fund": new}, verified=True, for_applicant=True) if new else None


def _more_jobs(problem: Problem, i: int, near: Neighbourhood, plan: Plan) -> Change | None:
    """Reckon the jobs that make up for what the plan is short of, and ask whether they do."""
    now = float(problem.jobs[i])
    if not now > 0 or not problem.value[i] > 0:
        return None
    shortfall = near.portfolio.objective - plan.worth
    jobs = ceil(now * (1 + shortfall / float(problem.value[i])))
    changed = with_jobs(problem, i, float(max(jobs, ceil(now))))
    if not _still_wins(changed, near, plan) and near.winning_with(changed, i) is None:
        return None
    values = {"jobs": float(changed.jobs[i]), "jobs_now": now}
    return Change("more_jobs", values, verified=True, for_applicant=False)


def _higher_keep(
    problem: Problem, i: int, near: Neighbourhood, plan: Plan, raises: Sequence[KeepRaise]
) -> Change | None:
    """Take the smallest rise of the keep probability that makes up for what the plan is short of."""
    for rise in sorted(raises, key=lambda rise: rise.then / rise.now):
        changed = with_value(problem, i, rise.then / rise.now)
        if _still_wins(changed, near, plan):
            values = {"by": rise.by, "now": rise.now, "then": rise.then}
            return Change("higher_keep", values, verified=True, for_applicant=True)
    return None


def _still_wins(changed: Problem, near: Neighbourhood, plan: Plan) -> bool:
    """Say whether a plan keeps every condition of the changed round and is worth enough there."""
    is_barred = any(plan.mode[k] != REFUSED for k in changed.barred)
    if is_barred or not near.wins(fsum(taken_value(changed, plan.mode).tolist())):
        return False
    payment = paid(changed, plan.mode, near.options, near.watch)
    return isinstance(payment, Awards) and not Tally.of(changed, plan.mode).broken()


def _estimated(
    prices: Prices, problem: Problem, i: int, raises: Sequence[KeepRaise]
) -> Iterator[Change]:
    value, margin = float(prices.value[i]), float(prices.margin[i])
    shortfall, asked = -margin, int(prices.amount[i])
    amount = int(asked * value / (value + shortfall) // MILLION) * MILLION
    if amount > 0:
        values = {"amount": amount, "asked": asked, "less_percent": _less(amount, asked)}
        yield Change("less_money", values, verified=False, for_applicant=True)
    jobs = float(problem.jobs[i])
    if jobs > 0:
        needed = float(ceil(jobs * (1 + shortfall / value)))
        more: dict[str, object] = {"jobs": needed, "jobs_now": jobs}
        yield Change("more_jobs", more, verified=False, for_applicant=False)
    for rise in sorted(raises, key=lambda rise: rise.then / rise.now):
        if value * (rise.then / rise.now - 1) >= shortfall:
            by: dict[str, object] = {"by": rise.by, "now": rise.now, "then": rise.then}
            yield Change("higher_keep", by, verified=False, for_applicant=True)
            break
