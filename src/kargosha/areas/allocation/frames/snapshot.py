"""A solved run's own tables again, from what it stored: for its archive and for asking it further."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import numpy as np
import polars as pl
from django.db.models import QuerySet

from kargosha.analysis.allocation import (
    NO_FUND,
    REFUSED,
    SPLIT,
    Portfolio,
    Problem,
    SolveOptions,
    build,
)
from kargosha.analysis.allocation.changes import KeepRaise
from kargosha.analysis.rules import Rulebook
from kargosha.areas.allocation.frames.gathering import (
    Gathered,
    funds,
    known_counties,
    quotas,
    ranks_of,
)
from kargosha.areas.allocation.models import Award, Candidate, Run
from kargosha.files.changes import Question

FIELDS = (
    "application__code",
    "amount",
    "jobs",
    "keep_probability",
    "need",
    "household_weight",
    "place_code",
    "application__activity__code",
    "application__kind",
    "application__tags",
    "application__submitted_on",
    "application__member_count",
)
TYPES: Mapping[str, pl.DataType] = {
    "candidate_id": pl.String(),
    "amount": pl.Int64(),
    "jobs": pl.Float64(),
    "keep_probability": pl.Float64(),
    "need": pl.Float64(),
    "household_weight": pl.Float64(),
    "place_code": pl.String(),
    "activity": pl.String(),
    "kind": pl.String(),
    "tags": pl.List(pl.String()),
    "submitted_on": pl.Date(),
    "members": pl.Int64(),
}
"""The columns of the method's candidates, in the order of the fields."""


def solved_tables(run: Run) -> Mapping[str, pl.DataFrame]:
    """Return the tables that a run was solved from: who was ineligible by rule is not among them.

    Those of a run that takes over another are the other's: the order chose among the same candidates.
    """
    rows = Candidate.objects.filter(run=run).exclude(application__eligibility__is_eligible=False)
    return {
        "candidates": _table(rows),
        "funds": funds(run.call, run.solution.figures.get("budgets", {})),
        "quotas": quotas(run.call),
    }


def decided_tables(run: Run) -> Mapping[str, pl.DataFrame]:
    """Return the tables by which `kargosha allocate` finds a run's awards: of an ordered run, those who
    are granted, all of whom it is to fund."""
    tables = solved_tables(run)
    if run.basis_id is None:
        return tables
    granted = Candidate.objects.filter(run=run, outcome=Candidate.Outcome.GRANTED)
    return {**tables, "candidates": _table(granted)}


def gathered_again(run: Run) -> Gathered:
    """Return what a solved run was decided from, from what it stored."""
    ineligible = Candidate.objects.filter(run=run, application__eligibility__is_eligible=False)
    return Gathered(solved_tables(run), known_counties(ranks_of(run)), _table(ineligible))


def _table(candidates: QuerySet[Candidate]) -> pl.DataFrame:
    rows = candidates.order_by("application__code").values_list(*FIELDS)
    return pl.DataFrame(list(rows), schema=dict(TYPES), orient="row")


def awards_of(run: Run) -> pl.DataFrame:
    """Return a run's awards as `kargosha allocate` writes them."""
    rows = (
        Award.objects.filter(candidate__run=run)
        .order_by("candidate__application__code", "agreement__code")
        .values_list("candidate__application__code", "agreement__code", "amount")
    )
    schema = {"candidate_id": pl.String, "fund_id": pl.String, "amount": pl.Int64}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def question(run: Run, candidates: Iterable[Candidate], rulebook: Rulebook) -> Question:
    """Return what is asked of a solved run about some of its candidates; of one that takes over another,
    it is asked of the portfolio that the method found."""
    run = run.basis or run
    tables = solved_tables(run)
    return Question(
        tables=tables,
        portfolio=portfolio_of(run, build(tables)),
        raises={each.application.code: tuple(_raises(each, rulebook)) for each in candidates},
        options=SolveOptions(gap=run.gap, seconds=float(run.most_seconds), seed=run.seed),
    )


def _raises(candidate: Candidate, rulebook: Rulebook) -> Iterator[KeepRaise]:
    """Yield what would raise a keep probability: a course not yet passed, a record not yet seen."""
    now, most = candidate.keep_probability, rulebook.number("keep_probability.most")
    ways: tuple[tuple[Literal["course", "evidence"], bool, str], ...] = (
        ("course", candidate.application.has_course, "keep_probability.course"),
        ("evidence", candidate.application.has_record, "keep_probability.record"),
    )
    for by, has_it, rule in ways:
        then = min(now + rulebook.number(rule), most)
        if not has_it and then > now:
            yield KeepRaise(by, now, then)


def portfolio_of(run: Run, problem: Problem) -> Portfolio:
    """Return a stored portfolio as the method holds it."""
    index = {code: i for i, code in enumerate(problem.candidate_ids)}
    fund = {code: f for f, code in enumerate(problem.fund_ids)}
    awards = awards_of(run).sort("candidate_id", "fund_id")
    candidate = np.array([index[code] for code in awards["candidate_id"]], dtype=np.int64)
    mode = np.full(problem.size, REFUSED, dtype=np.int64)
    mode[candidate] = SPLIT
    solution = run.solution
    return Portfolio(
        mode=mode,
        award_candidate=candidate,
        award_fund=np.array(
            [fund.get(code, NO_FUND) for code in awards["fund_id"]], dtype=np.int64
        ),
        award_amount=awards["amount"].to_numpy(),
        objective=float(solution.objective or 0),
        bound=float(solution.bound or 0),
        gap=float(solution.gap or 0),
        stopped_by=solution.provenance["stopped_by"],
        nodes=0,
        iterations=0,
        seed=run.seed,
        solver=solution.provenance["solver"],
    )
