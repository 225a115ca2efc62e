"""Copies of a database, Django pointed at one of them, and a server of its pages."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from psycopg import sql

from kargosha.portal.postgres import SUPERUSER, EmbeddedPostgres
from kargosha.portal.postgres.roles import create_database


@contextmanager
def copied(server: EmbeddedPostgres, template: str, name: str) -> Iterator[None]:
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
def django_on(server: EmbeddedPostgres, role: str, name: str) -> Iterator[None]:
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


@contextmanager
def serving() -> Iterator[str]:
    """Serve the database at hand on a free port of this machine for a while, all of it as users get it."""
    thread = LiveServerThread("localhost", _as_it_is)  # type: ignore[arg-type]
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()


def _as_it_is(application: WSGIHandler) -> WSGIHandler:
    """Return the application alone: its own middleware hands out sheets, scripts and letters, compressed."""
    return application
