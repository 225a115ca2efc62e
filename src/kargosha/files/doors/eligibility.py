"""`kargosha eligibility`: ask every rule of eligibility of the proposals of a file."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from kargosha.files import clock
from kargosha.files.doors.options import (
    WRONG,
    language_option,
    rules_options,
    tell_faults,
    tell_wrong,
)
from kargosha.files.doors.out_folder import refuse_folder, tell_earlier_result, unwritable
from kargosha.files.eligibility import (
    NAMES,
    Eligibility,
    find_eligibility,
    tell,
    write_eligibility,
)
from kargosha.files.rulebook import TABLE, rulebook
from kargosha.files.tables.headers import ExtraColumns
from kargosha.files.whole import whole_folder
from kargosha.files.words import Language

FILE = click.Path(path_type=Path)


@click.command(name="eligibility")
@click.option("--proposals", type=FILE, required=True, help="Who asks for how much, and for what.")
@click.option("--members", type=FILE, help="Members of each proposal's group, one a row.")
@click.option(
    "--out",
    type=FILE,
    required=True,
    help="Folder for the results: new, empty, or of an earlier run.",
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
    """Say of each proposal whether it may be funded; if not, every rule that it fails.

    Each table is a CSV, XLSX or Parquet file. Ends with 0 when done, 2 when the input is wrong.
    """
    asked = _Asked(**given)
    code = _done(asked)
    if code:
        tell_earlier_result(asked.out, NAMES, asked.language)
    sys.exit(code)


@dataclass(frozen=True)
class _Asked:
    """What stands on the command line."""

    proposals: Path
    members: Path | None
    out: Path
    extra_columns: ExtraColumns
    rules_file: Path | None
    day: date | None
    language: Language

    @property
    def tables(self) -> dict[str, Path]:
        """The files that were given, by the name of their table."""
        members = {} if self.members is None else {"members": self.members}
        return {"proposals": self.proposals} | members


def _done(asked: _Asked) -> int:
    """Judge the proposals and hand the findings over, or say why not; return the exit code."""
    try:
        refuse_folder(asked.out, NAMES, asked.language)
        rules = rulebook(asked.day or clock.today(), asked.rules_file)
        _hand_over(find_eligibility(asked.tables, rules, asked.extra_columns), asked)
    except WRONG as error:
        files = asked.tables | {TABLE: asked.rules_file or Path(TABLE)}
        return tell_wrong(error, files, asked.language)
    return 0


def _hand_over(found: Eligibility, asked: _Asked) -> None:
    """Write the results whole, and say what came of it."""
    try:
        with whole_folder(asked.out) as draft:
            write_eligibility(found, draft, asked.language)
    except OSError as error:
        raise unwritable(asked.out, error.strerror, asked.language) from error
    tell_faults(found.warnings, asked.tables, asked.language)
    for line in tell(found, asked.out, asked.language):
        click.echo(line)
