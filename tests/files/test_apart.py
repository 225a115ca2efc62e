import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kargosha.analysis.errors import BadTable
from kargosha.files.apart import Killed, Overran, run_apart
from tests.files import children


class StopsAfterThree:
    def __init__(self) -> None:
        self.heard: list[tuple[float, float | None, float | None]] = []

    def stop(self) -> bool:
        return len(self.heard) >= 3

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        self.heard.append((share, bound, value))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_answer_comes_back() -> None:
    assert run_apart(children.double, (21,), 60) == 42


def test_an_exception_comes_back_whole() -> None:
    with pytest.raises(BadTable) as caught:
        run_apart(children.refuse, (), 60)

    (fault,) = caught.value.faults
    assert (fault.code, fault.row, fault.values) == ("fault.negative", 3, {"value": -1})
    assert "1 fault(s)" in str(caught.value)
    assert "in the child process" in caught.value.__notes__[0]


def test_a_child_that_dies_is_said_to_have_died() -> None:
    with pytest.raises(Killed) as caught:
        run_apart(children.die, (), 60)

    assert caught.value.exit_code == -signal.SIGKILL


def test_a_child_killed_from_outside_is_said_to_have_died(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    killer = threading.Thread(target=kill_when_named, args=(pid,))
    killer.start()

    with pytest.raises(Killed):
        run_apart(children.sleep_on, (pid,), 60)
    killer.join()


def kill_when_named(file: Path) -> None:
    while not (file.exists() and file.read_text()):
        time.sleep(0.02)
    os.kill(int(file.read_text()), signal.SIGKILL)


def test_a_child_that_dies_while_it_starts_is_said_to_have_died() -> None:
    killer = threading.Thread(target=kill_the_first_child)
    killer.start()

    with pytest.raises(Killed):
        run_apart(children.size, (bytes(10_000_000),), 60)
    killer.join()


def kill_the_first_child() -> None:
    own = Path(f"/proc/{os.getpid()}/task")
    while True:
        for listed in own.glob("*/children"):
            for pid in listed.read_text().split():
                if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(int(pid), signal.SIGKILL)
                    return


def test_a_large_argument_travels() -> None:
    assert run_apart(children.size, (bytes(10_000_000),), 60) == 10_000_000


def test_a_child_that_overruns_is_killed(tmp_path: Path) -> None:
    pid = tmp_path / "pid"

    with pytest.raises(Overran) as caught:
        run_apart(children.sleep_on, (pid,), 3)

    assert caught.value.seconds == 3
    assert not is_alive(int(pid.read_text()))


def test_reports_come_back_and_the_wish_to_stop_goes_out() -> None:
    watch = StopsAfterThree()

    count = run_apart(children.count_until_stopped, (), 60, watch=watch)

    assert count >= 3
    assert watch.heard[:2] == [(0.5, 10.0, 1.0), (0.5, 10.0, 2.0)]


def test_an_answer_that_cannot_travel_is_an_error() -> None:
    with pytest.raises(TypeError, match="cannot travel"):
        run_apart(children.give_what_cannot_travel, (), 60)


def test_no_child_outlives_a_killed_parent(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    program = tmp_path / "parent.py"
    program.write_text(
        "from pathlib import Path\n"
        "from kargosha.files.apart import run_apart\n"
        "from tests.files.children import sleep_on\n"
        "if __name__ == '__main__':\n"
        f"    run_apart(sleep_on, (Path({str(pid)!r}),), 600)\n"
    )
    path = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, str(program)], env=os.environ | path) as parent:
        while not (pid.exists() and pid.read_text()):
            assert parent.poll() is None
            time.sleep(0.05)
        parent.kill()

    child = int(pid.read_text())
    for _ in range(200):
        if not is_alive(child) or is_zombie(child):
            break
        time.sleep(0.05)
    assert not is_alive(child) or is_zombie(child)


def is_zombie(pid: int) -> bool:
    """Say whether a process has ended and only waits for whoever adopted it."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
