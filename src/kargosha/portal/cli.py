"""The `kargosha` command: methods on files without a database, areas' groups, and the running of it all.

Each name is imported only when it is used, so that ``kargosha --help`` is quick.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from kargosha import __version__

PLACES = {
    "allocate": (
        "kargosha.files.doors.allocate",
        "Decide which candidates are funded, from which fund.",
    ),
    "index": (
        "kargosha.files.doors.index",
        "Rank places by several indicators, with how sure each rank is.",
    ),
    "eligibility": (
        "kargosha.files.doors.eligibility",
        "Say of each proposal whether it may be funded, and every rule that it fails.",
    ),
    "rules": ("kargosha.portal.commands.rules", "Show, export, propose and approve rules."),
    "journal": ("kargosha.portal.commands.journal", "Export and verify the journal of acts."),
    "territory": ("kargosha.areas.territory.cli", "Places and where need is greatest."),
    "funding": ("kargosha.areas.funding.cli", "Sources, agreements and quotas."),
    "registry": ("kargosha.areas.registry.cli", "People and groups, and who is a member."),
    "applications": ("kargosha.areas.applications.cli", "Calls and proposals."),
    "allocation": ("kargosha.areas.allocation.cli", "Rounds: propose, approve, publish, export."),
    "office": ("kargosha.portal.commands.office", "Offices, users and roles."),
    "start": ("kargosha.portal.commands.start", "Start database, web server and worker."),
    "work": ("kargosha.portal.commands.work", "Run the worker."),
    "migrate": ("kargosha.portal.commands.migrate", "Bring the database up to date."),
    "rehearse": (
        "kargosha.portal.commands.rehearse",
        "Load the made-up province; show its accounts.",
    ),
    "doctor": ("kargosha.portal.commands.doctor", "Say what is there and what is missing."),
}
WITHOUT_DJANGO = {"allocate", "eligibility", "index", "start"}
ON_FILES = {"rules": "kargosha.files.doors.rules", "journal": "kargosha.files.doors.journal"}
"""Doors of these names that need no database, for the words below."""

PARTLY_WITHOUT_DJANGO = {"journal": {"verify"}}
RULES_READ = {"show", "export"}
"""These ask the database for approved changes, unless told which rules to take."""

KNOWN_ERRORS = (
    ("kargosha.kernel.errors", "ProgrammeError"),
    ("kargosha.analysis.errors", "MethodError"),
    ("django.db.utils", "OperationalError"),
    ("django.db.utils", "InterfaceError"),
    ("django.db.utils", "DataError"),
)
"""Modules and names of what `portal.answers` finds words for; looked up, so that none is imported."""

REST = "kargosha.rest"
"""Where the arguments after a command's name are kept until it is imported."""

LANGUAGE = "kargosha.language"
"""Where the language that was asked for is kept, for what is said before a command has read it."""


class Kargosha(click.Group):
    """Finds a command by its name and imports it then."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(PLACES)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        language = asked_language(args)
        with usage_in(language):
            ctx = super().make_context(info_name, args, parent, **extra)
        ctx.meta[LANGUAGE] = language
        return ctx

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        ctx.meta[REST] = args[1:]
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in PLACES:
            return None
        module = PLACES[cmd_name][0]
        if needs_django(cmd_name, ctx.meta.get(REST, [])):
            set_up_django()
        else:
            module = ON_FILES.get(cmd_name, module)
        return import_module(module).command  # type: ignore[no-any-return]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, meaning) for name, (_, meaning) in PLACES.items()])

    def invoke(self, ctx: click.Context) -> Any:
        language = ctx.meta[LANGUAGE]
        try:
            with usage_in(language):
                return super().invoke(ctx)
        except known_errors() as error:
            answers = import_module("kargosha.portal.answers")
            for sentence in answers.sentences(error, language):
                click.echo(sentence, err=True)
            ctx.exit(answers.exit_code(error))


def needs_django(name: str, arguments: list[str]) -> bool:
    """Say whether the command works on the database; the arguments are those after its name."""
    if name in WITHOUT_DJANGO:
        return False
    subcommand = arguments[0] if arguments else ""
    if name == "rules" and subcommand in RULES_READ:
        told = any(each.partition("=")[0] in ("--shipped", "--rules") for each in arguments)
        return not told and has_database()
    return subcommand not in PARTLY_WITHOUT_DJANGO.get(name, set())


def has_database() -> bool:
    """Say whether a database was ever named or started; to ask one leaves files, so none is sought."""
    folder = Path(os.environ.get("KARGOSHA_DATA", ".kargosha"))
    return bool(os.environ.get("KARGOSHA_DATABASE_URL")) or folder.is_dir()


def set_up_django() -> None:
    """Load Django's settings and models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kargosha.portal.settings")
    import_module("django").setup()


def known_errors() -> tuple[type[Exception], ...]:
    """Return what a command can be refused with; none while nothing of the database is loaded."""
    if "kargosha.kernel.errors" not in sys.modules:
        return ()
    return tuple(getattr(sys.modules[module], name) for module, name in KNOWN_ERRORS)


@contextmanager
def usage_in(language: str) -> Iterator[None]:
    """Say in the language what click refuses, for click speaks English only."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise  # it is the help itself
    except click.UsageError as error:
        if language == "en":
            raise
        raise import_module("kargosha.files.doors.usage").in_words(error, language) from error


def asked_language(arguments: Sequence[str]) -> str:
    """Return the language that a command line asks for, else that of the terminal.

    It is read before click reads the line, since a line that click refuses is never read whole.
    """
    language = spoken_language()
    words = [word for each in arguments for word in each.split("=", 1)]
    for option, value in pairwise(words):
        if option == "--language" and value in ("fa", "en"):
            language = value
    return language


def spoken_language() -> str:
    """Return the language of the terminal."""
    return "fa" if os.environ.get("LANG", "").startswith("fa") else "en"


@click.command(cls=Kargosha)
@click.version_option(__version__, prog_name="kargosha")
def main() -> None:
    """Kargosha: which proposals are funded, from which fund, so that most kept jobs go where need is."""


if __name__ == "__main__":
    main()
