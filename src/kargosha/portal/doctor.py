"""What is there and what is missing, a sentence each; what must be mended ends with exit code 1."""

import ctypes.util
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error

GIBIBYTE = 2**30
ROOM_NEEDED = 2 * GIBIBYTE
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LETTERS = "vendor/vazirmatn/Vazirmatn.woff2"


class State(StrEnum):
    """How a thing stands."""

    GOOD = "good"
    LACKING = "lacking"
    """The rest works without it."""
    BROKEN = "broken"
    """Must be mended."""


@dataclass(frozen=True)
class Sentence:
    """One finding."""

    state: State
    text: str


def examine(room_needed: int = ROOM_NEEDED) -> list[Sentence]:
    """Look at the database, the roles, and what the machine has, in this order."""
    return [*_database(), *_roles(), _room(settings.DATA, room_needed), *_machine()]


def is_sound(sentences: list[Sentence]) -> bool:
    """Say whether nothing must be mended."""
    return all(sentence.state is not State.BROKEN for sentence in sentences)


def _database() -> Iterator[Sentence]:
    try:
        connection.ensure_connection()
    except Error as error:
        yield Sentence(
            State.BROKEN,
            f"The database does not answer ({_first_line(error)}). Start it with: kargosha start; "
            "or correct KARGOSHA_DATABASE_URL.",
        )
        return
    yield Sentence(State.GOOD, "The database answers.")
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        yield Sentence(
            State.BROKEN, f"{len(pending)} migrations are not applied. Run: kargosha migrate"
        )
    else:
        yield Sentence(State.GOOD, "All migrations are applied.")
    yield from _powers()


def _powers() -> Iterator[Sentence]:
    """Say whether the application's role could go round the rules that the database keeps."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls, "
            "has_schema_privilege(current_user, 'public', 'CREATE') "
            "FROM pg_roles WHERE rolname = current_user"
        )
        role, is_almighty, makes_tables = cursor.fetchone()
    if is_almighty or makes_tables:
        yield Sentence(
            State.BROKEN,
            f"The application's role {role} could change what only grows. Give it LOGIN "
            "NOSUPERUSER NOBYPASSRLS and no CREATE on the schema.",
        )
    else:
        yield Sentence(State.GOOD, f"The application's role {role} has no more than its rights.")


def _roles() -> Iterator[Sentence]:
    app, owner = _user_of(settings.DATABASE_URL), _user_of(settings.OWNER_URL)
    if app == owner:
        yield Sentence(
            State.BROKEN,
            f"One role ({app or 'the same'}) both owns the database and serves the pages. Set "
            "KARGOSHA_OWNER_URL to the owner's address, KARGOSHA_DATABASE_URL to another role's.",
        )
    else:
        yield Sentence(State.GOOD, f"Two roles: {owner} migrates, {app} serves.")


def _user_of(url: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(url).get("user", "")) or urlsplit(url).netloc


def _room(folder: Path, needed: int) -> Sentence:
    free = shutil.disk_usage(folder).free
    amount = f"{free / GIBIBYTE:.1f} GiB are free in {folder}"
    if free < needed:
        text = f"Only {amount}. Make room: {needed / GIBIBYTE:.0f} GiB are needed."
        return Sentence(State.BROKEN, text)
    return Sentence(State.GOOD, f"{amount}.")


def _machine() -> Iterator[Sentence]:
    """Look at what makes parts of the programme work that are missed only by some."""
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    yield _found(browser, "Chromium", "pages cannot be tested or photographed", "chromium")
    pango = ctypes.util.find_library("pango-1.0")
    yield _found(pango, "pango", "letters come as pages, not as PDF", "libpango-1.0-0")
    letters = finders.find(LETTERS)
    yield _found(letters, "The typeface", "pages use the system's letters", None)


def _found(where: str | None, name: str, without: str, package: str | None) -> Sentence:
    if where:
        return Sentence(State.GOOD, f"{name} is here: {where}.")
    mend = f"apt-get install {package}" if package else "scripts/fonts.sh, which needs npm"
    return Sentence(State.LACKING, f"{name} is not here, so {without}. To have it: {mend}")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
