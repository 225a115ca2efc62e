"""The one place where HiGHS is spoken to: a mixed-integer programme in arrays, and its outcome."""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from kargosha.analysis.allocation.problem import Bools, Floats, SolveOptions, StoppedBy
from kargosha.analysis.watch import Watch

Verdict = Literal["solved", "infeasible", "stopped"]


@dataclass(frozen=True, eq=False)
class Programme:
    """Maximise ``cost @ x`` with ``lower <= rows @ x <= upper`` and ``0 <= x <= most``.

    Attributes
    ----------
    cost, most, whole
        (c,) worth of a unit of each column, its upper end, and whether it takes whole numbers.
    lower, upper
        (r,) ends of each row; infinite for none.
    start, index, coefficient
        Rows one after the other: row ``k`` holds the entries ``start[k]`` to ``start[k + 1]``.
    unit
        Units of ``cost`` in one unit of what is reported: bounds are divided by it.
    """

    cost: Floats
    most: Floats
    whole: Bools
    lower: Floats
    upper: Floats
    start: NDArray[np.int64]
    index: NDArray[np.int64]
    coefficient: Floats
    unit: float = 1.0


@dataclass(frozen=True, eq=False)
class Outcome:
    """What the solver says of a programme.

    Attributes
    ----------
    verdict
        ``solved`` to the gap asked for, proven ``infeasible``, or ``stopped`` before either.
    stopped_by
        What ended the search.
    point
        (c,) best solution found; None when there is none.
    bound
        No solution is worth more, in units of what is reported; infinite where not known.
    nodes, iterations
        Work done.
    seconds
        The solver's own running time.
    row_dual
        (r,) dual value of each row, as HiGHS signs it; of a programme without whole columns only.
    """

    verdict: Verdict
    stopped_by: StoppedBy
    point: Floats | None
    bound: float
    nodes: int
    iterations: int
    seconds: float
    row_dual: Floats = field(default_factory=lambda: np.zeros(0))


def solver_name() -> str:
    """Return the solver's name and version, as provenance states it."""
    import highspy

    return f"HiGHS {highspy.Highs().version()}"  # type: ignore[no-untyped-call]


def maximised(programme: Programme, options: SolveOptions, watch: Watch) -> Outcome:
    """Solve a programme to the relative gap, watched.

    Notes
    -----
    Reproducible for the same programme, seed and threads unless it is stopped by seconds or by the
    watch. One thread unless asked otherwise: two gain little here and bind the figures to a
    machine.
    """
    import highspy

    if len(programme.cost) == 0:
        return _without_columns(programme)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    # The pool of threads is one for the process; a caller before may have left another size.
    solver.resetGlobalScheduler(True)
    for name, setting in _settings(options).items():
        solver.setOptionValue(name, setting)
    solver.passModel(_lp(programme))
    _listen(solver, watch, programme.unit)
    solver.run()
    return _outcome(solver, programme)


def _without_columns(programme: Programme) -> Outcome:
    """Decide what HiGHS calls an empty model, whatever its rows ask."""
    holds = bool((programme.lower <= 0).all() and (programme.upper >= 0).all())
    point = np.zeros(0) if holds else None
    return Outcome("solved" if holds else "infeasible", "gap", point, 0.0, 0, 0, 0.0)


def _settings(options: SolveOptions) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "output_flag": False,
        "threads": options.threads,
        "random_seed": options.seed,
        "time_limit": max(options.seconds, 0.0),
        "mip_rel_gap": options.gap,
        "mip_abs_gap": 0.0,
    }
    if options.most_nodes is not None:
        settings["mip_max_nodes"] = options.most_nodes
    return settings


def _lp(programme: Programme) -> Any:  # noqa: ANN401 - highspy carries no types
    import highspy

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(programme.cost), len(programme.lower)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = programme.cost
    lp.col_lower_ = np.zeros(len(programme.cost))
    lp.col_upper_ = programme.most
    lp.row_lower_, lp.row_upper_ = programme.lower, programme.upper
    if programme.whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in programme.whole.tolist()]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = programme.start
    lp.a_matrix_.index_ = programme.index
    lp.a_matrix_.value_ = programme.coefficient
    return lp


def _listen(solver: Any, watch: Watch, unit: float) -> None:  # noqa: ANN401 - highspy carries no types
    """Let the watch hear of progress and stop the search."""

    def during_tree(event: Any) -> None:  # noqa: ANN401 - highspy carries no types
        found = event.data_out
        bound, value = (_finite(v / unit) for v in (found.mip_dual_bound, found.mip_primal_bound))
        gap = _finite(found.mip_gap)
        watch.report(0.0 if gap is None else max(0.0, 1.0 - gap), bound, value)
        event.interrupt(watch.stop())

    def during_simplex(event: Any) -> None:  # noqa: ANN401 - highspy carries no types
        event.interrupt(watch.stop())

    solver.cbMipInterrupt.subscribe(during_tree)
    solver.cbSimplexInterrupt.subscribe(during_simplex)


def _finite(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None


def _outcome(solver: Any, programme: Programme) -> Outcome:  # noqa: ANN401 - highspy carries no types
    import highspy

    status = highspy.HighsModelStatus
    ended = solver.getModelStatus()
    found = solver.getInfo()
    verdicts: dict[Any, Verdict] = {
        status.kOptimal: "solved",
        status.kInfeasible: "infeasible",
        status.kUnboundedOrInfeasible: "infeasible",  # every column is bounded
    }
    stops: dict[Any, StoppedBy] = {
        status.kTimeLimit: "seconds",
        status.kInterrupt: "watch",
        status.kSolutionLimit: "work",
    }
    has_point = found.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    is_tree = bool(programme.whole.any())
    bound = found.mip_dual_bound if is_tree else found.objective_function_value
    return Outcome(
        verdict=verdicts.get(ended, "stopped"),
        stopped_by=stops.get(ended, "gap"),
        point=np.array(solver.getSolution().col_value) if has_point else None,
        bound=bound / programme.unit,
        nodes=max(int(found.mip_node_count), 0),
        iterations=max(int(found.simplex_iteration_count), 0),
        seconds=solver.getRunTime(),
        row_dual=np.zeros(0) if is_tree else np.array(solver.getSolution().row_dual),
    )
