"""Start, watch and stop the embedded server."""

import fcntl
import os
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psycopg

from kargosha.files import clock
from kargosha.portal.leash import ends_with_parent
from kargosha.portal.postgres.cluster import as_server, make_cluster, make_home, write_access
from kargosha.portal.postgres.errors import FolderInUse, NotStarted
from kargosha.portal.postgres.place import DATABASE, SUPERUSER, Place
from kargosha.portal.postgres.roles import make_database
from kargosha.portal.postgres.tenants import end_tenants

BREATH = 0.02
"""Seconds between two looks at a server that is starting."""

FALSE_STARTS = 5
"""How often it may end again at once: after a crash its last children hold its memory a while."""

RETRY_AFTER = 0.5
RECOVERY = 300.0
"""Seconds after which a server that replays its log counts as lost."""

CHECKPOINT = 30.0
"""Seconds for a clean stop before a hard one, which loses nothing either but starts slower."""

UNSAFE_BUT_FAST = {"fsync": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """A PostgreSQL of one data folder, alive between `start` and `stop` or within `with`.

    `fsync=False` is for tests, whose data need not outlive a power cut.
    """

    def __init__(self, folder: Path, *, fsync: bool = True, log: Path | None = None) -> None:
        self.place = Place.of(folder)
        self.log = log or self.place.log
        self._wanted = folder.absolute()
        self._fsync = fsync
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the address of a database for a role."""
        return self.place.url(role, database)

    def start(self) -> None:
        """Bring the server up, made first where there is none, and return when it answers.

        Raises
        ------
        FolderInUse
            Another program holds the folder.
        NotStarted
            PostgreSQL refuses; the end of its log is in the message.
        Unreachable
            No user can run it there.
        """
        make_home(self.place, self._wanted)
        self._lock = _locked(self.place)
        try:
            end_tenants(self.place.cluster)
            write_access(self.place)
            if not self.place.cluster.exists():
                make_cluster(self.place, fsync=self._fsync)
            self._launch()
            self._await_readiness()
            make_database(self.place)
        except BaseException:
            self.stop()
            raise

    def is_running(self) -> bool:
        """Say whether the server's first process lives."""
        return self._process is not None and self._process.poll() is None

    def answers(self) -> bool:
        """Say whether the server takes a connection now, whoever started it."""
        try:
            psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def revive(self) -> None:
        """Start the server again after it has ended by itself; what was committed is there."""
        end_tenants(self.place.cluster)
        if self._process is not None:
            self._process.wait()
        self._launch()
        self._await_readiness()

    def stop(self) -> None:
        """End all sessions, write everything down, and let the folder go."""
        if self._process is not None:
            _end(self._process)
            self._process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _launch(self) -> None:
        server = self.place.programs / "bin" / "postgres"
        settings = [f"--{name}={value}" for name, value in self._settings().items()]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  (our own program and paths)
                [server, "-D", self.place.cluster, *settings],
                start_new_session=True,  # Ctrl-C is for the program, which stops the server last
                preexec_fn=ends_with_parent(signal.SIGINT),
                **as_server(self.place, log),
            )

    def _settings(self) -> dict[str, str]:
        return {
            "listen_addresses": "",
            "unix_socket_directories": '"' + str(self.place.socket).replace('"', '""') + '"',
            "unix_socket_permissions": "0700",
            "hba_file": str(self.place.access_rules),
            "ident_file": str(self.place.known_users),
            "cluster_name": "kargosha",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **({} if self._fsync else UNSAFE_BUT_FAST),
        }

    def _await_readiness(self) -> None:
        end = clock.monotonic() + RECOVERY
        false_starts = 0
        while clock.monotonic() < end:
            if self.answers():
                return
            if not self.is_running():
                false_starts += 1
                if false_starts == FALSE_STARTS:
                    break
                time.sleep(RETRY_AFTER)
                self._launch()
            time.sleep(BREATH)
        raise NotStarted(self.log)


def _locked(place: Place) -> IO[str]:
    """Take the folder for this process; the kernel lets it go however the process ends."""
    lock = place.lock.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        raise FolderInUse(place.home, holder) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask for a fast shutdown, insist when it takes too long."""
    for farewell, patience in ((signal.SIGINT, CHECKPOINT), (signal.SIGQUIT, 5.0)):
        process.send_signal(farewell)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        return
    process.kill()
    process.wait()
