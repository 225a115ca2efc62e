"""Clear away the processes of an earlier server whose program was killed."""

import os
import signal
import time
from pathlib import Path

from kargosha.files import clock

PATIENCE = 10.0
"""Seconds for an orderly shutdown, its checkpoint included."""

BREATH = 0.05


def end_tenants(cluster: Path) -> None:
    """End every process that still works in the cluster, and drop the mark of its server.

    Whoever calls this holds the lock, so no living program owns those processes. The mark
    (`postmaster.pid`) is dropped only when they are gone: with it PostgreSQL guards its files, but
    after a crash its number may by now belong to a stranger, and then it would refuse to start.
    """
    for farewell in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if _left_after(farewell, cluster):
            continue
        (cluster / "postmaster.pid").unlink(missing_ok=True)
        return


def tenants(cluster: Path) -> list[int]:
    """Return the processes whose working folder is the cluster, as every server process's is."""
    home = os.path.realpath(cluster)
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if _works_in(entry, home)]


def first_process(cluster: Path) -> int:
    """Return the number that the running server has left in its mark."""
    return int((cluster / "postmaster.pid").read_text().splitlines()[0])


def _works_in(entry: Path, home: str) -> bool:
    try:
        return str((entry / "cwd").readlink()) == home
    except OSError:  # it has just ended, or is another user's
        return False


def _left_after(farewell: signal.Signals, cluster: Path) -> bool:
    """Send the signal and say whether anyone is left when the patience is over."""
    for pid in tenants(cluster):
        _send(pid, farewell)
    end = clock.monotonic() + PATIENCE
    while clock.monotonic() < end:
        if not tenants(cluster):
            return False
        time.sleep(BREATH)
    return True


def _send(pid: int, farewell: signal.Signals) -> None:
    try:
        os.kill(pid, farewell)
    except ProcessLookupError:
        return
