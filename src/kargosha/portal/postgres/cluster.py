"""Make the server's folder: once, and whole or not at all."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import IO, NotRequired, TypedDict

from kargosha.portal.postgres.errors import NotStarted, Unreachable
from kargosha.portal.postgres.place import SHIPPED, Place

PASSABLE = 0o711
"""Others may pass through to the cluster, and read nothing on the way."""


def make_home(place: Place, wanted: Path) -> None:
    """Make our folder, and put the programs where the server's user can run them."""
    if place.home != wanted and (wanted / "cluster").exists():
        raise Unreachable(
            f"The database in {wanted} belongs to the user {place.user.pw_name}, who can no longer "
            "reach it. Let others pass through its folders again: chmod o+x on each of them."
        )
    make_passable(place.home)
    place.log.touch(mode=0o600)  # a line of the log may quote a row
    if not (place.programs / "bin").exists():
        _copy_programs(place.programs)
    if place.socket != place.cluster:
        _make_private(place.socket, place)


def make_passable(folder: Path) -> None:
    """Make the folder and its parents so that another user may pass, whatever our umask."""
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    for step in reversed(missing):
        step.mkdir(exist_ok=True)
        step.chmod(PASSABLE)


def make_cluster(place: Place, *, fsync: bool) -> None:
    """Make the cluster beside its final name and move it there when it is whole."""
    unfinished = place.home / "cluster.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    _make_private(unfinished, place)
    options = [
        f"--pgdata={unfinished}",
        "--username=postgres",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        "--auth=peer",
        "--no-instructions",
        *([] if fsync else ["--no-sync"]),
    ]
    with place.log.open("ab") as log:
        made = subprocess.run(  # noqa: S603  (our own program and paths)
            [place.programs / "bin" / "initdb", *options], check=False, **as_server(place, log)
        )
    if made.returncode != 0:
        raise NotStarted(place.log)
    unfinished.rename(place.cluster)


def write_access(place: Place) -> None:
    """Let in, over the socket only, the operating-system user who starts the server."""
    ourselves = _quoted(_own_name(place))
    place.access_rules.write_text("local all all peer map=kargosha\n")
    place.known_users.write_text(f"kargosha {ourselves} all\n")
    for rules in (place.access_rules, place.known_users):
        rules.chmod(0o644)


class Surroundings(TypedDict):
    """How `subprocess` starts a program of the distribution."""

    cwd: str
    env: dict[str, str]
    stdin: int
    stdout: IO[bytes]
    stderr: int
    user: NotRequired[int]
    group: NotRequired[int]
    extra_groups: NotRequired[list[int]]


def as_server(place: Place, log: IO[bytes]) -> Surroundings:
    """Say how a program runs as the server's user, with a bare environment, writing to the log."""
    surroundings = Surroundings(
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    if os.geteuid() == 0:
        surroundings["user"] = place.user.pw_uid
        surroundings["group"] = place.user.pw_gid
        surroundings["extra_groups"] = []
    return surroundings


def _make_private(folder: Path, place: Place) -> None:
    """Make a folder of the server's user alone, and refuse one that somebody else laid there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0 and folder.lstat().st_uid == 0:
        os.chown(folder, place.user.pw_uid, place.user.pw_gid, follow_symlinks=False)
    status = folder.lstat()
    if folder.is_symlink() or status.st_uid != place.user.pw_uid or status.st_mode & 0o077:
        raise Unreachable(
            f"{folder} is not a private folder of the user {place.user.pw_name}. Remove it."
        )


def _copy_programs(target: Path) -> None:
    make_passable(target.parent)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.copytree(SHIPPED, unfinished, symlinks=True)
    for step in (unfinished, *unfinished.rglob("*")):
        if not step.is_symlink():
            step.chmod(0o755 if step.is_dir() or os.access(step, os.X_OK) else 0o644)
    try:
        unfinished.rename(target)
    except OSError:  # another start was faster
        shutil.rmtree(unfinished)


def _own_name(place: Place) -> str:
    return "root" if os.geteuid() == 0 else place.user.pw_name


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
