"""Processes of the programme: started, started again, and ended with all that is theirs."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kargosha.files import clock
from kargosha.portal.leash import ends_with_parent
from kargosha.portal.start.terminal import note

GRACE = 8.0
"""Seconds that a child has to finish what it is doing."""

SHORT_LIFE = 5.0
LONGEST_PAUSE = 30.0


class Failed(Exception):
    """A part did not do its work; the message says what happened, and shows the end of its log."""

    def __init__(self, what: str, log: Path) -> None:
        lines = log.read_text(errors="replace").splitlines()[-12:]
        tail = "\n".join(f"    {line}" for line in lines)
        super().__init__(f"{what}. The end of {log}:\n{tail}")


@dataclass
class Child:
    """One process of the programme, in a session of its own, writing to its own log."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    farewell: signal.Signals = signal.SIGTERM
    """What the kernel sends it when the supervisor is killed."""
    kept_open: tuple[int, ...] = ()
    """File descriptors that it inherits."""
    is_heard: bool = False
    """Its standard output is for us; only the rest goes to the log."""
    grace: float = GRACE
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _started_at: float = field(default=0.0, init=False)
    _next_at: float = field(default=0.0, init=False)
    _pause: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start the process; its lines follow those of the process before."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  (our own commands)
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if self.is_heard else log,
                stderr=log,
                pass_fds=self.kept_open,
                start_new_session=True,  # Ctrl-C is for the supervisor, which keeps the order
                preexec_fn=ends_with_parent(self.farewell),
            )
        self._started_at = clock.monotonic()

    @property
    def exit_code(self) -> int | None:
        """Return the code with which the process ended, or None while it runs."""
        return None if self.process is None else self.process.poll()

    def failed(self) -> Failed:
        """Return what to raise when it has ended and should not have."""
        return Failed(f"{self.name} ended with exit code {self.exit_code}", self.log)

    def said(self) -> str:
        """Return what an ended process wrote, if it is heard."""
        if self.process is None or self.process.stdout is None:
            return ""
        with self.process.stdout as output:
            return output.read().decode().rstrip()

    def keep_alive(self) -> None:
        """Start the process again if it has ended, ever more slowly if it cannot stay alive."""
        if self.process is not None and (code := self.exit_code) is not None:
            self._sweep(signal.SIGKILL)
            lasted = clock.monotonic() - self._started_at
            self._pause = 0.0 if lasted > SHORT_LIFE else min(2 * self._pause + 1, LONGEST_PAUSE)
            self._next_at = clock.monotonic() + self._pause
            self.process = None
            note(f"{self.name} ended (exit code {code}) and is started again; see {self.log}")
        if self.process is None and clock.monotonic() >= self._next_at:
            self.start()

    def ask_to_end(self) -> None:
        """Send the wish to stop."""
        if self.process is not None:
            self.process.terminate()

    def end(self) -> None:
        """Wait for the end, for a while; then take the whole session down."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.grace)
        self._sweep(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def _sweep(self, farewell: signal.Signals) -> None:
        """Reach what the process has started itself."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, farewell)
