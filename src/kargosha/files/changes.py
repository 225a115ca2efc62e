"""Ask a decided round what would have won, in a child process that can be killed."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from kargosha.analysis.allocation import Portfolio, Problem, SolveOptions, build
from kargosha.analysis.allocation.changes import Change, Decided, KeepRaise, verified_changes
from kargosha.analysis.allocation.explain import IN_BATCH
from kargosha.analysis.allocation.neighbourhood import Effort
from kargosha.analysis.allocation.prices import prices
from kargosha.files.apart import run_apart


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
    problem: Problem = build(question.tables)
    priced = prices(problem, question.portfolio, question.options)
    decided = Decided(problem, question.portfolio, priced)
    effort = Effort() if len(question.raises) == 1 else IN_BATCH
    index = {code: i for i, code in enumerate(problem.candidate_ids)}
    return {
        code: verified_changes(decided, index[code], raises, question.options, effort=effort)
        for code, raises in question.raises.items()
    }
