"""The database of the tests: one real PostgreSQL a session, started when a test first asks for it.

`db` tests (pytest-django's mark) work as the application's role and roll back. A test that needs
committed rows, several connections or other processes asks for `own_database`: a fresh copy, with
the migrations and the reference data, that is dropped afterwards. `own_server` serves that copy.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from kargosha.kernel.grants import grant_to
from kargosha.portal import reference
from kargosha.portal.postgres import APP, DATABASE, OWNER, SUPERUSER, EmbeddedPostgres
from kargosha.portal.postgres.roles import create_database

TEMPLATE = DATABASE
SHARED = "kargosha_shared"
OWN = "kargosha_own"


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
    with django_db_blocker.unblock(), _django_on(postgres, OWNER, TEMPLATE):
        call_command("migrate", verbosity=0)
        grant_to(APP)
        reference.load()
    return TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(postgres: EmbeddedPostgres, template: str) -> Iterator[None]:
    """Give pytest-django's tests one shared copy, seen with the application's rights."""
    with _copy(postgres, template, SHARED), _django_on(postgres, APP, SHARED):
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
        _copy(postgres, template, OWN),
        django_db_blocker.unblock(),
        _django_on(postgres, APP, OWN),
    ):
        monkeypatch.setenv("KARGOSHA_DATABASE_URL", postgres.url(APP, OWN))
        monkeypatch.setenv("KARGOSHA_OWNER_URL", postgres.url(OWNER, OWN))
        yield postgres.url(APP, OWN)


@pytest.fixture
def own_server(own_database: str) -> Iterator[str]:
    """Serve the test's own database on a free port of this machine, and return the address."""
    thread = LiveServerThread("localhost", _StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()


@contextmanager
def _copy(server: EmbeddedPostgres, template: str, name: str) -> Iterator[None]:
    """Copy a closed database, which takes some hundredths of a second, and drop the copy."""
    administration = server.url(SUPERUSER, "postgres")
    with psycopg.connect(administration, autocommit=True) as connection:
        create_database(connection, name, template)
    try:
        yield
    finally:
        with psycopg.connect(administration, autocommit=True) as connection:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)


@contextmanager
def _django_on(server: EmbeddedPostgres, role: str, name: str) -> Iterator[None]:
    """Point Django's one connection, in every thread, at a database for a while."""
    described = connections["default"].settings_dict
    before = dict(described)
    connections["default"].close()
    described.update(NAME=name, USER=role, HOST=str(server.place.socket), PASSWORD="", PORT="")
    try:
        yield
    finally:
        connections["default"].close()
        described.update(before)
