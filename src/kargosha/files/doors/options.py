"""What several commands on files share: their options and how they end."""

import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from kargosha.analysis.errors import BadTable
from kargosha.files import jalali
from kargosha.files.faults import all_told
from kargosha.files.words import LANGUAGES, Language

BAD_INPUT = 2
"""Exit code for an input that is wrong."""

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A date, Gregorian or Persian."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date."""
        if isinstance(value, date):
            return value
        try:
            return jalali.day(value)
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2026-03-21 or 1405/01/01.", param, ctx)


def language_option(command: Command) -> Command:
    """Add ``--language``."""
    return click.option(
        "--language",
        type=click.Choice(LANGUAGES),
        default=spoken_language,
        help="Language of what is said; by default that of the terminal (LANG).",
    )(command)


def rules_options(command: Command) -> Command:
    """Add ``--rules`` and ``--on``."""
    with_day = click.option(
        "--on", "day", type=Day(), help="Day whose rules hold; by default today."
    )(command)
    return click.option(
        "--rules",
        "rules_file",
        type=click.Path(path_type=Path),
        help="Rules file from `kargosha rules export`; by default the shipped rules.",
    )(with_day)


def spoken_language() -> Language:
    """Return the language of the terminal."""
    return "fa" if os.environ.get("LANG", "").startswith("fa") else "en"


def end_with_faults(error: BadTable, files: Mapping[str, Path], language: Language) -> NoReturn:
    """Say every fault on standard error, a line each, and end with `BAD_INPUT`."""
    names = {table: path.name for table, path in files.items()}
    for line in all_told(error.faults, names, language):
        click.echo(line, err=True)
    sys.exit(BAD_INPUT)
