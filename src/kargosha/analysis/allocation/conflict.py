"""Which conditions cannot all hold: an irreducible set, each with how far it is missed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from kargosha.analysis.allocation.highs import maximised
from kargosha.analysis.allocation.model import Model, Shape
from kargosha.analysis.allocation.pairs import conditions_of, without
from kargosha.analysis.allocation.problem import REFUSED, Condition, Problem, SolveOptions
from kargosha.analysis.allocation.search import Found, first_sets, search
from kargosha.analysis.allocation.tally import Tally
from kargosha.analysis.watch import Watch

ANY_PLAN = 1e9
"""A relative gap that the first plan found keeps: only whether there is one is asked."""


def conflict(problem: Problem, options: SolveOptions, watch: Watch) -> tuple[Condition, ...]:
    """Return conditions that cannot all hold, of which none can be spared.

    Parameters
    ----------
    problem
        A problem without a plan.
    options, watch
        How hard to look whether a plan exists.

    Returns
    -------
    tuple of Condition
        With the figures of each: what it asks for, and what can be had while the others hold.
        Dropping any one of them leaves the others with a plan. What belongs to a candidate itself
        (who may pay for it, ceilings, shares) is not a condition that could be dropped, so a single
        floor may conflict with nothing but its own class.

    Notes
    -----
    A deletion filter, first with the linear relaxation where that is already empty, then with whole
    candidates. Where a question cannot be decided before the stop, its condition is kept.
    """
    everything = frozenset(condition.name for condition in conditions_of(problem))

    def relaxed_empty(kept: frozenset[str]) -> bool:
        return _relaxation_is_empty(without(problem, everything - kept), options, watch)

    def empty(kept: frozenset[str]) -> bool:
        loosened = without(problem, everything - kept)
        anything = replace(options, gap=ANY_PLAN)
        return search(loosened, anything, watch).verdict == "infeasible"

    order = [condition.name for condition in reversed(conditions_of(problem))]
    if relaxed_empty(everything):
        order = _filtered(order, relaxed_empty)
    kept = frozenset(_filtered(order, empty))
    return tuple(
        replace(
            condition,
            values=_figures(without(problem, everything - kept), condition, options, watch),
        )
        for condition in conditions_of(problem)
        if condition.name in kept
    )


def _filtered(names: Sequence[str], is_empty: Callable[[frozenset[str]], bool]) -> list[str]:
    """Drop names, in runs that are halved, as long as what is kept has no plan."""
    kept = list(names)
    run = max(len(kept) // 2, 1)
    while True:
        position = 0
        while position < len(kept):
            fewer = kept[:position] + kept[position + run :]
            if is_empty(frozenset(fewer)):
                kept = fewer
            else:
                position += run
        if run == 1:
            return kept
        run //= 2


def _relaxation_is_empty(problem: Problem, options: SolveOptions, watch: Watch) -> bool:
    programme = Model(problem, Shape(first_sets(problem))).programme
    relaxed = replace(programme, whole=np.zeros(len(programme.cost), dtype=np.bool_))
    return maximised(relaxed, options, watch).verdict == "infeasible"


def _figures(
    problem: Problem, condition: Condition, options: SolveOptions, watch: Watch
) -> dict[str, object]:
    """Say what a condition asks for, and the nearest to it while the others hold."""
    name = condition.name
    loosened = without(problem, frozenset([name])) if condition.kind == "fund" else problem
    found = search(loosened, options, watch, frozenset([name]))
    nearest = None if found.mode is None else Tally.of(loosened, found.mode)
    if condition.kind == "fund":
        fund = next(fund for fund in problem.funds if fund.id == condition.id)
        needed = None if nearest is None else round(found.shortfall.get(name, 0.0))
        return {"budget": fund.budget, "needed": needed}
    if condition.kind == "capacity":
        position = [capacity.id for capacity in problem.capacities].index(condition.id)
        limit = float(problem.capacities[position].limit)
        return {"limit": limit, "needed": nearest and float(nearest.used[position])}
    if condition.kind in ("floor", "ceiling"):
        return _quota_figures(problem, condition, nearest)
    return _granted_figures(problem, found)


def _quota_figures(
    problem: Problem, condition: Condition, nearest: Tally | None
) -> dict[str, object]:
    position = [quota.id for quota in problem.quotas].index(condition.id)
    quota = problem.quotas[position]
    bound = quota.floor if condition.kind == "floor" else quota.ceiling
    reachable = None
    if nearest is not None:
        base = nearest.whole[position] if quota.relative else Fraction(1)
        reachable = float(nearest.inside[position] / base) if base else 0.0
    return {
        "measure": quota.measure,
        "relative": quota.relative,
        "members": len(quota.members),
        "needed": bound and float(bound),
        "reachable": reachable,
    }


def _granted_figures(problem: Problem, found: Found) -> dict[str, object]:
    granted = None if found.mode is None else int((found.mode != REFUSED).sum())
    return {"candidates": problem.size, "reachable": granted, "barred": len(problem.barred)}
