"""Approving and publishing a round of 5,000 proposals with all reasons, and reading its page."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.databases import copied

from benchmarks.figure import Figure
from benchmarks.publish_steps import PART, SIZE
from benchmarks.started import data_folder
from kargosha.portal.postgres import APP, DATABASE, OWNER, EmbeddedPostgres

KARGOSHA = (sys.executable, "-m", "kargosha.portal.cli")
STEPS = (sys.executable, "-m", "benchmarks.publish_steps")
NOTE = f"money set aside, letters, messages, next call; reference: row by row, from {PART} of them"


def figures() -> Iterator[Figure]:
    """Measure the approval, the publication and the page of the published round."""
    with data_folder() as folder, EmbeddedPostgres(folder / "postgres") as server:
        first = _surroundings(server, DATABASE, folder)
        subprocess.run([*KARGOSHA, "migrate"], env=first, check=True, stdout=subprocess.DEVNULL)
        _step("prepare", first)
        with copied(server, DATABASE, "kargosha_plain"):
            plain = _step("plain", _surroundings(server, "kargosha_plain", folder))
        with copied(server, DATABASE, "kargosha_ours"):
            there = _surroundings(server, "kargosha_ours", folder)
            ours, page = _step("decide", there), _step("page", there)
    whole = plain["seconds"] * SIZE / plain["rows"]
    name = f"publish.{SIZE}"
    yield Figure(f"{name}.seconds", ours["approve"] + ours["publish"], "s", whole, 60, NOTE)
    yield Figure(f"{name}.approve", ours["approve"], "s", None, None, "of these")
    yield Figure(f"round_page.{SIZE}.milliseconds", 1000 * page["seconds"], "ms", None, 300,
                 "the slowest of three kinds of readers, the page whole")  # fmt: skip
    yield Figure(f"round_page.{SIZE}.queries", page["queries"], "queries", None, 15)


def _step(name: str, surroundings: Mapping[str, str]) -> dict[str, Any]:
    done = subprocess.run([*STEPS, name], env=surroundings, check=True, stdout=subprocess.PIPE)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _surroundings(server: EmbeddedPostgres, database: str, folder: Path) -> dict[str, str]:
    return os.environ | {
        "KARGOSHA_DATABASE_URL": server.url(APP, database),
        "KARGOSHA_OWNER_URL": server.url(OWNER, database),
        "KARGOSHA_DATA": str(folder),
    }
