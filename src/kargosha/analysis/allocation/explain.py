"""Everything that a decided round can say for itself: prices, reasons, and smallest changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kargosha.analysis.allocation.changes import (
    Change,
    Decided,
    KeepRaise,
    estimated_changes,
    nearest,
    verified_changes,
)
from kargosha.analysis.allocation.neighbourhood import Effort
from kargosha.analysis.allocation.prices import Prices, prices
from kargosha.analysis.allocation.problem import Portfolio, Problem, SolveOptions
from kargosha.analysis.allocation.reasons import Reason, outcomes, reasons
from kargosha.analysis.allocation.solve import ORDINARY, UNWATCHED
from kargosha.analysis.watch import Watch

Depth = Literal["none", "all"]

IN_BATCH = Effort(free=50, questions=1)
"""Many candidates are asked at once, so each is asked less than on its own page."""

NO_RAISES: Mapping[int, Sequence[KeepRaise]] = {}


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why a round was decided as it was.

    Attributes
    ----------
    reasons
        n reasons, in the order of the candidates; without codes and values at depth ``none``.
    prices
        The prices of its conditions, and each candidate under them.
    changes
        Changes that would have won, by candidate: verified for those nearest the margin, estimated
        for the other refused; empty at depth ``none``.
    """

    reasons: tuple[Reason, ...]
    prices: Prices
    changes: Mapping[int, tuple[Change, ...]]


def explain(
    problem: Problem,
    portfolio: Portfolio,
    *,
    depth: Depth = "all",
    verify: int = 0,
    raises: Mapping[int, Sequence[KeepRaise]] = NO_RAISES,
    options: SolveOptions = ORDINARY,
    watch: Watch = UNWATCHED,
) -> Explanation:
    """Explain a decided round.

    Parameters
    ----------
    problem, portfolio
        The round and its plan, as `solve` returned it.
    depth
        ``none`` for outcomes and prices alone, ``all`` for reasons and changes too.
    verify
        Of how many refused candidates, those nearest the margin, changes are verified.
    raises
        What could raise the keep probability of a candidate, by its index.
    options
        As for the round.
    watch
        Hears how many are verified; when it stops, the rest are estimated.

    Notes
    -----
    Prices and reasons cost a few linear programmes and are not interrupted. Method page:
    ``docs/methods/allocation.md``.
    """
    priced = prices(problem, portfolio, options)
    if depth == "none":
        return Explanation(outcomes(problem, portfolio), priced, {})
    decided = Decided(problem, portfolio, priced)
    told = reasons(problem, portfolio, priced, options)
    return Explanation(told, priced, _changes(decided, verify, raises, options, watch))


def _changes(
    decided: Decided,
    verify: int,
    raises: Mapping[int, Sequence[KeepRaise]],
    options: SolveOptions,
    watch: Watch,
) -> Mapping[int, tuple[Change, ...]]:
    found = {
        i: estimated_changes(decided, i, raises.get(i, ())) for i in range(decided.problem.size)
    }
    asked = nearest(decided, verify).tolist()
    for count, i in enumerate(asked):
        if watch.stop():
            break
        watch.report(count / len(asked), None, None)
        verified = verified_changes(
            decided, i, raises.get(i, ()), options, effort=IN_BATCH, watch=watch
        )
        found[i] = verified or found[i]
    return {i: changes for i, changes in found.items() if changes}
