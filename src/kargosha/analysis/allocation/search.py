"""Search the best plan that can be paid: solve, try to pay, learn, solve again."""

from dataclasses import dataclass, replace

import numpy as np

from kargosha.analysis.allocation.highs import Programme, Verdict, maximised
from kargosha.analysis.allocation.model import Model, Shape, fund_names
from kargosha.analysis.allocation.payment import Awards, Unpayable, paid
from kargosha.analysis.allocation.problem import (
    Bools,
    Condition,
    Floats,
    Ints,
    Problem,
    SolveOptions,
    StoppedBy,
)
from kargosha.analysis.allocation.rials import demanded, split
from kargosha.analysis.allocation.tally import Tally
from kargosha.analysis.watch import Watch

OPENABLE = 400
"""Up to so many split pairs the literal model is solved where the limit of two funds stands in the
way; beyond, plans with a little less money are sought and the first bound tells the gap."""

COUNT_SLACK = 1e-4
"""A count nearer to the next whole number than this is taken for it."""

MARGIN = 2.0
"""A row that the solver's tolerance overdrew is tightened by this many times what it was."""

LEAST_STEP = 1e-9
"""A row is tightened by at least this share of its bound: floats no longer see less."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a search ended with.

    Attributes
    ----------
    verdict
        ``solved``, proven ``infeasible``, or ``stopped`` before either.
    mode, awards
        The plan, payable to the rial and with every condition kept; None when there is none.
    unpaid
        (n,) the last plan when it was stopped before it could be paid; else None.
    bound
        No plan is worth more.
    stopped_by
        What ended it.
    nodes, iterations
        Work done, over all programmes solved.
    shortfall
        By how much each elastic condition is missed, in its own measure.
    """

    verdict: Verdict
    mode: Ints | None
    awards: Awards | None
    unpaid: Ints | None
    bound: float
    stopped_by: StoppedBy
    nodes: int
    iterations: int
    shortfall: dict[str, float]


def search(
    problem: Problem,
    options: SolveOptions,
    watch: Watch,
    elastic: frozenset[str] = frozenset(),
) -> Found:
    """Find the plan worth most, or the one that misses the elastic conditions least.

    Parameters
    ----------
    problem
        The problem.
    options, watch
        How hard to look.
    elastic
        Names of conditions that may be missed; then the value of a plan does not count.

    Notes
    -----
    Every programme but a tightened one is a relaxation of the problem, so the least of their bounds
    holds. A tightened one is solved only for its plan.
    """
    shape = separated(problem, Shape(first_sets(problem), elastic=elastic), options, watch)
    bound, nodes, iterations, seconds = np.inf, 0, 0, 0.0
    while True:
        model = Model(problem, shape)
        within = replace(options, seconds=options.seconds - seconds)
        outcome = maximised(model.programme, within, watch)
        nodes, iterations = nodes + outcome.nodes, iterations + outcome.iterations
        seconds += outcome.seconds
        if not shape.tightened:
            bound = min(bound, outcome.bound)
        found = Found(
            outcome.verdict, None, None, None, bound, outcome.stopped_by, nodes, iterations, {}
        )
        if outcome.verdict == "infeasible" and shape.tightened:
            return replace(found, verdict="stopped", stopped_by="work")
        if outcome.point is None:
            return found
        mode = model.mode(outcome.point)
        payment = paid(problem, mode, within, watch)
        broken = _hard(Tally.of(problem, mode).broken(), elastic)
        if isinstance(payment, Awards) and not broken:
            missed = model.shortfall(outcome.point)
            return replace(found, mode=mode, awards=payment, shortfall=missed)
        if outcome.verdict == "stopped":
            return replace(found, unpaid=mode)
        shape = _learnt(model, payment, broken)


def search_among(
    problem: Problem, required: Bools, free: Bools, options: SolveOptions, watch: Watch
) -> Found:
    """Find the plan worth most in which all who are neither required nor free are refused.

    Parameters
    ----------
    problem
        The problem.
    required, free
        (n,) candidates that must be funded, and that may be.
    options, watch
        How hard to look.
    """
    asked = required | free
    pairs, wholes = asked[problem.pair_candidate], asked[problem.whole_candidate]
    narrow = replace(
        problem,
        required=required,
        pair_candidate=problem.pair_candidate[pairs],
        pair_fund=problem.pair_fund[pairs],
        pair_most=problem.pair_most[pairs],
        whole_candidate=problem.whole_candidate[wholes],
        whole_fund=problem.whole_fund[wholes],
        whole_amount=problem.whole_amount[wholes],
        whole_value=problem.whole_value[wholes],
    )
    found = search(narrow, options, watch)
    if found.mode is None:
        return found
    mode = found.mode.copy()
    mode[mode >= 0] = np.flatnonzero(wholes)[mode[mode >= 0]]
    return replace(found, mode=mode)


