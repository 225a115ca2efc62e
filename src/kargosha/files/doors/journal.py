"""`kargosha journal`: check an exported journal against its seals."""

import sys
from pathlib import Path

import click

from kargosha.analysis.errors import BadTable
from kargosha.files import disk
from kargosha.files.doors.options import BAD_INPUT, end_with_faults, language_option
from kargosha.files.journal_lines import Verdict, verified
from kargosha.files.words import Language, say

TABLE = "journal"


@click.group(name="journal")
def command() -> None:
    """The journal of all acts, sealed so that no entry can be changed unseen."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--seal", help="A seal known from elsewhere that the journal must contain.")
@language_option
def verify(file: Path, seal: str | None, language: Language) -> None:
    """Check every entry of FILE against its seal; end with 1 at the first that does not fit."""
    try:
        verdict = verified(disk.text(file, TABLE).split("\n"))
    except BadTable as error:
        end_with_faults(error, {TABLE: file}, language)
    if verdict.misfit is not None:
        problem = say(verdict.misfit.code, verdict.misfit.values, language)
        values = {"file": file.name, "line": verdict.misfit.line, "problem": problem}
        click.echo(say("journal.line", values, language), err=True)
        sys.exit(1)
    if seal is not None and seal.casefold() not in verdict.seals:
        click.echo(say("journal.seal_absent", {"seal": seal}, language), err=True)
        sys.exit(1)
    _tell(verdict, language)


def _tell(verdict: Verdict, language: Language) -> None:
    """Say what fits, and what no seal covers yet."""
    if verdict.entries == 0:
        click.echo(say("journal.empty", {}, language), err=True)
        sys.exit(BAD_INPUT)
    if verdict.seals:
        values = {
            "entries": verdict.sealed,
            "seals": len(verdict.seals),
            "last": verdict.seals[-1],
        }
        click.echo(say("journal.fits", values, language))
    if verdict.entries > verdict.sealed:
        count = verdict.entries - verdict.sealed
        click.echo(say("journal.unsealed", {"count": count}, language))
