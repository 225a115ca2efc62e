"""*Plain HiGHS*: the literal model, a yes-or-no for every pair of candidate and fund.

The reference behind every figure that speaks of plain HiGHS: default options, two threads.
It reads the tables by itself and shares no line with ``kargosha``.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

import highspy  # noqa: TID253 - whoever imports this module runs it
import numpy as np
from tests.reference.literal_tables import LiteralTables, Version

RIALS_PER_UNIT = 10**6
"""The solver reckons money in million rials, as anyone would who wrote this model by hand."""

THREADS = 2


@dataclass(frozen=True)
class LiteralResult:
    """What plain HiGHS found: its best value, its bound, its relative gap and its own time.

    ``objective`` is None when it found no plan.
    """

    objective: float | None
    bound: float
    gap: float
    seconds: float
    granted: frozenset[str]


@dataclass
class LiteralModel:
    """Columns and rows as they come, by name of nothing but their place."""

    cost: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, dict[int, float]]] = field(default_factory=list)

    def column(self, cost: float, most: float, *, whole: bool) -> int:
        """Add a variable from 0 to ``most`` and return its place."""
        self.cost.append(cost)
        self.most.append(most)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, low: float, high: float, terms: dict[int, float]) -> None:
        """Add ``low <= sum of terms <= high``."""
        self.rows.append((low, high, terms))


def plain_highs(
    tables: LiteralTables, *, seconds: float = float("inf"), gap: float | None = None
) -> LiteralResult:
    """Solve the literal model; ``gap`` None leaves HiGHS' own (1e-4)."""
    model, funded = literal_model(tables)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    # highspy keeps one pool of threads for the process; a new count needs a new pool.
    solver.resetGlobalScheduler(True)
    solver.setOptionValue("threads", THREADS)
    if gap is not None:
        solver.setOptionValue("mip_rel_gap", gap)
    if seconds < float("inf"):
        solver.setOptionValue("time_limit", seconds)
    solver.passModel(_lp(model))
    solver.run()
    found = solver.getInfo()
    has_plan = found.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    chosen = solver.getSolution().col_value if has_plan else []
    return LiteralResult(
        objective=found.objective_function_value if has_plan else None,
        bound=found.mip_dual_bound,
        gap=found.mip_gap if has_plan else float("inf"),
        seconds=solver.getRunTime(),
        granted=frozenset(v.candidate for z, v in funded.items() if has_plan and chosen[z] > 0.5),
    )


def literal_model(tables: LiteralTables) -> tuple[LiteralModel, dict[int, Version]]:
    """Write the model down; also return which column funds which version."""
    model = LiteralModel()
    funded: dict[int, Version] = {}
    spent: dict[str, dict[int, float]] = defaultdict(dict)
    for versions in tables.versions.values():
        chosen = {}
        for version in versions:
            z = model.column(version.value, 1.0, whole=True)
            funded[z] = version
            chosen[z] = 1.0
            _pay(model, z, version, spent)
        model.row(1.0 if tables.require_all else 0.0, 1.0, chosen)
    for fund, budget in tables.budgets.items():
        model.row(-highspy.kHighsInf, budget / RIALS_PER_UNIT, spent[fund])
    _bound_quotas(model, funded, tables)
    for name, limit in tables.limits.items():
        used = {z: float(tables.use(v.candidate, name)) for z, v in funded.items()}
        model.row(-highspy.kHighsInf, float(limit), used)
    return model, funded


def _pay(model: LiteralModel, z: int, version: Version, spent: dict[str, dict[int, float]]) -> None:
    shared = {z: -version.amount / RIALS_PER_UNIT}
    takes_part = {z: -float(version.most_funds)}
    for fund, most in version.most.items():
        y = model.column(0.0, highspy.kHighsInf, whole=False)
        x = model.column(0.0, 1.0, whole=True)
        model.row(-highspy.kHighsInf, 0.0, {y: 1.0, x: -most / RIALS_PER_UNIT})
        spent[fund][y] = shared[y] = takes_part[x] = 1.0
    model.row(0.0, 0.0, shared)
    model.row(-highspy.kHighsInf, 0.0, takes_part)


def _bound_quotas(model: LiteralModel, funded: dict[int, Version], tables: LiteralTables) -> None:
    for quota in tables.literal_quotas:
        for bound, low, high in (
            (quota.floor, 0.0, highspy.kHighsInf),
            (quota.ceiling, -highspy.kHighsInf, 0.0),
        ):
            if bound is None:
                continue
            share = bound if quota.relative else Fraction(0)
            unit = RIALS_PER_UNIT if quota.in_rials else 1
            terms = {
                z: float(quota.measure(v) * (int(quota.counts(v)) - share)) / unit
                for z, v in funded.items()
            }
            level = 0.0 if quota.relative else float(bound) / unit
            model.row(low + level, high + level, terms)


def _lp(model: LiteralModel) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.cost), len(model.rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(model.cost)
    lp.col_lower_ = np.zeros(len(model.cost))
    lp.col_upper_ = np.array(model.most)
    lp.row_lower_ = np.array([low for low, _, _ in model.rows])
    lp.row_upper_ = np.array([high for _, high, _ in model.rows])
    lp.integrality_ = [
        highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        for whole in model.whole
    ]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(terms) for _, _, terms in model.rows)])
    lp.a_matrix_.index_ = np.array([i for _, _, terms in model.rows for i in terms])
    lp.a_matrix_.value_ = np.array([a for _, _, terms in model.rows for a in terms.values()])
    return lp