def first_sets(problem: Problem) -> frozenset[frozenset[int]]:
    """Each fund alone, and all of them together."""
    funds = range(len(problem.funds))
    together = [frozenset(funds)] if problem.funds else []
    return frozenset([*(frozenset([fund]) for fund in funds), *together])


def separated(problem: Problem, shape: Shape, options: SolveOptions, watch: Watch) -> Shape:
    """Add the sets of funds that the linear relaxation asks for too much."""
    while True:
        model = Model(problem, shape)
        relaxed = replace(model.programme, whole=np.zeros(len(model.programme.cost), np.bool_))
        outcome = maximised(relaxed, options, watch)
        if outcome.point is None:
            return shape
        funds = _overdrawn(model, outcome.point)
        if not funds or funds in shape.fund_sets:
            return _counted(model, relaxed, outcome.point, options, watch)
        shape = replace(shape, fund_sets=shape.fund_sets | {funds})


def _counted(
    model: Model, relaxed: Programme, point: Floats, options: SolveOptions, watch: Watch
) -> Shape:
    """Bound the number of funded candidates where the relaxation funds a fraction too many."""
    chosen = np.arange(len(relaxed.cost)) < len(model.candidate)
    by_count = replace(relaxed, cost=chosen.astype(np.float64), unit=1.0)
    most = np.floor(maximised(by_count, options, watch).bound + COUNT_SLACK)
    if model.shape.elastic or point[chosen].sum() <= most + COUNT_SLACK:
        return model.shape
    return replace(model.shape, most_granted=int(most))


def _overdrawn(model: Model, point: Floats) -> frozenset[int]:
    """Return a set of funds that a fractional plan asks for more than it has; else empty."""
    problem, splits = model.problem, len(model.split_candidates)
    share = np.clip(point[:splits], 0.0, 1.0)
    whole_share = np.clip(point[splits : len(model.candidate)], 0.0, 1.0)
    promised = np.zeros(len(problem.funds) + 1)  # the last stands for NO_FUND
    np.add.at(promised, problem.whole_fund, problem.whole_amount * whole_share)
    budget = problem.budget - promised[:-1].astype(np.int64)
    amount = np.floor(problem.amount[model.split_candidates] * share).astype(np.int64)
    most = np.ceil(problem.most[model.split_candidates] * share[:, None]).astype(np.int64)
    asked = amount > 0
    settled = split(amount[asked], most[asked], budget)
    inside = np.zeros(len(budget), dtype=np.bool_)
    inside[list(settled.stuck)] = True
    over = demanded(amount[asked], most[asked], inside).sum() - budget[inside].sum()
    return frozenset(settled.stuck) if over > len(amount) else frozenset()


def _hard(broken: list[Condition], elastic: frozenset[str]) -> list[Condition]:
    return [condition for condition in broken if condition.name not in elastic]


def _learnt(model: Model, payment: Awards | Unpayable, broken: list[Condition]) -> Shape:
    """Return the shape that no longer allows what went wrong."""
    shape = model.shape
    tightened = {**shape.tightened, **_tightened(shape, broken)}
    if isinstance(payment, Awards):
        return replace(shape, tightened=tightened)
    if payment.funds and payment.funds not in shape.fund_sets:
        return replace(shape, fund_sets=shape.fund_sets | {payment.funds}, tightened=tightened)
    every = frozenset(model.split_candidates.tolist())
    fresh = payment.crowded - shape.opened or every - shape.opened
    is_small = len(model.problem.pair_candidate) <= OPENABLE
    if not payment.funds and fresh and is_small:
        return replace(shape, opened=shape.opened | fresh, tightened=tightened)
    tightened |= _less_money(model, payment)
    return replace(shape, tightened=tightened)


def _less_money(model: Model, payment: Unpayable) -> dict[str, float]:
    """Tighten the money of the overdrawn funds, or of all by what was stranded."""
    everyone = frozenset(range(len(model.problem.funds)))
    funds = payment.funds or everyone
    unused = 0 if payment.funds else payment.stranded - payment.overdrawn
    budget = sum(model.problem.funds[fund].budget for fund in funds)
    name = "+".join(fund_names(model.problem, funds))
    before = model.shape.tightened.get(name, 0.0)
    return {name: _tighter(before, unused + MARGIN * payment.overdrawn, budget)}


def _tightened(shape: Shape, broken: list[Condition]) -> dict[str, float]:
    tightened = {}
    for condition in broken:
        large, small = ("used", "limit") if condition.kind == "capacity" else ("reached", "needed")
        found, asked = (float(str(condition.values[key])) for key in (large, small))
        before = shape.tightened.get(condition.name, 0.0)
        tightened[condition.name] = _tighter(before, MARGIN * abs(found - asked), asked)
    return tightened


def _tighter(before: float, excess: float, bound: float) -> float:
    """Return what to tighten a row by: enough to be felt, and twice as much at each turn."""
    return max(excess, MARGIN * before, LEAST_STEP * max(abs(bound), 1.0))
