"""A killed parent leaves nobody behind."""

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

TIED_BY_ITSELF = """
    import signal, time
    from kargosha.portal.leash import end_with_parent
    end_with_parent(signal.SIGTERM)
    print("tied", flush=True)
    time.sleep(600)
"""
PARENT = """
    import subprocess, sys
    child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE)
    child.stdout.readline()
    print(child.pid, flush=True)
    sys.stdin.read()
"""
PARENT_THAT_TIES = """
    import signal, subprocess, sys
    from kargosha.portal.leash import ends_with_parent
    tie = ends_with_parent(signal.SIGKILL)
    child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], preexec_fn=tie)
    print(child.pid, flush=True)
    sys.stdin.read()
"""
SLEEPER = "import time; time.sleep(600)"


@pytest.mark.parametrize(
    ("parent", "child"), [(PARENT, TIED_BY_ITSELF), (PARENT_THAT_TIES, SLEEPER)]
)
def test_a_tied_child_ends_with_its_parent(parent: str, child: str) -> None:
    line = [sys.executable, "-c", textwrap.dedent(parent), textwrap.dedent(child)]

    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        number = int(running.stdout.readline())
        running.kill()

    assert _ends(number)


def _ends(number: int) -> bool:
    for _ in range(500):
        if not _is_alive(number):
            return True
        time.sleep(0.02)
    return False


def _is_alive(number: int) -> bool:
    """Say whether the process runs; one that only waits to be counted does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
