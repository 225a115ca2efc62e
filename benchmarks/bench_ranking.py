"""How long a person waits at a published ranking of 3,000 places, and at the workshop over the counties."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
import psycopg

from benchmarks.figure import Figure
from benchmarks.reader import Reader
from benchmarks.started import data_folder, started
from kargosha.portal.postgres import DATABASE, OWNER, EmbeddedPostgres

PLACES, INDICATORS = 3_000, 20
SEED = 1405
TIMES = 9
INDEX = "villages"
RANKING = f"/territory/indices/{INDEX}/1/"
ASKED = ("", "?search=0012", "?order=doubt", "?page=60", "?order=place&page=30&place=village-7")
"""The page as it opens, searched, in other orders, far down, and looked into."""
COUNTIES = "/territory/indices/deprivation/1/"
WORKSHOP = (
    "/territory/workshop/deprivation/?weight-illiteracy_rate=0.4&weight-unemployment_rate=0.1"
)
METHOD = "terms:\n" + "".join(
    f"  - {{indicator: figure_{i}, worst: high, weight: 1, least: 0.5, most: 1.5}}\n"
    for i in range(INDICATORS)
)
ALONE = "reference: the same page at the 23 counties"

NAMES = {"name_fa": "نام", "name_en": "Name"}

Row = Mapping[str, object]


def figures() -> Iterator[Figure]:
    """Measure the pages of a started kargosha, before and after 3,000 places are published in it."""
    with data_folder() as folder, started(folder) as running:
        reader = Reader(running.address)
        counties, workshop = _seconds(reader, COUNTIES), _seconds(reader, WORKSHOP)
        _fill(folder)
        publishing = _publish(folder)
        slowest = max(_seconds(reader, RANKING + asked) for asked in ASKED)
    note = f"the slowest of {len(ASKED)} kinds, medians of {TIMES}; {ALONE}"
    yield Figure(f"ranking.{PLACES}.seconds", slowest, "s", counties, 0.3, note)
    yield Figure("workshop.counties.seconds", workshop, "s", counties, 1, "10,000 draws a request")
    yield Figure(
        f"ranking.{PLACES}.publishing",
        publishing,
        "s",
        None,
        60,
        f"{INDICATORS} indicators, by command",
    )


def _seconds(reader: Reader, path: str) -> float:
    """Return the median time of a page, once it has been opened before."""
    reader.page(path)
    return statistics.median(_once(reader, path) for _ in range(TIMES))


def _once(reader: Reader, path: str) -> float:
    began = perf_counter()
    reader.page(path)
    return perf_counter() - began


def _publish(folder: Path) -> float:
    with tempfile.TemporaryDirectory() as made:
        method = Path(made) / "method.yaml"
        method.write_text(METHOD, encoding="utf-8")
        command = [sys.executable, "-m", "kargosha.portal.cli", "territory", "index", "publish"]
        command += [INDEX, "--method", str(method), "--level", "village"]
        command += ["--note", "for the benchmark", "--as", "analyst"]
        began = perf_counter()
        subprocess.run(
            command,
            env=os.environ | {"KARGOSHA_DATA": str(folder)},
            check=True,
            capture_output=True,
        )
        return perf_counter() - began


def _fill(folder: Path) -> None:
    """Copy villages, indicators and their figures into the database of the running programme."""
    server = EmbeddedPostgres(folder / "postgres")
    with psycopg.connect(server.url(OWNER, DATABASE)) as connection:
        meaning = {"meaning_fa": "معنا", "meaning_en": "Meaning"}
        _copy(connection, "territory_index", [{"code": INDEX, **NAMES, **meaning}])
        kind = {**NAMES, **meaning, "unit": "percent", "worst": "high", "levels": "{}"}
        kinds = [{**kind, "code": f"figure_{i}", "source": "benchmark"} for i in range(INDICATORS)]
        _copy(connection, "territory_indicator", kinds)
        _copy(connection, "territory_place", [_village(i) for i in range(PLACES)])
        places = _keys(connection, "territory_place WHERE kind = 'village'")
        indicators = _keys(connection, "territory_indicator WHERE code LIKE 'figure%'")
        _copy(connection, "territory_observation", list(_observations(places, indicators)))


def _village(number: int) -> Row:
    name = f"روستای {number:04}"
    return {
        "code": f"0399{number:012}",
        "slug": f"village-{number}",
        "kind": "village",
        "name_fa": name,
        "name_en": f"Village {number:04}",
        "search_key": f"{name} village {number:04}",
        "sound_key": "",
        "sort_key": f"{number:04}",
        "note": "",
        "source": "benchmark",
    }


def _observations(places: Sequence[int], indicators: Sequence[int]) -> Iterator[Row]:
    values = np.random.default_rng(SEED).uniform(0, 100, (len(places), len(indicators)))
    for i, place in enumerate(places):
        for j, indicator in enumerate(indicators):
            yield {
                "place_id": place,
                "indicator_id": indicator,
                "observed_on": "2016-03-20",
                "period": "year",
                "value": float(values[i, j]),
                "margin": 2.0,
                "source": "benchmark",
            }


def _keys(connection: psycopg.Connection[tuple[object, ...]], rows: str) -> list[int]:
    found = connection.execute(f"SELECT id FROM {rows} ORDER BY id")  # noqa: S608
    return [int(str(key)) for (key,) in found]


def _copy(
    connection: psycopg.Connection[tuple[object, ...]], table: str, rows: Sequence[Row]
) -> None:
    columns = ", ".join(rows[0])
    line = f"COPY {table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(line) as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))
