"""`kargosha index`: compute an index of places from a file, with how sure its ranks are."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from kargosha.analysis.tables import INDEX_OBSERVATIONS
from kargosha.analysis.territory.index_method import TABLE as METHOD
from kargosha.analysis.territory.index_method import IndexMethod
from kargosha.files.apart import Killed, Overran
from kargosha.files.doors.options import (
    WRONG,
    Number,
    Whole,
    language_option,
    tell_faults,
    tell_wrong,
)
from kargosha.files.doors.out_folder import refuse_folder, tell_earlier_result, unwritable
from kargosha.files.doors.progress import Progress
from kargosha.files.index import (
    IndexOptions,
    IndexResult,
    index_apart,
    read_method,
    shipped_methods,
)
from kargosha.files.index_inputs import Figures, read_figures
from kargosha.files.index_results import NAMES, left_out, tell, write_index
from kargosha.files.tables.headers import ExtraColumns
from kargosha.files.whole import whole_folder
from kargosha.files.words import Language, say

UNFINISHED = 4
DEFAULT = IndexOptions()
MOST_DRAWS = 100_000
MOST_SEED = 2**31 - 1
FILE = click.Path(path_type=Path)


@click.command(name="index")
@click.argument("figures", type=FILE, metavar="DATA")
@click.option(
    "--method",
    "method_file",
    type=FILE,
    required=True,
    help="The index as YAML, or the name of one that ships: deprivation, emigration.",
)
@click.option(
    "--out",
    type=FILE,
    required=True,
    help="Folder for the results: new, empty, or of an earlier run.",
)
@click.option(
    "--draws",
    type=Whole("option.index_draws", min=1, max=MOST_DRAWS),
    default=DEFAULT.draws,
    show_default=True,
    help="How often the index is computed with other weights, methods and errors.",
)
@click.option(
    "--seed",
    type=Whole("option.seed", min=0, max=MOST_SEED),
    default=DEFAULT.seed,
    show_default=True,
    help="Seed of the draws.",
)
@click.option(
    "--level",
    type=Number("option.index_level", min=0, max=1, min_open=True, max_open=True),
    default=DEFAULT.level,
    show_default=True,
    help="Share of the draws that an interval holds.",
)
@click.option(
    "--extra-columns",
    type=click.Choice(["error", "ignore"]),
    default="error",
    show_default=True,
    help="What to do with columns that mean nothing here.",
)
@language_option
def command(**given: Any) -> None:
    """Rank places by several indicators, and say how sure each rank is.

    DATA is a CSV, XLSX or Parquet file with one row a place and indicator: place_code, indicator,
    value (empty for unknown), and as far as known margin, name_fa, name_en, date, source. Ends with
    0 when done, 2 when the input is wrong, 4 when it was stopped from outside.
    """
    asked = _Asked(**given)
    code = _done(asked)
    if code:
        tell_earlier_result(asked.out, NAMES, asked.language)
    sys.exit(code)


@dataclass(frozen=True)
class _Asked:
    """What stands on the command line."""

    figures: Path
    method_file: Path
    out: Path
    draws: int
    seed: int
    level: float
    extra_columns: ExtraColumns
    language: Language

    @property
    def files(self) -> dict[str, Path]:
        """The files that were given, by the name of their table."""
        return {INDEX_OBSERVATIONS.name: self.figures, METHOD: self.method_file}

    @property
    def method(self) -> IndexMethod:
        """The method of the file, or the shipped one of that name where there is no such file."""
        shipped = shipped_methods().get(str(self.method_file))
        if shipped is not None and not self.method_file.exists():
            return shipped
        return read_method(self.method_file)


class _ShareOfDraws(Progress):
    """Shows how many of the draws are made."""

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        """Write one report over the one before."""
        if self._is_seen:
            line = say("index.progress", {"share": share}, self._language)
            click.echo(f"\r\x1b[K{line}", nl=False, err=True)


def _done(asked: _Asked) -> int:
    """Compute the index and hand it over, or say why not; return the exit code."""
    try:
        refuse_folder(asked.out, NAMES, asked.language)
        method = asked.method
        figures = read_figures(asked.figures, method, asked.extra_columns)
        _hand_over(_computed(figures, method, asked), figures, asked)
    except WRONG as error:
        return tell_wrong(error, asked.files, asked.language)
    except (Killed, Overran) as error:
        code = "index.killed" if isinstance(error, Killed) else "index.overran"
        click.echo(say(code, {}, asked.language), err=True)
        return UNFINISHED
    return 0


def _computed(figures: Figures, method: IndexMethod, asked: _Asked) -> IndexResult:
    """Compute in a child."""
    options = IndexOptions(draws=asked.draws, seed=asked.seed, level=asked.level)
    progress = _ShareOfDraws(asked.language)
    try:
        return index_apart(figures.table, method, options, progress)
    finally:
        progress.end()


def _hand_over(result: IndexResult, figures: Figures, asked: _Asked) -> None:
    """Write the results whole, and say what came of it."""
    try:
        with whole_folder(asked.out) as draft:
            write_index(result, figures.names, draft, asked.language, figures.warnings)
    except OSError as error:
        raise unwritable(asked.out, error.strerror, asked.language) from error
    tell_faults([*figures.warnings, *left_out(result)], asked.files, asked.language)
    for line in tell(result, asked.out, asked.language):
        click.echo(line)
