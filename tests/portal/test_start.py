"""The whole programme as a person starts, kills and stops it."""

import os
import re
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from benchmarks.started import Started, data_folder, started

from kargosha.portal.postgres import OWNER, Place
from kargosha.portal.postgres.tenants import first_process, tenants
from kargosha.portal.start.address import status_of_page

SECONDS = 30


@pytest.mark.slow
def test_the_programme_outlives_kills_and_stops_cleanly() -> None:
    with data_folder() as folder:
        place = Place.of(folder / "postgres")

        with started(folder) as first:
            assert re.fullmatch(r"http://localhost:\d+/", first.address)
            assert _serves(first)
            assert first.output.readline().strip()
            _leave_a_mark(place)
            first.process.kill()
        _until(lambda: _company(folder) == [])

        with started(folder) as second:
            assert _has_mark(place)
            os.kill(first_process(place.cluster), signal.SIGKILL)
            _until(lambda: _has_mark(place) and _serves(second))
            second.process.send_signal(signal.SIGINT)

        assert second.process.wait(SECONDS) == 0
        assert _company(folder) == []
        assert tenants(place.cluster) == []


@pytest.mark.slow
def test_a_second_start_on_the_same_folder_is_refused() -> None:
    with (
        data_folder() as folder,
        started(folder, "--empty") as first,
        started(folder, "--empty") as second,
    ):
        assert first.address.startswith("http://localhost:")
        assert second.address == ""
        assert second.process.wait(SECONDS) == 1


def test_a_port_that_is_taken_ends_the_start_before_anything_is_made() -> None:
    with data_folder() as folder, socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with started(folder, "--port", str(port)) as refused:
            assert refused.process.wait(SECONDS) == 1

        assert not (folder / "postgres").exists()


def _serves(running: Started) -> bool:
    return status_of_page(int(running.address.rstrip("/").rpartition(":")[2]), SECONDS) == 200


def _leave_a_mark(place: Place) -> None:
    with psycopg.connect(place.url(OWNER)) as connection:
        connection.execute("CREATE TABLE mark ()")


def _has_mark(place: Place) -> bool:
    with psycopg.connect(place.url(OWNER)) as connection:
        found = connection.execute("SELECT to_regclass('mark') IS NOT NULL").fetchone()
    return found == (True,)


def _company(folder: Path) -> list[int]:
    """Return the living processes that were started for the folder."""
    asked = f"KARGOSHA_DATA={folder}".encode()
    return [
        int(entry.name)
        for entry in Path("/proc").glob("[0-9]*")
        if int(entry.name) != os.getpid() and asked in _environment(entry).split(b"\0")
    ]


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:  # it has just ended, or is another user's
        return b""


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(SECONDS * 20):
        try:
            if holds():
                return
        except psycopg.OperationalError:
            pass
        time.sleep(0.05)
    pytest.fail("it did not come to pass")
