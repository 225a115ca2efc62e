"""The database, its extensions and its two roles: one migrates, one serves."""

import psycopg
from psycopg import sql

from kargosha.portal.postgres.place import APP, DATABASE, OWNER, SUPERUSER, Place

EXTENSIONS = ("pg_trgm", "btree_gist")

MEEK = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS")


def make_database(place: Place) -> None:
    """Make the roles, the database and the extensions that are not there yet."""
    with psycopg.connect(place.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        for role in (OWNER, APP):
            _make_role(connection, role)
        if not _exists(connection, "SELECT FROM pg_database WHERE datname = %s", DATABASE):
            create_database(connection, DATABASE)
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(
                sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
            )


def create_database(
    connection: psycopg.Connection[tuple[object, ...]], name: str, template: str = "template1"
) -> None:
    """Create a database of the owner's, open to the two roles only."""
    names = {
        "name": sql.Identifier(name),
        "template": sql.Identifier(template),
        "owner": sql.Identifier(OWNER),
        "app": sql.Identifier(APP),
    }
    for statement in (
        "CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}",
        "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def _make_role(connection: psycopg.Connection[tuple[object, ...]], role: str) -> None:
    known = _exists(connection, "SELECT FROM pg_roles WHERE rolname = %s", role)
    verb = sql.SQL("ALTER" if known else "CREATE")
    connection.execute(sql.SQL("{} ROLE {} {}").format(verb, sql.Identifier(role), MEEK))


def _exists(connection: psycopg.Connection[tuple[object, ...]], query: str, name: str) -> bool:
    return connection.execute(query, [name]).fetchone() is not None
