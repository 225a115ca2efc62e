"""Signals as messages that are read when there is time for them, and never interrupt."""

import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager

STOPPING = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
READ_AT_ONCE = 64


class Stopped(Exception):
    """Somebody asked for the end."""


class Inbox:
    """What the kernel has told this process and nobody has read yet."""

    def __init__(self, reader: int) -> None:
        self._reader = reader

    def wait(self, seconds: float) -> None:
        """Return after the time, or at once when a child has ended.

        Raises
        ------
        Stopped
            Ctrl-C, TERM or the closing of the terminal.
        """
        readable, _, _ = select.select([self._reader], [], [], seconds)
        if readable and STOPPING.intersection(os.read(self._reader, READ_AT_ONCE)):
            raise Stopped


@contextmanager
def listening() -> Iterator[Inbox]:
    """Turn the signals of stopping and of ended children into messages for a while."""
    reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    heard = [*STOPPING, signal.SIGCHLD]
    before = [(number, signal.signal(number, _leave_it_to_the_inbox)) for number in heard]
    waker = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    try:
        yield Inbox(reader)
    finally:
        signal.set_wakeup_fd(waker)
        for number, handler in before:
            signal.signal(number, handler)
        os.close(writer)
        os.close(reader)


def _leave_it_to_the_inbox(number: int, frame: object) -> None:
    """Do nothing: Python writes the signal's number into the pipe."""
