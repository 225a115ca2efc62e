import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from kargosha.analysis.errors import BadTable
from kargosha.analysis.watch import Unwatched
from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.frames import ReadFile
from kargosha.files.doors.options import (
    BAD_INPUT,
    end_with_faults,
    language_option,
    tell_faults,
)
from kargosha.files.territory import ColumnMapping, read_mapping, write_bad_rows
from kargosha.files.territory.mapping import TARGETS
from kargosha.files.words import Language, say
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting

MAPPING_ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    file: Path
    mapping: str
    dry_run: bool
    skip_bad: bool
    bad_rows: Path | None
    language: Language
    by: Actor


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", required=True, help="Name of a saved mapping, or a YAML file with one.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen; store nothing.")
@click.option("--skip-bad", is_flag=True, help="Take in the good rows and leave out the others.")
@click.option("--bad-rows", type=click.Path(path_type=Path), help="CSV for the bad rows, to mend.")
@language_option
@acting
def import_file(**given: Any) -> None:
    """Take in places, figures, flows, designations or boundaries from FILE.

    Nothing is taken in when a row is bad, unless bad rows are left out with --skip-bad. Ends with 0
    when all is well, 2 when the input is wrong.
    """
    asked = Asked(**given)
    try:
        sys.exit(_done(asked, _mapping(asked)))
    except BadTable as error:
        end_with_faults(error, _files(asked), asked.language)


@click.command()
@language_option
@acting
def mappings(language: Language, by: Actor) -> None:
    """List the saved mappings: name, what a file becomes, title."""
    for saved in queries.mappings(by=by):
        target = say(f"word.target.{saved.target}", {}, language)
        click.echo(f"{saved.name}\t{target}\t{getattr(saved, f'title_{language}')}")


def _done(asked: Asked, mapping: ColumnMapping) -> int:
    """Judge the file, tell what is wrong, and take it in if that was asked and can be done."""
    progress = _Progress(asked.language)
    try:
        judged = queries.file_judged(by=asked.by, path=asked.file, mapping=mapping, watch=progress)
    finally:
        progress.end()
    tell_faults(judged.faults, _files(asked), asked.language)
    if judged.faults and asked.bad_rows and judged.checked:
        write_bad_rows(judged.checked, asked.bad_rows, asked.language)
        _say("import.bad_rows", asked, file=str(asked.bad_rows))
    for note in judged.notes:
        _say(note.code, asked, **note.values)
    counts = {"rows": judged.row_count, "good": judged.good_count}
    _say("import.checked", asked, **counts, bad=judged.row_count - judged.good_count)
    if judged.faults and (not asked.skip_bad or not judged.good_count):
        return BAD_INPUT
    if not asked.dry_run:
        _take_in(judged.read, asked)
    return 0


def _take_in(read: ReadFile, asked: Asked) -> None:
    """Take in what was read, and tell what that changed."""
    progress = _Progress(asked.language)
    progress.show("import.storing")
    try:
        result = actions.import_file(
            read=read, path=asked.file, skip_bad=asked.skip_bad, by=asked.by
        )
    finally:
        progress.end()
    is_as_it_was = not result.counts["new"] and not result.counts["changed"]
    _say("import.unchanged" if is_as_it_was else "import.applied", asked, **result.counts)


def _mapping(asked: Asked) -> ColumnMapping:
    """Return the mapping that is named, or that stands in a file."""
    if asked.mapping.casefold().endswith(MAPPING_ENDINGS):
        return read_mapping(Path(asked.mapping))
    return queries.mapping_named(by=asked.by, name=asked.mapping)


def _files(asked: Asked) -> dict[str, Path]:
    """Return which file the faults of a table speak of."""
    return {"mapping": Path(asked.mapping)} | dict.fromkeys(TARGETS, asked.file)


def _say(code: str, asked: Asked, **values: object) -> None:
    click.echo(say(code, values, asked.language))


class _Progress(Unwatched):
    """A watch that shows how far the reading has come, where a person sits at the terminal."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._is_seen = sys.stderr.isatty()

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        self.show("import.progress", share=share)

    def show(self, code: str, **values: object) -> None:
        if self._is_seen:
            click.echo(f"\r\x1b[K{say(code, values, self._language)}", nl=False, err=True)

    def end(self) -> None:
        if self._is_seen:
            click.echo("\r\x1b[K", nl=False, err=True)
