"""A kargosha started as a person would start it, for benchmarks and for the tests of the start."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import IO, cast

OUTSIDE = ("KARGOSHA_DATABASE_URL", "KARGOSHA_OWNER_URL", "KARGOSHA_PORT")


@dataclass
class Started:
    """A running programme and what it has said so far."""

    process: subprocess.Popen[str]
    address: str = ""
    seconds: float = 0.0
    """From the command to its first line."""

    @property
    def output(self) -> IO[str]:
        """What it says on standard output after the address."""
        return cast(IO[str], self.process.stdout)


@contextmanager
def data_folder() -> Iterator[Path]:
    """Make a data folder that the server's user may pass through, and remove it."""
    above = Path(tempfile.mkdtemp(prefix="kargosha-"))
    above.chmod(0o711)
    try:
        yield above / "data"
    finally:
        shutil.rmtree(above, ignore_errors=True)


@contextmanager
def started(folder: Path, *options: str) -> Iterator[Started]:
    """Start on the folder, wait for the address, and stop by TERM if it still runs."""
    environment = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    began = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "kargosha.portal.cli", "start", *options],
        env=environment | {"KARGOSHA_DATA": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        running = Started(process)
        try:
            running.address = running.output.readline().strip()
            running.seconds = perf_counter() - began
            yield running
        finally:
            if process.poll() is None:
                process.terminate()
