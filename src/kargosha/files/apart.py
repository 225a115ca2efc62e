"""Run a function in a child process that can be killed, and bring back what it returns or raises.

A solver may overrun its own limit, take all memory or die in native code; none of that may take
the web server or the worker with it. The child is spawned, not forked, so it shares no lock and no
connection with its parent.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from typing import TypeVar, cast

from kargosha.analysis.watch import Watch
from kargosha.files import clock

Result = TypeVar("Result")

BREATH = 0.1
"""Seconds between two looks at the caller's wish to stop."""


class ChildError(Exception):
    """The child ended without an answer."""


class Killed(ChildError):
    """The child died by a signal or left without a word: killed from outside, or out of memory."""

    def __init__(self, exit_code: int | None) -> None:
        self.exit_code = exit_code
        super().__init__(f"the child process ended with exit code {exit_code} and no answer")


class Overran(ChildError):
    """The child did not answer in its time and was killed."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"the child process gave no answer in {seconds:g} seconds")


def run_apart(
    function: Callable[..., Result],
    arguments: Sequence[object],
    seconds: float,
    watch: Watch | None = None,
) -> Result:
    """Call ``function(*arguments)`` in a spawned child and return what it returns.

    Parameters
    ----------
    function
        A function that can be imported by its name.
    arguments
        What it is called with; everything must pickle.
    seconds
        After that long the child is killed.
    watch
        When given, the function is also called with the keyword ``watch``: its reports reach this
        watch, and this watch's wish to stop reaches the function.

    Raises
    ------
    Killed
        The child died by a signal or without an answer.
    Overran
        The time was over.
    Exception
        Whatever the function raised, as it raised it.
    """
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    stop = spawn.Event()
    child = spawn.Process(target=_answer, args=(there, stop), daemon=True)
    child.start()
    there.close()
    try:
        limit = _Limit(seconds)
        # Not as arguments of the process: a child that dies while it starts would leave us writing
        # them for ever into a pipe that nobody reads.
        _send(here, (function, tuple(arguments), watch is not None), child)
        return cast(Result, _hear(child, here, stop, limit, watch))
    finally:
        child.kill()
        child.join()
        child.close()
        here.close()


class _Limit:
    """A span of time that runs from its making."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = clock.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left, 0 or less when it is over."""
        return self._end - clock.monotonic()


def _send(line: Connection, work: object, child: BaseProcess) -> None:
    """Send the work to the child; `Killed` when it is gone already."""
    try:
        line.send(work)
    except OSError:
        child.join()
        raise Killed(child.exitcode) from None


def _hear(
    child: BaseProcess, line: Connection, stop: Event, limit: _Limit, watch: Watch | None
) -> object:
    """Listen to the child until it answers, dies or overruns."""
    while (left := limit.left()) > 0:
        if watch is not None and watch.stop():
            stop.set()
        if not wait([line], timeout=left if watch is None else min(left, BREATH)):
            continue
        try:
            kind, content = line.recv()
        except (EOFError, OSError):
            child.join()
            raise Killed(child.exitcode) from None
        if kind == "answer":
            return content
        if kind == "error":
            raise _rebuilt(*content)
        if watch is not None:
            watch.report(*content)
    raise Overran(limit.seconds)


def _rebuilt(
    kind: type[Exception], arguments: tuple[object, ...], state: dict[str, object], trace: str
) -> Exception:
    """Make the child's exception again without running its constructor on other arguments."""
    error = kind.__new__(kind)
    error.args = arguments
    error.__dict__.update(state)
    error.add_note(f"in the child process:\n{trace}")
    return error


class _Line:
    """The watch on the child's side: reports go through the pipe, the wish to stop is an event."""

    def __init__(self, line: Connection, stop: Event) -> None:
        self._line = line
        self._stop = stop

    def stop(self) -> bool:
        """Say whether the caller wants an end."""
        return self._stop.is_set()

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        """Send one report to the caller."""
        self._line.send(("report", (share, bound, value)))


def _answer(line: Connection, stop: Event) -> None:
    """Take the work in the child, and send its answer or its error."""
    # Ctrl-C reaches the whole group of the terminal; the parent alone decides what becomes of us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    try:
        function, arguments, is_watched = line.recv()
        keywords = {"watch": _Line(line, stop)} if is_watched else {}
        message: tuple[str, object] = ("answer", function(*arguments, **keywords))
    except Exception as error:  # noqa: BLE001 - carried to the caller, who raises it
        message = ("error", _parts(error))
    with contextlib.suppress(BrokenPipeError):
        try:
            line.send(message)
        except (TypeError, AttributeError, ValueError) as error:
            # What cannot be pickled is the caller's to know, not a child that died silently.
            line.send(("error", _parts(TypeError(f"the child's message cannot travel: {error}"))))


def _leave_with_parent() -> None:
    """End this process when its parent is gone, so that no orphan keeps solving."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _parts(error: Exception) -> tuple[type[Exception], tuple[object, ...], dict[str, object], str]:
    """Take an exception apart into what travels."""
    trace = "".join(traceback.format_exception(error))
    return type(error), error.args, dict(error.__dict__), trace
