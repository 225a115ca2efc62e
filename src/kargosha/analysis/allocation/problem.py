"""What one round's allocation has to decide, and what can come of it.

A `Problem` is the round in arrays: candidates in the order of their ids, funds in the order of
theirs, so that permuting the rows of the files changes nothing. Solving it gives a `Portfolio`,
the conditions that cannot all hold (`Infeasible`), or word that no plan was found (`NoPlan`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kargosha.analysis.allocation.exact import Exact

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

Measure = Literal["amount", "jobs", "count"]
ConditionKind = Literal["fund", "floor", "ceiling", "capacity", "require_all", "candidate"]
StoppedBy = Literal["gap", "work", "seconds", "watch"]

NO_FUND = -1
"""Stands for the fund of an award when there is no funds file."""

REFUSED = -2
"""Mode of a candidate that is not funded."""

SPLIT = -1
"""Mode of a candidate whose money is split over its split pairs."""

MOST_FUNDS = 2
"""No candidate is paid by more funds than this."""


BOUNDLESS = int(np.iinfo(np.int64).max // 4)
"""Stands for a budget without an end; two of them still add up in 64 bits."""


@dataclass(frozen=True, eq=False)
class Fund:
    """One fund: its money and what it may pay for.

    Attributes
    ----------
    id
        Identifier.
    budget
        Money it can give, whole rials.
    ceiling_per_group
        Most it gives to one candidate, rials; None for no ceiling.
    ceiling_per_job
        Most it gives for one job, rials; None for no ceiling. A candidate whose jobs are not
        known gets nothing from a fund that has one.
    max_share
        Largest share of one candidate's amount that it carries, exact; None for no limit.
    places, activities, kinds
        Prefixes of place codes, activities and kinds of borrower it may pay for; empty for all.
    """

    id: str
    budget: int
    ceiling_per_group: int | None = None
    ceiling_per_job: int | None = None
    max_share: Fraction | None = None
    places: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Quota:
    """A floor, a ceiling or both on what one class of candidates is granted.

    Attributes
    ----------
    id
        Identifier.
    members
        (k,) indices of the candidates of the class, ascending.
    measure
        What is summed: rials granted, credible jobs, or candidates.
    floor, ceiling
        Exact bounds in the measure, or shares of what is granted when ``relative``; None for none.
    relative
        Whether the bounds are shares of the sum over all candidates.
    """

    id: str
    members: Ints
    measure: Measure
    floor: Fraction | None
    ceiling: Fraction | None
    relative: bool


@dataclass(frozen=True, eq=False)
class Capacity:
    """Something besides money that runs out: training seats, contracts a month, carrying capacity.

    Attributes
    ----------
    id
        Identifier.
    limit
        Most that can be used, exact.
    members
        (k,) indices of the candidates that use it, ascending.
    use
        (k,) how much each uses, >= 0, same unit as the limit.
    """

    id: str
    limit: Fraction
    members: Ints
    use: Floats

    @cached_property
    def exact_use(self) -> Exact:
        """(k,) the uses as they were written."""
        return Exact.of(self.use)


@dataclass(frozen=True, eq=False)
class Offers:
    """What each fund could give each candidate if its budget had no end: m eligible pairs.

    Attributes
    ----------
    candidate, fund
        (m,) the pair, by candidate then fund; fund is `NO_FUND` without a funds file.
    amount, value
        (m,) rials and value of the candidate, or of this pair where the options file gives its own.
    most
        (m,) most rials the fund's ceilings and share allow it to give to this candidate, >= 0.
    whole
        (m,) whether the pair is taken whole and alone.
    """

    candidate: Ints
    fund: Ints
    amount: Ints
    value: Floats
    most: Ints
    whole: Bools


@dataclass(frozen=True)
class Barred:
    """Why a candidate cannot be funded whatever the others do.

    Attributes
    ----------
    code
        ``ineligible.no_gain``, ``ineligible.no_fund``, ``ineligible.over_ceiling`` or
        ``ineligible.over_budget``.
    values
        The figures that its sentence quotes.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Problem:
    """One round: n candidates, f funds, p split pairs, w whole pairs, quotas and capacities.

    Attributes
    ----------
    candidate_ids
        n identifiers, ascending.
    row
        (n,) row of each candidate in its file.
    amount
        (n,) money asked for, whole rials, > 0.
    value
        (n,) expected kept jobs weighted by need, >= 0.
    jobs
        (n,) credible jobs; nan where not known.
    max_funds
        (n,) largest number of funds that may share it, 1 or 2.
    funds
        f funds by ascending id; empty without a funds file.
    pair_candidate, pair_fund, pair_most
        (p,) split pairs, by candidate then fund: candidate, fund, and the most rials that this fund
        may give to this candidate (the least of amount, ceilings, share and budget), > 0.
    whole_candidate, whole_fund, whole_amount, whole_value
        (w,) pairs that are taken whole and alone, by candidate then fund: candidate, fund
        (`NO_FUND` without a funds file), rials, and value.
    offers
        The pairs before budgets; the split and whole pairs are made from them by `pairs.paired`.
    quotas, capacities
        By ascending id.
    barred
        Why, for each candidate that can never be funded, by its index. It has no pairs.
    require_all
        Whether every candidate must be funded.
    required
        (n,) candidates that must be funded one by one (a question "what if"); besides
        ``require_all``.
    """

    candidate_ids: tuple[str, ...]
    row: Ints
    amount: Ints
    value: Floats
    jobs: Floats
    max_funds: NDArray[np.int8]
    funds: tuple[Fund, ...]
    offers: Offers
    pair_candidate: Ints
    pair_fund: Ints
    pair_most: Ints
    whole_candidate: Ints
    whole_fund: Ints
    whole_amount: Ints
    whole_value: Floats
    quotas: tuple[Quota, ...]
    capacities: tuple[Capacity, ...]
    barred: Mapping[int, Barred]
    require_all: bool
    required: Bools

    @property
    def size(self) -> int:
        """Number of candidates."""
        return len(self.candidate_ids)

    @property
    def fund_ids(self) -> tuple[str, ...]:
        """Identifiers of the funds, ascending."""
        return tuple(fund.id for fund in self.funds)

    @cached_property
    def budget(self) -> Ints:
        """(f,) money each fund can give, whole rials."""
        return np.array([fund.budget for fund in self.funds], dtype=np.int64)

    @cached_property
    def exact_jobs(self) -> Exact:
        """(n,) credible jobs as they were written; 0 where not known."""
        return Exact.of(self.jobs)

    @cached_property
    def most(self) -> Ints:
        """(n, f) most rials each fund may give to each candidate in a split; 0 where none."""
        most = np.zeros((self.size, len(self.funds)), dtype=np.int64)
        most[self.pair_candidate, self.pair_fund] = self.pair_most
        return most


