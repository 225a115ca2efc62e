"""Functions that the tests run in a child process."""

import os
import signal
import time
from pathlib import Path

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.watch import Watch


def double(number: int) -> int:
    return 2 * number


def size(content: bytes) -> int:
    return len(content)


def refuse() -> None:
    raise BadTable([Fault("fault.negative", "funds", 3, "budget", {"value": -1})])


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def sleep_on(file: Path) -> None:
    file.write_text(str(os.getpid()))
    time.sleep(600)


def give_what_cannot_travel() -> object:
    return lambda: None


def count_until_stopped(watch: Watch) -> int:
    count = 0
    while not watch.stop():
        count += 1
        watch.report(0.5, 10.0, float(count))
        time.sleep(0.01)
    return count
