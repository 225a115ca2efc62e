"""Plans near a decided one that fund a candidate for certain.

Far from the margin a decided plan hardly depends on one candidate. So whoever was granted far above
it stays, whoever was refused far below it stays out, and only those near it are decided again. A
plan found so is a plan of the whole round, kept to the rial; that none is found proves nothing.
"""

from dataclasses import dataclass, replace
from math import fsum

import numpy as np

from kargosha.analysis.allocation.payment import Awards
from kargosha.analysis.allocation.prices import Prices
from kargosha.analysis.allocation.problem import Bools, Ints, Portfolio, Problem, SolveOptions
from kargosha.analysis.allocation.search import search_among
from kargosha.analysis.allocation.tally import taken_value
from kargosha.analysis.watch import Watch


@dataclass(frozen=True)
class Effort:
    """How far a neighbourhood reaches and how hard it is searched.

    Attributes
    ----------
    free
        Candidates decided again, those nearest the margin.
    nodes
        Nodes of each search's tree.
    questions
        Amounts tried when the largest that wins is looked for.
    seconds
        Safety stop of each search, for a person waits. What is verified does not rest on it.
    """

    free: int = 80
    nodes: int = 1
    questions: int = 3
    seconds: float = 0.5


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan that funds the candidate in question.

    Attributes
    ----------
    mode
        (n,) modes in the changed problem.
    awards
        Its money, to the rial.
    worth
        Sum of the values of what it grants.
    """

    mode: Ints
    awards: Awards
    worth: float


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """The plans near a decided one.

    Attributes
    ----------
    portfolio, prices
        The decided plan and its prices.
    options, effort, watch
        Gap, seed and threads; reach; who may stop it.
    """

    portfolio: Portfolio
    prices: Prices
    options: SolveOptions
    effort: Effort
    watch: Watch

    def best_with(self, changed: Problem, i: int) -> Plan | None:
        """Return the best plan found that funds candidate ``i`` in the changed round."""
        return self._search(changed, i, self.watch)

    def winning_with(self, changed: Problem, i: int) -> Plan | None:
        """Return a plan that funds candidate ``i`` and is worth what was decided, if one is found.

        The search ends as soon as there is one, or as soon as there can be none.
        """
        plan = self._search(changed, i, _UntilWorth(self.portfolio.objective, self.watch))
        return plan if plan is not None and self.wins(plan.worth) else None

    def wins(self, worth: float) -> bool:
        """Say whether a plan is worth at least what was decided."""
        return worth >= self.portfolio.objective

    def _search(self, changed: Problem, i: int, watch: Watch) -> Plan | None:
        required, free = self._asked(changed, i)
        seconds = min(self.options.seconds, self.effort.seconds)
        options = replace(self.options, most_nodes=self.effort.nodes, seconds=seconds)
        found = search_among(changed, required, free, options, watch)
        if found.mode is None or found.awards is None:
            return None
        return Plan(found.mode, found.awards, fsum(taken_value(changed, found.mode).tolist()))

    def _asked(self, changed: Problem, i: int) -> tuple[Bools, Bools]:
        """Return who must be funded and who may be: all but the nearest are settled."""
        free = np.zeros(changed.size, dtype=np.bool_)
        free[np.argsort(np.abs(self.prices.margin), kind="stable")[: self.effort.free]] = True
        free[i] = True
        required = changed.required | (self.portfolio.granted & ~free)
        required[i] = True
        return required, free


class _UntilWorth:
    """A watch that ends a search once its question is answered."""

    def __init__(self, target: float, watch: Watch) -> None:
        self._target = target
        self._watch = watch
        self._is_answered = False

    def stop(self) -> bool:
        """Stop when the target is reached or out of reach, or when the caller wants an end."""
        return self._is_answered or self._watch.stop()

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        """Compare what is found and what is possible with the target."""
        is_reached = value is not None and value >= self._target
        is_hopeless = bound is not None and bound < self._target
        self._is_answered = is_reached or is_hopeless
