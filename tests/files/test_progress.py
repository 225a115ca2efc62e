import os
import subprocess
import sys

PROGRAM = """
from kargosha.files.doors.progress import Progress
progress = Progress("en")
progress.report(0.5, 12.0, None)
progress.end()
assert not progress.stop()
"""


def run(stderr: int) -> None:
    path = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    subprocess.run(
        [sys.executable, "-c", PROGRAM], stderr=stderr, env=os.environ | path, check=True
    )


def test_progress_is_seen_at_a_terminal() -> None:
    ours, theirs = os.openpty()

    run(theirs)

    seen = os.read(ours, 1000).decode()
    os.close(theirs)
    os.close(ours)
    assert "50% · value – · bound 12.0000" in seen
    assert seen.endswith("\r\x1b[K")


def test_progress_does_not_soil_a_file() -> None:
    ours, theirs = os.pipe()

    run(theirs)

    os.close(theirs)
    assert os.read(ours, 1000) == b""
    os.close(ours)
