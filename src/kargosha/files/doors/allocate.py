"""`kargosha allocate`: decide a round from files, and explain it."""

import sys
from pathlib import Path
from typing import Any

import click

from kargosha.analysis.allocation import NoPlan, Portfolio
from kargosha.files import clock
from kargosha.files.allocation import Decision, decide_apart
from kargosha.files.allocation_inputs import read_round
from kargosha.files.allocation_results import NAMES, has_floor, tell, write_results
from kargosha.files.apart import Killed, Overran
from kargosha.files.doors.allocate_options import Asked, allocate_options
from kargosha.files.doors.options import (
    BAD_INPUT,
    WRONG,
    language_option,
    rules_options,
    tell_faults,
    tell_wrong,
)
from kargosha.files.doors.out_folder import refuse_folder, tell_earlier_result, unwritable
from kargosha.files.doors.progress import Progress
from kargosha.files.rulebook import TABLE, rulebook
from kargosha.files.whole import whole_folder
from kargosha.files.words import say

INFEASIBLE = 3
NO_PLAN = 4


@click.command(name="allocate")
@allocate_options
@rules_options
@language_option
def command(**given: Any) -> None:
    """Decide which candidates are funded, from which fund, and say why.

    Each table is a CSV, XLSX or Parquet file. Ends with 0 when solved, 2 when the input is wrong,
    3 when no portfolio meets all conditions, 4 when none was found in time.
    """
    asked = Asked(**given)
    code = _done(asked)
    if code in (BAD_INPUT, NO_PLAN):
        tell_earlier_result(asked.out, NAMES, asked.language)
    sys.exit(code)


def _done(asked: Asked) -> int:
    """Decide the round and hand it over, or say why not; return the exit code."""
    try:
        refuse_folder(asked.out, NAMES, asked.language)
        return _handed_over(_decided(asked), asked)
    except WRONG as error:
        files = asked.tables | {TABLE: asked.rules_file or Path(TABLE)}
        return tell_wrong(error, files, asked.language)
    except Killed:
        click.echo(say("allocate.killed", {}, asked.language), err=True)
        return NO_PLAN
    except Overran:
        click.echo(say("allocate.overran", {}, asked.language), err=True)
        return NO_PLAN


def _decided(asked: Asked) -> Decision:
    """Read the files and decide in a child."""
    options = asked.by_rules(rulebook(asked.day or clock.today(), asked.rules_file))
    tables = read_round(asked.tables, asked.extra_columns)
    progress = Progress(asked.language)
    try:
        return decide_apart(tables, options, progress)
    finally:
        progress.end()


def _handed_over(decision: Decision, asked: Asked) -> int:
    """Write the results whole, say what came of it, and return the exit code."""
    if isinstance(decision.outcome, NoPlan):
        click.echo(say("allocate.no_plan", {}, asked.language), err=True)
        return NO_PLAN
    try:
        with whole_folder(asked.out) as draft:
            write_results(decision, draft, asked.language)
    except OSError as error:
        raise unwritable(asked.out, error.strerror, asked.language) from error
    solved = isinstance(decision.outcome, Portfolio)
    tell_faults(decision.warnings, asked.tables, asked.language)
    for line in tell(decision, asked.out, asked.language):
        click.echo(line, err=not solved)
    if not solved and not asked.least_missed and has_floor(decision):
        click.echo(say("allocate.try_least_missed", {}, asked.language), err=True)
    return 0 if solved else INFEASIBLE
