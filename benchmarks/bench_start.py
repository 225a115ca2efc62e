"""How long a person waits: for the help, for the page, and for it again after a stop or a kill."""

import os
import signal
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.figure import Figure
from benchmarks.started import data_folder, started
from kargosha.portal.postgres import EmbeddedPostgres
from kargosha.portal.postgres.tenants import first_process

TIMES = 5
HELP = [sys.executable, "-m", "kargosha.portal.cli", "--help"]
CLICK_ALONE = [sys.executable, "-c", "import click"]
DATABASE_ALONE = "reference: the embedded database alone"


def figures() -> Iterator[Figure]:
    """Measure each, beside what it cannot be quicker than."""
    yield Figure(
        "start.help",
        _median(HELP),
        "s",
        reference=_median(CLICK_ALONE),
        target=0.5,
        note="reference: python -c 'import click'",
    )
    with data_folder() as alone, data_folder() as folder:
        first_alone, again_alone = _database_alone(alone), _database_alone(alone)
        with started(folder) as first:
            yield _figure("start.first", first.seconds, first_alone, 30)
        with started(folder) as second:
            yield _figure("start.second", second.seconds, again_alone, 8)
            second.process.kill()
        with started(folder) as after_kill:
            yield _figure("start.after_kill_9", after_kill.seconds, again_alone, 8)
            yield _figure("start.database_killed", _recovery(folder), _revival(alone), 5)


def _figure(name: str, seconds: float, reference: float, target: float) -> Figure:
    return Figure(name, seconds, "s", reference, target, DATABASE_ALONE)


def _median(command: Sequence[str]) -> float:
    return statistics.median(
        _seconds(lambda: subprocess.run(command, check=True, capture_output=True))
        for _ in range(TIMES)
    )


def _seconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def _database_alone(folder: Path) -> float:
    server = EmbeddedPostgres(folder)
    try:
        return _seconds(server.start)
    finally:
        server.stop()


def _revival(folder: Path) -> float:
    with EmbeddedPostgres(folder) as server:
        _kill(server)
        return _seconds(server.revive)


def _recovery(folder: Path) -> float:
    """Kill the database under the running programme and wait until it answers again."""
    server = EmbeddedPostgres(folder / "postgres")
    _kill(server)
    began = perf_counter()
    while not server.answers():
        sleep(0.02)
    return perf_counter() - began


def _kill(server: EmbeddedPostgres) -> None:
    os.kill(first_process(server.place.cluster), signal.SIGKILL)
