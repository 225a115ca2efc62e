"""Taking in 100,000 figures by the command, from the file to the last row, beside the plain way."""

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from tests.databases import copied

from benchmarks.figure import Figure
from benchmarks.import_steps import (
    FIRST_YEAR,
    INDICATORS,
    PLACES,
    SOURCE,
    YEARS,
    indicator_code,
    place_code,
)
from benchmarks.started import data_folder
from kargosha.portal.postgres import APP, DATABASE, OWNER, EmbeddedPostgres

SIZE = PLACES * INDICATORS * YEARS
KARGOSHA = (sys.executable, "-m", "kargosha.portal.cli")
STEPS = (sys.executable, "-m", "benchmarks.import_steps")
MAPPING = """
name: benchmark
titles: {fa: آزمون, en: Benchmark}
target: observations
columns:
  {place_code: code, indicator: indicator, observed_on: year, value: value, margin: margin, source: source}
"""
NOTE = "the whole command; reference: csv.DictReader and bulk_create, which judge nothing"


class Cost(NamedTuple):
    """What a command took until its end: time, and memory at its height."""

    seconds: float
    megabytes: float


def figures() -> Iterator[Figure]:
    """Measure new figures, and the same ones once more."""
    with (
        data_folder() as folder,
        EmbeddedPostgres(folder / "postgres") as server,
        tempfile.TemporaryDirectory() as made,
    ):
        file, mapping = _files(Path(made))
        ours = [*KARGOSHA, "territory", "import", str(file), "--mapping", str(mapping)]
        ours += ["--as", "analyst"]
        first = _surroundings(server, DATABASE, folder)
        _cost([*KARGOSHA, "migrate"], first)
        _cost([*STEPS, "prepare"], first)
        with copied(server, DATABASE, "kargosha_plain"):
            plain = _cost(
                [*STEPS, "plain", str(file)], _surroundings(server, "kargosha_plain", folder)
            )
        with copied(server, DATABASE, "kargosha_ours"):
            there = _surroundings(server, "kargosha_ours", folder)
            new, again = _cost(ours, there), _cost(ours, there)
    name = f"import.{SIZE}"
    yield Figure(f"{name}.seconds", new.seconds, "s", plain.seconds, 20, NOTE)
    yield Figure(f"{name}.megabytes", new.megabytes, "MB", plain.megabytes, 500, NOTE)
    yield Figure(f"{name}.again", again.seconds, "s", plain.seconds, 20, "nothing to change")


def _files(folder: Path) -> tuple[Path, Path]:
    """Write the figures and the mapping that reads them."""
    file, mapping = folder / "figures.csv", folder / "benchmark.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    with file.open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text)
        rows.writerow(["code", "indicator", "year", "value", "margin", "source"])
        each = product(range(PLACES), range(INDICATORS), range(FIRST_YEAR, FIRST_YEAR + YEARS))
        for number, (place, indicator, year) in enumerate(each):
            value = 1000 + number % 977
            codes = (place_code(place), indicator_code(indicator))
            rows.writerow([*codes, year, value, value / 50, SOURCE])
    return file, mapping


def _surroundings(server: EmbeddedPostgres, database: str, folder: Path) -> dict[str, str]:
    return os.environ | {
        "KARGOSHA_DATABASE_URL": server.url(APP, database),
        "KARGOSHA_OWNER_URL": server.url(OWNER, database),
        "KARGOSHA_DATA": str(folder),
    }


def _cost(command: Sequence[str], surroundings: Mapping[str, str]) -> Cost:
    """Run a command to its end, and return what it took."""
    began = perf_counter()
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(perf_counter() - began, used.ru_maxrss / 1000)
