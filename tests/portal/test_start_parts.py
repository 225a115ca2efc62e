"""The pieces of a start, each with real processes, ports and signals."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kargosha.portal.start.address import PortTaken, listen, status_of_page
from kargosha.portal.start.children import Child
from kargosha.portal.start.signals import Stopped, listening

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
DEAF = [
    sys.executable, "-c",
    "import signal, subprocess, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print(child.pid, flush=True)\n"
    "time.sleep(600)",
]  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_wish_to_stop_is_read_when_there_is_time_for_it(number: signal.Signals) -> None:
    with listening() as inbox:
        os.kill(os.getpid(), number)

        with pytest.raises(Stopped):
            inbox.wait(60)


def test_signals_are_as_before_when_nobody_listens_any_more() -> None:
    before = signal.getsignal(signal.SIGTERM)

    with listening():
        assert signal.getsignal(signal.SIGTERM) is not before

    assert signal.getsignal(signal.SIGTERM) is before


def test_an_ended_child_is_seen_at_once(tmp_path: Path) -> None:
    child = Child("brief", [sys.executable, "-c", ""], os.environ, tmp_path / "log")

    with listening() as inbox:
        child.start()
        while child.exit_code is None:
            inbox.wait(60)

    assert child.exit_code == 0
    child.end()


def test_a_child_that_dies_is_started_again_with_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    child = Child("web", SLEEPER, os.environ, tmp_path / "log")
    child.start()
    first = _process_of(child)
    os.kill(first, signal.SIGKILL)

    _until(lambda: child.exit_code is not None)
    _until(lambda: child.keep_alive() or child.process is not None)

    assert _process_of(child) != first
    assert "web ended (exit code -9)" in capsys.readouterr().err
    child.ask_to_end()
    child.end()


def test_a_child_that_cannot_stay_alive_is_started_ever_more_slowly(tmp_path: Path) -> None:
    child = Child("web", [sys.executable, "-c", ""], os.environ, tmp_path / "log")
    child.start()
    _until(lambda: child.exit_code is not None)

    child.keep_alive()

    assert child.process is None


def test_a_deaf_child_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    child = Child("deaf", DEAF, os.environ, tmp_path / "log", grace=0.2)
    child.start()
    _until(lambda: (tmp_path / "log").read_text().endswith("\n"))
    grandchild = int((tmp_path / "log").read_text())

    child.ask_to_end()
    child.end()

    _until(lambda: not _is_alive(grandchild))
    assert child.process is None


def test_a_free_port_is_found_on_this_machine_only() -> None:
    with listen(0) as held:
        address, port = held.getsockname()

    assert address == "127.0.0.1"
    assert port > 0


def test_a_port_that_is_taken_is_named() -> None:
    with listen(0) as held, pytest.raises(PortTaken, match=str(held.getsockname()[1])):
        listen(held.getsockname()[1])


def test_a_number_that_is_no_port_is_named() -> None:
    with pytest.raises(PortTaken, match="70000"):
        listen(70_000)


def test_a_page_that_is_not_there_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        assert status_of_page(port, 0.1) is None

    assert status_of_page(port, 0.1) is None


def _process_of(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _until(holds: Callable[[], object]) -> None:
    """Wait for what must come; a test that waits in vain fails by the limit of its run."""
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.01)
    pytest.fail("it did not come to pass")
