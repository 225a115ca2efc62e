"""The embedded PostgreSQL: a private server of one data folder, reached by a Unix socket only.

    with EmbeddedPostgres(folder) as server:
        psycopg.connect(server.url(APP))

`place` says where its files lie and as whom it runs, `cluster` makes them, `tenants` clears away
what a crash left, `roles` makes the database and its two roles, `server` starts and stops it.
"""

from kargosha.portal.postgres.errors import FolderInUse, NotStarted, Unreachable
from kargosha.portal.postgres.place import APP, DATABASE, OWNER, SUPERUSER, Place
from kargosha.portal.postgres.server import EmbeddedPostgres

__all__ = [
    "APP",
    "DATABASE",
    "OWNER",
    "SUPERUSER",
    "EmbeddedPostgres",
    "FolderInUse",
    "NotStarted",
    "Place",
    "Unreachable",
]
