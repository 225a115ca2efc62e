"""What several commands on files share: their options and how they end."""

import math
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar

import click

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.rules import UnknownRule
from kargosha.files import jalali
from kargosha.files.doors.out_folder import BadFolder
from kargosha.files.faults import all_told
from kargosha.files.words import LANGUAGES, Language, say

BAD_INPUT = 2
"""Exit code for an input that is wrong."""

WRONG = (BadTable, BadFolder, UnknownRule)
"""What says that an input is wrong: a table, the folder to fill, or the rules."""

Command = TypeVar("Command", bound=Callable[..., Any])


class Unfit(click.ClickException):
    """A command line or the value of an option that does not fit, said in the asked language."""

    exit_code = BAD_INPUT

    def show(self, file: IO[Any] | None = None) -> None:
        """Say the sentence."""
        click.echo(self.message, file=file, err=file is None)


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
            raise _unfit("option.day", value, param, ctx) from None


class Number(click.FloatRange):
    """A finite number within bounds; ``code`` is the sentence for any other."""

    def __init__(self, code: str, **bounds: Any) -> None:
        super().__init__(**bounds)
        self.code = code

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read the number."""
        try:
            number = float(super().convert(value, param, ctx))
        except click.BadParameter:
            raise _unfit(self.code, value, param, ctx, most=self.max) from None
        if not math.isfinite(number):
            raise _unfit(self.code, value, param, ctx, most=self.max)
        return number


class Whole(click.IntRange):
    """A whole number within bounds; ``code`` is the sentence for any other."""

    def __init__(self, code: str, **bounds: Any) -> None:
        super().__init__(**bounds)
        self.code = code

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            raise _unfit(self.code, value, param, ctx, most=self.max) from None


def language_option(command: Command) -> Command:
    """Add ``--language``."""
    return click.option(
        "--language",
        type=click.Choice(LANGUAGES),
        default=spoken_language,
        is_eager=True,  # so that what is wrong with another option is said in it
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
    tell_faults(error.faults, files, language)
    sys.exit(BAD_INPUT)


def tell_wrong(
    error: BadTable | BadFolder | UnknownRule, files: Mapping[str, Path], language: Language
) -> int:
    """Say on standard error what is wrong with an input, and return the exit code for it."""
    if isinstance(error, BadTable):
        tell_faults(error.faults, files, language)
    elif isinstance(error, UnknownRule):
        values = {"key": error.key, "day": error.day}
        click.echo(say("allocate.unknown_rule", values, language), err=True)
    else:
        click.echo(str(error), err=True)
    return BAD_INPUT


def tell_faults(faults: Sequence[Fault], files: Mapping[str, Path], language: Language) -> None:
    """Say every fault on standard error, a line each."""
    names = {table: path.name for table, path in files.items()}
    for line in all_told(faults, names, language):
        click.echo(line, err=True)


def _unfit(
    code: str,
    value: object,
    param: click.Parameter | None,
    ctx: click.Context | None,
    **values: object,
) -> Unfit:
    """Return the error for a value of an option, in the language asked for before it."""
    option = param.opts[-1] if param is not None else ""
    language = ctx.params.get("language") if ctx is not None else None
    found = {"option": option, "value": value, **values}
    return Unfit(say(code, found, language or spoken_language()))