@dataclass(frozen=True)
class SolveOptions:
    """How hard to look, and how to repeat it.

    Attributes
    ----------
    gap
        Relative gap at which to stop: (bound - objective) / objective.
    seconds
        Safety stop. A result that it ended is not reproducible.
    seed
        Seed of the solver.
    threads
        Threads of the solver.
    most_nodes
        Work limit: nodes of the branch-and-bound tree; None for none.
    """

    gap: float = 1e-4
    seconds: float = 3600.0
    seed: int = 0
    threads: int = 1
    most_nodes: int | None = None


@dataclass(frozen=True, eq=False)
class Portfolio:
    """A plan that keeps every condition to the rial, with the proof of how good it is.

    Attributes
    ----------
    mode
        (n,) `REFUSED`, `SPLIT`, or the index of the whole pair taken.
    award_candidate, award_fund, award_amount
        (k,) who gets how many rials from which fund (`NO_FUND` without a funds file), by candidate
        then fund; amounts > 0.
    objective
        Sum of the values of what is granted.
    bound
        No plan is worth more; >= objective.
    gap
        (bound - objective) / objective.
    stopped_by
        ``gap`` or ``work`` (reproducible), ``seconds`` or ``watch`` (not).
    nodes, iterations
        Work done by the solver: nodes of the tree, simplex iterations.
    seed
        Seed given to the solver.
    solver
        Name and version of the solver.
    """

    mode: Ints
    award_candidate: Ints
    award_fund: Ints
    award_amount: Ints
    objective: float
    bound: float
    gap: float
    stopped_by: StoppedBy
    nodes: int
    iterations: int
    seed: int
    solver: str

    @property
    def granted(self) -> Bools:
        """(n,) whether each candidate is funded."""
        granted: Bools = self.mode != REFUSED
        return granted

    @property
    def reproducible(self) -> bool:
        """Whether the same input and seed give the same awards."""
        return self.stopped_by in ("gap", "work")


@dataclass(frozen=True)
class Condition:
    """One condition of the round, with the figures that its sentence quotes.

    Attributes
    ----------
    kind
        What sort of condition it is.
    id
        Identifier of the fund, quota, capacity or candidate; empty for ``require_all``.
    values
        Figures, for example ``needed`` and ``reachable``.
    """

    kind: ConditionKind
    id: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As in the files: ``fund:F1``, ``floor:q1``, ``require_all``."""
        return f"{self.kind}:{self.id}" if self.id else self.kind


@dataclass(frozen=True)
class Infeasible:
    """Conditions that cannot all hold; dropping any one of them leaves the rest feasible."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class NoPlan:
    """No plan was found before the stop, and none was proven impossible.

    Attributes
    ----------
    bound
        No plan is worth more; None when not even that is known.
    stopped_by
        What ended the search.
    """

    bound: float | None
    stopped_by: StoppedBy
