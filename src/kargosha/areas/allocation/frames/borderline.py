"""The borderline of a solved run: which counties have one to order, and the order as the method reads it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import polars as pl

from kargosha.analysis.allocation import Portfolio, Problem, build
from kargosha.analysis.allocation.borderline import PassedOver, borderline
from kargosha.analysis.allocation.problem import Bools
from kargosha.analysis.allocation.reasons import Outcome, Reason
from kargosha.analysis.allocation.tally import taken_amount
from kargosha.analysis.rules import Rulebook
from kargosha.areas.allocation.frames.gathering import COUNTY_DIGITS, Gathered
from kargosha.areas.allocation.frames.results import Found
from kargosha.areas.allocation.frames.snapshot import gathered_again, portfolio_of, solved_tables
from kargosha.areas.allocation.models import Candidate, OrderedCase, Run
from kargosha.files.allocation import DecideOptions, Decision
from kargosha.files.borderline import OrderedRound, Ordering, ordered_apart
from kargosha.kernel.deciding import snapshot


def found_by_method(gathered: Gathered, decision: Decision, rulebook: Rulebook) -> Found | None:
    """Return the portfolio that the method decided for, and the counties whose order of the borderline can
    change something in it; None where it found no portfolio."""
    portfolio, explanation = decision.outcome, decision.explanation
    if not isinstance(portfolio, Portfolio) or explanation is None:
        return None
    near = borderline(
        explanation.prices.margin,
        decision.problem.value,
        rulebook.number("allocation.borderline_share"),
    )
    near &= np.array([each.outcome != "ineligible" for each in explanation.reasons])
    places = gathered.tables["candidates"].sort("candidate_id").get_column("place_code")
    return Found(
        problem=decision.problem,
        portfolio=portfolio,
        reasons=explanation.reasons,
        prices=explanation.prices,
        changes=explanation.changes,
        provenance=decision.provenance,
        more={"borderline": _counties(decision.problem, portfolio, near, places)},
    )


def found_by_order(run: Run, basis: Run) -> tuple[Gathered, Found]:
    """Return what a run was gathered from, and the portfolio that the counties' orders make of it.

    Raises
    ------
    MethodError, ChildError
        The order came to no portfolio, or its child process died or overran.
    """
    with snapshot():
        gathered = gathered_again(basis)
        asked = _ordering(run, basis)
    return gathered, _found(basis, ordered_apart(asked))


def _counties(
    problem: Problem, portfolio: Portfolio, near: Bools, places: pl.Series
) -> list[dict[str, object]]:
    """Return the counties some of whose borderline is granted and some is not: each with its cases, how
    many are granted, and with how much money."""
    amount = taken_amount(problem, portfolio.mode)
    cases: dict[str, list[int]] = defaultdict(list)
    for i in np.flatnonzero(near).tolist():
        cases[places[i][:COUNTY_DIGITS]].append(i)
    return [
        {
            "code": county,
            "cases": [problem.candidate_ids[i] for i in own],
            "granted_count": granted,
            "share_amount": int(amount[own].sum()),
        }
        for county, own in sorted(cases.items())
        if 0 < (granted := int(portfolio.granted[own].sum())) < len(own)
    ]


def _ordering(run: Run, basis: Run) -> Ordering:
    """Return what an ordered run asks of the run that it takes over."""
    tables = solved_tables(basis)
    return Ordering(
        tables=tables,
        portfolio=portfolio_of(basis, build(tables)),
        near=frozenset(
            code for county in basis.solution.figures["borderline"] for code in county["cases"]
        ),
        orders=_orders(basis),
        options=DecideOptions(
            rule_date=run.rules_on, gap=run.gap, seconds=run.most_seconds, seed=run.seed
        ),
    )


def _orders(run: Run) -> Mapping[str, Sequence[str]]:
    """Return the codes of each county's borderline proposals in its order, by the code of the county."""
    orders: dict[str, list[str]] = defaultdict(list)
    cases = OrderedCase.objects.filter(order__run=run).order_by("order__place_code", "turn")
    for county, code in cases.values_list("order__place_code", "candidate__application__code"):
        orders[county].append(code)
    return dict(orders)


def _found(basis: Run, ordered: OrderedRound) -> Found:
    """Return an ordered portfolio as it is stored: the core keeps the method's reasons, the borderline of
    the ordering counties is told its turn."""
    before = {
        code: Reason(cast("Outcome", outcome), reason, values)
        for code, outcome, reason, values in Candidate.objects.filter(run=basis).values_list(
            "application__code", "outcome", "reason__code", "reason__values"
        )
    }
    orders = _orders(basis)
    turns = {
        code: {"turn": turn, "count": len(own), "county": county}
        for county, own in orders.items()
        for turn, code in enumerate(own, start=1)
    }
    granted = zip(ordered.problem.candidate_ids, ordered.portfolio.granted.tolist(), strict=True)
    return Found(
        problem=ordered.problem,
        portfolio=ordered.portfolio,
        reasons=[
            _reason(before[code], is_granted, turns.get(code), ordered.passed.get(code))
            for code, is_granted in granted
        ],
        prices=ordered.prices,
        changes={},
        provenance=ordered.decision.provenance,
        more={"ordered": {"loss": ordered.loss, "counties": sorted(orders)}},
    )


def _reason(
    before: Reason,
    is_granted: bool,
    turn: Mapping[str, object] | None,
    passed: PassedOver | None,
) -> Reason:
    """Return why a proposal has its outcome in an ordered portfolio."""
    if passed is not None:
        return Reason("refused", f"refused.{passed.code}", {**passed.values, **(turn or {})})
    if turn is not None and is_granted:
        return Reason("granted", "granted.ordered", turn)
    return before
