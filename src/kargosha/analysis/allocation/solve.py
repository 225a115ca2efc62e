"""Decide a round: the plan worth most, with the proof of how good it is."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import fsum

import polars as pl

from kargosha.analysis.allocation.build import build
from kargosha.analysis.allocation.conflict import conflict
from kargosha.analysis.allocation.highs import solver_name
from kargosha.analysis.allocation.payment import Awards
from kargosha.analysis.allocation.polish import polished, thinned
from kargosha.analysis.allocation.problem import (
    Infeasible,
    Ints,
    NoPlan,
    Portfolio,
    Problem,
    Quota,
    SolveOptions,
    StoppedBy,
)
from kargosha.analysis.allocation.search import Found, search
from kargosha.analysis.allocation.tally import Tally, taken_value
from kargosha.analysis.watch import Unwatched, Watch

TINY = 1e-9
"""Objectives nearer to 0 count as this when a gap is told as a share of them."""

ORDINARY = SolveOptions()
UNWATCHED = Unwatched()


def allocate(
    tables: Mapping[str, pl.DataFrame],
    options: SolveOptions = ORDINARY,
    *,
    require_all: bool = False,
    watch: Watch = UNWATCHED,
) -> Portfolio | Infeasible | NoPlan:
    """Decide a round from its tables: `build`, then `solve`.

    Raises
    ------
    BadTable
        With every fault found in the tables.
    """
    return solve(build(tables, require_all=require_all), options, watch=watch)


def solve(
    problem: Problem, options: SolveOptions = ORDINARY, *, watch: Watch = UNWATCHED
) -> Portfolio | Infeasible | NoPlan:
    """Find the plan worth most.

    Parameters
    ----------
    problem
        The round.
    options
        Gap, seed and limits.
    watch
        Hears of bound and value, and may stop the search.

    Returns
    -------
    Portfolio
        Every condition holds to the rial (`tally.check` finds none broken), the bound is proven,
        and no refused candidate could be added alone.
    Infeasible
        The irreducible conflict, when no plan exists.
    NoPlan
        When the search was stopped before it had either.

    Notes
    -----
    The same problem and options give the same awards, unless stopped by seconds or the watch.

    Examples
    --------
    >>> import polars as pl
    >>> asked = pl.DataFrame({"candidate_id": ["A", "B"], "amount": [50, 70], "value": [1.0, 2.0]})
    >>> money = pl.DataFrame({"fund_id": ["F"], "budget": [100]})
    >>> plan = solve(build({"candidates": asked, "funds": money}))
    >>> plan.granted.tolist(), plan.objective
    ([False, True], 2.0)
    """
    found = search(problem, options, watch)
    if found.verdict == "infeasible":
        return Infeasible(conflict(problem, options, watch))
    return _told(problem, found, options, watch)


def least_missed(
    problem: Problem, options: SolveOptions = ORDINARY, *, watch: Watch = UNWATCHED
) -> Portfolio | Infeasible | NoPlan:
    """Find the plan that misses the floors least, and of those the one worth most.

    The sum of the shortfalls, each as a share of its floor, is made as small as can be; every other
    condition holds. `tally.check` then names the floors that are missed.
    """
    floors = frozenset(f"floor:{q.id}" for q in problem.quotas if q.floor is not None)
    found = search(problem, options, watch, floors)
    if found.mode is None:
        return solve(problem, options, watch=watch)
    nearest = Tally.of(problem, found.mode)
    reached = zip(problem.quotas, nearest.inside, nearest.whole, strict=True)
    quotas = tuple(_lowered(quota, inside, whole) for quota, inside, whole in reached)
    return solve(replace(problem, quotas=quotas), options, watch=watch)


def _lowered(quota: Quota, inside: Fraction, whole: Fraction) -> Quota:
    """Return the quota with its floor lowered to what a plan reaches."""
    base = whole if quota.relative else Fraction(1)
    if quota.floor is None or inside >= quota.floor * base:
        return quota
    return replace(quota, floor=inside / base)


def _told(
    problem: Problem, found: Found, options: SolveOptions, watch: Watch
) -> Portfolio | NoPlan:
    plan = _plan(problem, found, options, watch)
    if plan is None:
        bound = found.bound if abs(found.bound) < float("inf") else None
        return NoPlan(bound, found.stopped_by)
    mode, awards = polished(problem, *plan, options, watch)
    objective = fsum(taken_value(problem, mode).tolist())
    bound = max(found.bound, objective)
    gap = (bound - objective) / max(abs(objective), TINY)
    return Portfolio(
        mode=mode,
        award_candidate=awards.candidate,
        award_fund=awards.fund,
        award_amount=awards.amount,
        objective=objective,
        bound=bound,
        gap=gap,
        stopped_by=_stopped_by(gap, found, options),
        nodes=found.nodes,
        iterations=found.iterations,
        seed=options.seed,
        solver=solver_name(),
    )


def _stopped_by(gap: float, found: Found, options: SolveOptions) -> StoppedBy:
    """Say what ended the search; a gap left by rows that had to be tightened counts as work."""
    if gap <= options.gap + TINY:
        return "gap"
    return "work" if found.stopped_by == "gap" else found.stopped_by


def _plan(
    problem: Problem, found: Found, options: SolveOptions, watch: Watch
) -> tuple[Ints, Awards] | None:
    if found.mode is not None and found.awards is not None:
        return found.mode, found.awards
    if found.unpaid is None:
        return None
    return thinned(problem, found.unpaid, options, watch)
