"""How long a person waits at a page of a running kargosha."""

import io
import re
import shlex
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, sleep

from benchmarks.figure import Figure
from benchmarks.reader import Reader
from benchmarks.started import data_folder, started

ROUND = "/allocation/runs/3/"
"""The portfolio of spring as the method computed it, before the counties ordered their borderline."""
KARGOSHA = [sys.executable, "-m", "kargosha.portal.cli"]
SEARCHING = "looks="
REFUSED = re.compile(r"candidates/([a-z0-9-]+)/")
ASKED = 5
MOST_PAGES = 40
MOST_SECONDS = 240
UNPRICED = "from its price, for a small change"
AGAIN = "reference: deciding the round anew from its own files"


def figures() -> Iterator[Figure]:
    """Measure a change asked for at once after a first start, while its follow-up work runs, and later."""
    with data_folder() as folder, started(folder) as running:
        reader = Reader(running.address)
        reader.sign_in(running.output.readline())
        untried = _untried(reader)
        busy = max(_change(reader, next(untried)) for _ in range(ASKED))
        _until_quiet(reader)
        quiet = max(_change(reader, next(untried)) for _ in range(ASKED))
        reference = _decided_again(reader)
        yield Figure("page.change", quiet, "s", reference, 5, f"the slowest of {ASKED}; {AGAIN}")
        yield Figure("page.change_while_busy", busy, "s", reference, 5, "right after a first start")


def _untried(reader: Reader) -> Iterator[str]:
    """Yield the refused proposals whose smallest changes were not tried yet, the last pages first."""
    for number in range(MOST_PAGES, 0, -1):
        page = reader.page(f"{ROUND}?outcome=refused&page={number}")
        for code in dict.fromkeys(REFUSED.findall(page)):
            if "Try by solving again" in reader.page(f"{ROUND}candidates/{code}/"):
                yield code


def _change(reader: Reader, code: str) -> float:
    case = f"{ROUND}candidates/{code}/"
    began = perf_counter()
    page = reader.post(f"{case}changes/", case)
    while SEARCHING in page:
        sleep(0.05)
        page = reader.page(case)
    return perf_counter() - began


def _until_quiet(reader: Reader) -> None:
    """Wait for the follow-up work of the first start: what each quota costs is the last of it."""
    for _ in range(MOST_SECONDS):
        if UNPRICED not in reader.page(ROUND):
            return
        sleep(1)
    raise TimeoutError(f"{ROUND} still holds conditions {UNPRICED!r}")


def _decided_again(reader: Reader) -> float:
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(reader.file(f"{ROUND}files/"))) as archive:
            archive.extractall(folder)
        _, *arguments = shlex.split((Path(folder) / "README.txt").read_text().splitlines()[-1])
        began = perf_counter()
        subprocess.run(
            [*KARGOSHA, *arguments, "--verify", "0"], cwd=folder, check=True, capture_output=True
        )
        return perf_counter() - began
