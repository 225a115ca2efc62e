"""Deciding a round, beside plain HiGHS on the literal model; explaining it, beside deciding it.

8 funds, 20 counties with floors and ceilings, 20 sectors with ceilings, a share of women of 40 %.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from tests.reference.literal_highs import LiteralResult, plain_highs
from tests.reference.literal_tables import LiteralTables

from benchmarks.apart import apart
from benchmarks.figure import Figure
from benchmarks.instances import made_up_round
from kargosha.analysis.allocation import Portfolio, SolveOptions, build, solve
from kargosha.analysis.allocation.changes import Decided, KeepRaise, nearest, verified_changes
from kargosha.analysis.allocation.prices import prices
from kargosha.analysis.allocation.reasons import reasons

GAP = 1e-4
SEED = 1
PATIENCE = 4.0
"""Plain HiGHS is stopped after this many times our own time, or at the promise if that is later."""

ASKED = 4
"""Candidates whose smallest change is measured; the slowest is reported."""

PROMISED_SECONDS = {400: 5.0, 5_000: 60.0}


@dataclass(frozen=True)
class Measured:
    """Seconds and proofs of one round."""

    seconds: float
    gap: float
    objective: float
    bound: float
    explain_seconds: float
    change_seconds: float


def figures() -> Iterator[Figure]:
    """Measure each size."""
    for size, promised in PROMISED_SECONDS.items():
        yield from _figures_of(size, promised)


def _figures_of(size: int, promised: float) -> Iterator[Figure]:
    ours = apart(_measured, size)
    patience = max(promised, PATIENCE * ours.seconds)
    plain = apart(_plain, size, patience)
    name = f"allocation.{size}"
    note = f"plain HiGHS: gap {plain.gap:.4%}, {'stopped' if plain.gap > GAP else 'proven'}"
    yield Figure(f"{name}.gap", ours.gap, "share", reference=plain.gap, target=GAP, note=note)
    yield Figure(f"{name}.seconds", ours.seconds, "s", plain.seconds, promised, note)
    yield Figure(
        f"{name}.against_plain",
        ours.seconds / plain.seconds,
        "ratio",
        target=1.0,
        note="a stopped reference would have taken longer still",
    )
    # Whatever either proves must not contradict what the other found.
    yield Figure(
        f"{name}.contradiction",
        max(0.0, (plain.objective or 0.0) / ours.bound - 1, ours.objective / plain.bound - 1),
        "share",
        target=1e-6,
    )
    yield Figure(
        f"{name}.explain",
        ours.explain_seconds / ours.seconds,
        "ratio",
        target=2.0,
        note=f"prices, cut-offs and codes of all in {ours.explain_seconds:.2f} s",
    )
    note = f"slowest of {ASKED}"
    yield Figure(f"{name}.change", ours.change_seconds, "s", ours.seconds, 5.0, note)


def _measured(size: int) -> Measured:
    """Decide and explain one round, and find smallest changes across the refused."""
    tables = made_up_round(size, SEED)
    problem = build(
        {"candidates": tables.candidates, "funds": tables.funds, "quotas": tables.quotas}
    )
    options = SolveOptions(gap=GAP)
    begun = perf_counter()
    plan = solve(problem, options)
    decided = perf_counter()
    if not isinstance(plan, Portfolio):
        raise TypeError(plan)
    priced = prices(problem, plan, options)
    reasons(problem, plan, priced, options)
    explained = perf_counter()
    slowest = _slowest_change(Decided(problem, plan, priced), options)
    return Measured(
        seconds=decided - begun,
        gap=plan.gap,
        objective=plan.objective,
        bound=plan.bound,
        explain_seconds=explained - decided,
        change_seconds=slowest,
    )


def _slowest_change(decided: Decided, options: SolveOptions) -> float:
    refused = nearest(decided, decided.problem.size)
    asked = refused[:: max(1, len(refused) // ASKED)][:ASKED]
    seconds = []
    for i in asked.tolist():
        begun = perf_counter()
        verified_changes(decided, i, [KeepRaise("course", 0.6, 0.7)], options)
        seconds.append(perf_counter() - begun)
    return max(seconds)


def _plain(size: int, seconds: float) -> LiteralResult:
    tables = made_up_round(size, SEED)
    literal = LiteralTables(tables.candidates, tables.funds, None, tables.quotas)
    return plain_highs(literal, seconds=seconds)
