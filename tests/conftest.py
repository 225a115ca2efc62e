"""The database of the tests: one real PostgreSQL a session, started when a test first asks for it.

`db` tests (pytest-django's mark) work as the application's role and roll back. A test that needs
committed rows, several connections or other processes asks for `own_database`: a fresh copy, with
the migrations and the reference data, that is dropped afterwards. `own_server` serves that copy.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from kargosha.kernel.grants import grant_to
from kargosha.portal import reference, schema
from kargosha.portal.catalogue import compile_catalogues
from kargosha.portal.postgres import APP, DATABASE, OWNER, EmbeddedPostgres
from tests.databases import copied, django_on, serving

TEMPLATE = DATABASE
SHARED = "kargosha_shared"
OWN = "kargosha_own"


# What lands is judged by the same cases each time; everyone else's run looks for new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_sessionstart() -> None:
    """Compile the Persian catalogue, as every start does, before a page is asked for."""
    compile_catalogues()


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Callable[[], Path]]:
    """Make short-named temporary folders that the server's user may pass through."""
    with ExitStack() as stack:

        def make() -> Path:
            folder = Path(tempfile.mkdtemp(prefix="kargosha-", dir="/tmp"))
            folder.chmod(0o711)
            stack.callback(shutil.rmtree, folder)
            return folder

        yield make


@pytest.fixture(scope="session")
def postgres(open_folder: Callable[[], Path]) -> Iterator[EmbeddedPostgres]:
    """Run the one server of the session; nothing it holds need outlive a power cut."""
    with EmbeddedPostgres(open_folder() / "postgres", fsync=False) as server:
        yield server


@pytest.fixture(scope="session")
def template(postgres: EmbeddedPostgres, django_db_blocker: DjangoDbBlocker) -> str:
    """Fill the database from which all others are copied, as the owner, and leave it closed."""
    with django_db_blocker.unblock(), django_on(postgres, OWNER, TEMPLATE):
        schema.bring_up_to_date()
        grant_to(APP)
        reference.load()
    return TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(postgres: EmbeddedPostgres, template: str) -> Iterator[None]:
    """Give pytest-django's tests one shared copy, seen with the application's rights."""
    with copied(postgres, template, SHARED), django_on(postgres, APP, SHARED):
        yield


@pytest.fixture
def own_database(
    postgres: EmbeddedPostgres,
    template: str,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:
    """Give one test a database to itself, for its threads and its child processes too."""
    with (
        copied(postgres, template, OWN),
        django_db_blocker.unblock(),
        django_on(postgres, APP, OWN),
    ):
        monkeypatch.setenv("KARGOSHA_DATABASE_URL", postgres.url(APP, OWN))
        monkeypatch.setenv("KARGOSHA_OWNER_URL", postgres.url(OWNER, OWN))
        yield postgres.url(APP, OWN)


@pytest.fixture
def own_server(own_database: str) -> Iterator[str]:
    """Serve the test's own database on a free port of this machine, and return the address."""
    with serving() as address:
        yield address
