"""Copies of a database, and Django pointed at one of them."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connections
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
