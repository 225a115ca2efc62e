"""What the method found, as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from kargosha.analysis.allocation import Condition, Infeasible, NoPlan, Portfolio, Problem
from kargosha.analysis.allocation.changes import Change as FoundChange
from kargosha.analysis.allocation.prices import Prices
from kargosha.analysis.allocation.reasons import Reason as FoundReason
from kargosha.analysis.rules import Rulebook
from kargosha.areas.allocation.frames.answers import plain, store_changes
from kargosha.areas.allocation.frames.figures import figures
from kargosha.areas.allocation.frames.gathering import Gathered
from kargosha.areas.allocation.frames.instruments import known
from kargosha.areas.allocation.models import (
    Award,
    Candidate,
    ConditionPrice,
    Reason,
    Run,
    Solution,
)
from kargosha.areas.applications.models import Application, EligibilityFinding
from kargosha.areas.funding.models import Agreement
from kargosha.files.allocation import Decision
from kargosha.files.provenance import Provenance
from kargosha.kernel import clock

FACTORS = ("place_code", "amount", "jobs", "keep_probability", "need", "household_weight")
"""What a candidate is kept with of its row in the method's table."""


@dataclass(frozen=True)
class Found:
    """A portfolio that was found, with why each candidate has its outcome; ``more`` are figures of the
    run besides those that every run has."""

    problem: Problem
    portfolio: Portfolio
    reasons: Sequence[FoundReason]
    prices: Prices
    changes: Mapping[int, Sequence[FoundChange]]
    provenance: Provenance
    more: Mapping[str, object]


def store_portfolio(run: Run, gathered: Gathered, found: Found, rulebook: Rulebook) -> Solution:
    """Store a found portfolio: its proof and figures, each candidate with its reason, awards and prices;
    and who was no candidate because a rule of eligibility says no."""
    portfolio = found.portfolio
    solution = Solution.objects.create(
        run=run,
        outcome=Solution.Outcome.SOLVED,
        solved_at=clock.now(),
        objective=portfolio.objective,
        bound=portfolio.bound,
        gap=portfolio.gap,
        figures={
            **figures(gathered, found.problem, portfolio, rulebook),
            "ineligible_amount": int(gathered.ineligible["amount"].sum()),
            "ineligible_count": gathered.ineligible.height,
            "budgets": {fund.id: fund.budget for fund in found.problem.funds},
            **found.more,
        },
        provenance=found.provenance.as_json(),
    )
    candidates = _store_candidates(run, gathered, found)
    _store_ineligible(run, gathered.ineligible)
    _store_prices(run, found.prices)
    agreements = dict(Agreement.objects.values_list("code", "pk"))
    Award.objects.bulk_create(
        [
            Award(
                candidate=candidates[candidate],
                agreement_id=agreements[found.problem.fund_ids[fund]],
                amount=amount,
            )
            for candidate, fund, amount in zip(
                portfolio.award_candidate.tolist(),
                portfolio.award_fund.tolist(),
                portfolio.award_amount.tolist(),
                strict=True,
            )
        ]
    )
    estimated = {found.problem.candidate_ids[i]: several for i, several in found.changes.items()}
    store_changes(run, estimated, solution.solved_at)
    return solution


def store_no_portfolio(run: Run, decision: Decision) -> Solution:
    """Store that there is no portfolio: which conditions cannot all hold, or how far the bound came."""
    match decision.outcome:
        case Infeasible() as infeasible:
            outcome, bound = Solution.Outcome.INFEASIBLE, None
            found = {"conflict": [_condition(each) for each in infeasible.conditions]}
        case NoPlan() as stopped:
            outcome, bound, found = Solution.Outcome.NO_PLAN, stopped.bound, {}
        case _:
            raise TypeError(type(decision.outcome))
    return Solution.objects.create(
        run=run,
        outcome=outcome,
        solved_at=clock.now(),
        bound=bound,
        figures=found,
        provenance=decision.provenance.as_json(),
    )


def _store_candidates(run: Run, gathered: Gathered, found: Found) -> list[Candidate]:
    """Store the candidates in the order of the problem's, each with its reason."""
    rows = gathered.tables["candidates"].sort("candidate_id").iter_rows(named=True)
    applications = _applications(run)
    margins = np.where(found.problem.value > 0, found.prices.margin, np.nan)
    candidates = Candidate.objects.bulk_create(
        [
            _candidate(run, row, applications, reason.outcome, known(margin))
            for row, reason, margin in zip(rows, found.reasons, margins, strict=True)
        ]
    )
    Reason.objects.bulk_create(
        [
            Reason(candidate=candidate, code=reason.code, values=plain(reason.values))
            for candidate, reason in zip(candidates, found.reasons, strict=True)
        ]
    )
    return candidates


def _store_ineligible(run: Run, ineligible: pl.DataFrame) -> None:
    """Store who was no candidate of the method, each with every rule that it fails."""
    applications = _applications(run)
    failures = dict(
        EligibilityFinding.objects.filter(
            application__call=run.call, is_eligible=False
        ).values_list("application__code", "failures")
    )
    candidates = Candidate.objects.bulk_create(
        [
            _candidate(run, row, applications, Candidate.Outcome.INELIGIBLE, None)
            for row in ineligible.iter_rows(named=True)
        ]
    )
    Reason.objects.bulk_create(
        [
            Reason(candidate=candidate, code=own[0]["code"], values=told_failures(own))
            for candidate, code in zip(candidates, ineligible["candidate_id"], strict=True)
            for own in [failures[code]]
        ]
    )


def told_failures(failures: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """Return what the reason of an ineligible proposal quotes: the values of the first rule that it
    fails, and all rules that it fails, each with its code, values, rule and source."""
    return {**failures[0]["values"], "failures": list(failures)}


def _applications(run: Run) -> Mapping[str, int]:
    return dict(Application.objects.filter(call=run.call_id).values_list("code", "pk"))


def _candidate(
    run: Run,
    row: Mapping[str, Any],
    applications: Mapping[str, int],
    outcome: str,
    margin: float | None,
) -> Candidate:
    return Candidate(
        run=run,
        application_id=applications[row["candidate_id"]],
        **{name: row[name] for name in FACTORS},
        outcome=outcome,
        margin=margin,
    )


def _store_prices(run: Run, prices: Prices) -> None:
    ConditionPrice.objects.bulk_create(
        [
            ConditionPrice(
                run=run, condition=price.name, price=price.price, slack=float(price.slack)
            )
            for price in prices.conditions
        ]
    )


def _condition(condition: Condition) -> dict[str, object]:
    return {"name": condition.name, "kind": condition.kind, "values": plain(dict(condition.values))}
