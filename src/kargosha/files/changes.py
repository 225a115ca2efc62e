"""Ask a decided round what would have won, and what its quotas cost, in a child that can be killed."""

import multiprocessing
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kargosha.analysis.allocation import Portfolio, Problem, SolveOptions, build
from kargosha.analysis.allocation.changes import Change, Decided, KeepRaise, verified_changes
from kargosha.analysis.allocation.explain import IN_BATCH
from kargosha.analysis.allocation.neighbourhood import Effort
from kargosha.analysis.allocation.prices import QuotaCost, prices, quota_cost
from kargosha.files.apart import run_apart

BATCH_NICENESS = 19


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of a decided round.

    Attributes
    ----------
    tables
        The round's tables.
    portfolio
        Its plan, over the problem that `build` makes of them.
    raises
        The candidates that are asked about, by identifier, and what could raise their keep
        probability.
    options
        As for the round.
    """

    tables: Mapping[str, pl.DataFrame]
    portfolio: Portfolio
    raises: Mapping[str, tuple[KeepRaise, ...]]
    options: SolveOptions


def changes_apart(question: Question) -> Mapping[str, tuple[Change, ...]]:
    """Run `changes` in a child process that is killed when it overruns.

    Raises
    ------
    Killed, Overran
        The child died, or did not end in its time.
    """
    return run_apart(changes, (question,), 60 + question.options.seconds)


def changes(question: Question) -> Mapping[str, tuple[Change, ...]]:
    """Find verified changes for each candidate asked about; one alone is asked more thoroughly."""
    _give_way(len(question.raises) > 1)
    problem: Problem = build(question.tables)
    priced = prices(problem, question.portfolio, question.options)
    decided = Decided(problem, question.portfolio, priced)
    effort = Effort() if len(question.raises) == 1 else IN_BATCH
    index = {code: i for i, code in enumerate(problem.candidate_ids)}
    return {
        code: verified_changes(decided, index[code], raises, question.options, effort=effort)
        for code, raises in question.raises.items()
    }


def quota_costs_apart(question: Question, conditions: Sequence[str]) -> Sequence[QuotaCost]:
    """Run `quota_costs` in a child process that is killed when it overruns.

    Raises
    ------
    Killed, Overran
        The child died, or did not end in its time.
    """
    seconds = 60 + len(conditions) * question.options.seconds
    return run_apart(quota_costs, (question, conditions), seconds)


def quota_costs(question: Question, conditions: Sequence[str]) -> Sequence[QuotaCost]:
    """Solve the round again without each condition; one that gave no plan in time is left out."""
    _give_way(True)
    problem = build(question.tables)
    candidates = question.tables["candidates"].sort("candidate_id")
    kept_jobs = (candidates["jobs"] * candidates["keep_probability"]).to_numpy()
    asked = (
        quota_cost(problem, question.portfolio, name, question.options, kept_jobs=kept_jobs)
        for name in conditions
    )
    return [cost for cost in asked if isinstance(cost, QuotaCost)]


def _give_way(is_batch: bool) -> None:
    """Let whoever waits at a page go before a batch that nobody waits for."""
    if is_batch and multiprocessing.parent_process() is not None:
        os.nice(BATCH_NICENESS)
