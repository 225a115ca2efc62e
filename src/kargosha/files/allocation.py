"""Decide a round from its tables: state the problem, solve it, explain it, say how it was made.

`decide` runs wherever it is called; `decide_apart` runs it in a child that can be killed. The
command on files and the portal's worker call the same function, so a page's export gives the
page's decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

import polars as pl

from kargosha.analysis.allocation import (
    Condition,
    Infeasible,
    NoPlan,
    Portfolio,
    Problem,
    SolveOptions,
    build,
    check,
    least_missed,
    solve,
)
from kargosha.analysis.allocation.explain import Depth, Explanation, explain
from kargosha.analysis.allocation.highs import solver_name
from kargosha.analysis.allocation.reading import doubts
from kargosha.analysis.allocation.tally import Tally
from kargosha.analysis.errors import Fault
from kargosha.analysis.watch import Unwatched, Watch
from kargosha.files import clock
from kargosha.files.apart import run_apart
from kargosha.files.provenance import Provenance, code_version, fingerprint

UNWATCHED = Unwatched()
START = 60.0
"""Seconds that the child may take to start, read and write, besides solving and explaining."""


@dataclass(frozen=True)
class DecideOptions:
    """What is asked of one decision.

    Attributes
    ----------
    rule_date
        Day whose rules hold; for the provenance.
    gap, seconds, seed
        As in `SolveOptions`; explaining may take as many seconds again.
    require_all
        Whether every candidate must be funded.
    least_missed
        Whether, when floors cannot be met, the plan is wanted that misses them least.
    depth
        Whether reasons have codes and details.
    verify
        How many of the refused candidates nearest the margin get a verified smallest change.
    """

    rule_date: date
    gap: float = 1e-4
    seconds: float = 600.0
    seed: int = 0
    require_all: bool = False
    least_missed: bool = False
    depth: Depth = "all"
    verify: int = 50

    @property
    def solving(self) -> SolveOptions:
        """What the solver is asked."""
        return SolveOptions(gap=self.gap, seconds=self.seconds, seed=self.seed)


@dataclass(frozen=True, eq=False)
class Decision:
    """What came of a round.

    Attributes
    ----------
    problem
        The round as it was understood.
    outcome
        The plan, the conditions that cannot all hold, or word that no plan was found.
    missed
        Floors that the plan misses; only where the plan that misses them least was asked for.
    explanation
        Awards, reasons and prices; None without a plan.
    provenance
        What it was made from and how.
    warnings
        What in the tables is no fault and may still not be meant.
    """

    problem: Problem
    outcome: Portfolio | Infeasible | NoPlan
    missed: tuple[Condition, ...]
    explanation: Explanation | None
    provenance: Provenance
    warnings: tuple[Fault, ...]


def decide_apart(
    tables: Mapping[str, pl.DataFrame], options: DecideOptions, watch: Watch = UNWATCHED
) -> Decision:
    """Run `decide` in a child process that is killed when it overruns.

    Raises
    ------
    BadTable
        With every fault found in the tables.
    Killed, Overran
        The child died, or did not end in its time.
    """
    return run_apart(decide, (tables, options), START + 3 * options.seconds, watch=watch)


def decide(
    tables: Mapping[str, pl.DataFrame], options: DecideOptions, watch: Watch = UNWATCHED
) -> Decision:
    """Decide a round and explain it.

    Raises
    ------
    BadTable
        With every fault found in the tables.
    """
    started = clock.now()
    began = clock.monotonic()
    problem = build(tables, require_all=options.require_all)
    warnings = doubts(tables)
    outcome = solve(problem, options.solving, watch=watch)
    missed: tuple[Condition, ...] = ()
    if isinstance(outcome, Infeasible) and options.least_missed:
        outcome = least_missed(problem, options.solving, watch=watch)
        if isinstance(outcome, Portfolio):
            missed = tuple(check(problem, outcome))
    solved = clock.monotonic() - began
    explanation = None
    if isinstance(outcome, Portfolio):
        patience = _Patience(watch, began + solved + options.seconds)
        explanation = explain(
            _met(problem, outcome) if missed else problem,
            outcome,
            depth=options.depth,
            verify=options.verify,
            options=options.solving,
            watch=patience,
        )
    provenance = _provenance(tables, options, outcome, started, solved)
    return Decision(problem, outcome, missed, explanation, provenance, warnings)


def _met(problem: Problem, portfolio: Portfolio) -> Problem:
    """Return the round with each missed floor lowered to what the plan reaches, for explaining."""
    tally = Tally.of(problem, portfolio.mode)
    quotas = []
    for quota, inside, whole in zip(problem.quotas, tally.inside, tally.whole, strict=True):
        base = whole if quota.relative else Fraction(1)
        is_missed = quota.floor is not None and inside < quota.floor * base
        quotas.append(replace(quota, floor=inside / base) if is_missed else quota)
    return replace(problem, quotas=tuple(quotas))


@dataclass(frozen=True)
class _Patience:
    """The caller's watch, that also wants an end when the time for explaining is over."""

    watch: Watch
    until: float

    def stop(self) -> bool:
        """Say whether the caller wants an end or the time is over."""
        return self.watch.stop() or clock.monotonic() >= self.until

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        """Pass a report on."""
        self.watch.report(share, bound, value)


def _provenance(
    tables: Mapping[str, pl.DataFrame],
    options: DecideOptions,
    outcome: Portfolio | Infeasible | NoPlan,
    started: datetime,
    seconds: float,
) -> Provenance:
    """Say what a decision was made from and how."""
    stopped_by = "gap" if isinstance(outcome, Infeasible) else outcome.stopped_by
    return Provenance(
        inputs={name: fingerprint(frame) for name, frame in tables.items()},
        rule_date=options.rule_date,
        version=code_version(),
        seed=options.seed,
        solver=solver_name(),
        started=started,
        seconds=seconds,
        stopped_by=stopped_by,
        reproducible=stopped_by in ("gap", "work"),
    )
