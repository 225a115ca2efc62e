"""`kargosha allocate`: decide a round from files, and explain it."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from kargosha.analysis.allocation import NoPlan, Portfolio
from kargosha.analysis.allocation.explain import Depth
from kargosha.analysis.errors import BadTable
from kargosha.analysis.rules import Rulebook, UnknownRule
from kargosha.files import clock
from kargosha.files.allocation import DecideOptions, Decision, decide_apart
from kargosha.files.allocation_inputs import read_round
from kargosha.files.allocation_results import NAMES, tell, write_results
from kargosha.files.apart import Killed, Overran
from kargosha.files.doors.options import BAD_INPUT, end_with_faults, language_option, rules_options
from kargosha.files.doors.out_folder import BadFolder, refuse_folder, unwritable
from kargosha.files.doors.progress import Progress
from kargosha.files.rulebook import TABLE, rulebook
from kargosha.files.tables.headers import ExtraColumns
from kargosha.files.whole import whole_folder
from kargosha.files.words import Language, say

INFEASIBLE = 3
NO_PLAN = 4

TABLE_FILE = click.Path(path_type=Path)


@dataclass(frozen=True)
class Asked:
    """What stands on the command line."""

    candidates: Path
    funds: Path | None
    options: Path | None
    quotas: Path | None
    capacities: Path | None
    uses: Path | None
    out: Path
    seconds: float | None
    gap: float | None
    seed: int
    explain: Depth
    verify: int | None
    require_all: bool
    least_missed: bool
    extra_columns: ExtraColumns
    rules_file: Path | None
    day: date | None
    language: Language

    @property
    def tables(self) -> dict[str, Path]:
        """The files that were given, by the name of their table."""
        named = {
            "candidates": self.candidates,
            "funds": self.funds,
            "options": self.options,
            "quotas": self.quotas,
            "capacities": self.capacities,
            "uses": self.uses,
        }
        return {table: path for table, path in named.items() if path is not None}


@click.command(name="allocate")
@click.option(
    "--candidates", type=TABLE_FILE, required=True, help="Who asks for how much, and for what gain."
)
@click.option(
    "--funds", type=TABLE_FILE, help="The money; without it only capacities and quotas bind."
)
@click.option(
    "--options",
    type=TABLE_FILE,
    help="Pairs of candidate and fund, instead of who may pay for whom.",
)
@click.option("--quotas", type=TABLE_FILE, help="Floors and ceilings of classes of candidates.")
@click.option("--capacities", type=TABLE_FILE, help="What besides money runs out.")
@click.option("--uses", type=TABLE_FILE, help="Which candidate uses how much of which capacity.")
@click.option(
    "--out",
    type=TABLE_FILE,
    required=True,
    help="Folder for the results: new, empty, or of an earlier run.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    help="Safety stop; by default the rule allocation.seconds.",
)
@click.option(
    "--gap",
    type=click.FloatRange(min=0),
    help="Relative gap to prove; by default the rule allocation.gap.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=0,
    show_default=True,
    help="Seed of the solver.",
)
@click.option(
    "--explain",
    type=click.Choice(["none", "all"]),
    default="all",
    show_default=True,
    help="Whether reasons get codes and details.",
)
@click.option(
    "--verify",
    type=click.IntRange(min=0),
    help="How many smallest changes to verify; by default the rule allocation.verify.",
)
@click.option("--require-all", is_flag=True, help="Fund every candidate.")
@click.option(
    "--least-missed",
    is_flag=True,
    help="If floors cannot be met, give the portfolio that misses them least.",
)
@click.option(
    "--extra-columns",
    type=click.Choice(["error", "ignore"]),
    default="error",
    show_default=True,
    help="What to do with columns that mean nothing here.",
)
@rules_options
@language_option
def command(**given: Any) -> None:
    """Decide which candidates are funded, from which fund, and say why.

    Each table is a CSV, XLSX or Parquet file. Ends with 0 when solved, 2 when the input is wrong,
    3 when no portfolio meets all conditions, 4 when none was found in time.
    """
    asked = Asked(**given)
    try:
        refuse_folder(asked.out, NAMES, asked.language)
        decision = _decided(asked)
        sys.exit(_handed_over(decision, asked))
    except BadTable as error:
        end_with_faults(
            error, asked.tables | {TABLE: asked.rules_file or Path(TABLE)}, asked.language
        )
    except BadFolder as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)
    except Killed:
        click.echo(say("allocate.killed", {}, asked.language), err=True)
        sys.exit(NO_PLAN)
    except Overran:
        click.echo(say("allocate.overran", {}, asked.language), err=True)
        sys.exit(NO_PLAN)


def _decided(asked: Asked) -> Decision:
    """Read the files and decide in a child."""
    options = _options(asked, rulebook(asked.day or clock.today(), asked.rules_file))
    tables = read_round(asked.tables, asked.extra_columns)
    progress = Progress(asked.language)
    try:
        return decide_apart(tables, options, progress)
    finally:
        progress.end()


def _options(asked: Asked, book: Rulebook) -> DecideOptions:
    """Return what was asked, and by the rules what was not."""

    def ruled(given: float | None, key: str) -> float:
        return book.number(key) if given is None else given

    try:
        return DecideOptions(
            rule_date=book.day,
            gap=ruled(asked.gap, "allocation.gap"),
            seconds=ruled(asked.seconds, "allocation.seconds"),
            seed=asked.seed,
            require_all=asked.require_all,
            least_missed=asked.least_missed,
            depth=asked.explain,
            verify=int(ruled(asked.verify, "allocation.verify")),
        )
    except UnknownRule as error:
        click.echo(say("allocate.unknown_rule", {"problem": str(error)}, asked.language), err=True)
        sys.exit(BAD_INPUT)


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
    for line in tell(decision, asked.out, asked.language):
        click.echo(line, err=not solved)
    return 0 if solved else INFEASIBLE
