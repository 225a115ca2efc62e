"""A published version as files: its ranking, or the figures and method that compute it again."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from kargosha.analysis.tables import DTYPES, INDEX, INDEX_OBSERVATIONS, Table
from kargosha.areas.territory.frames.indices import place_keys, published_figures
from kargosha.areas.territory.models import IndexVersion, Place, PlaceEstimate
from kargosha.files.index import method_of, method_text
from kargosha.files.tables import write

INDEX_FILES = ("csv", "xlsx", "zip")

DECIMALS = 9
ESTIMATE = (
    "value",
    "value_low",
    "value_high",
    "percentile",
    "rank",
    "rank_low",
    "rank_high",
    "worst_fifth_probability",
    "known_share",
)


@dataclass(frozen=True)
class IndexFile:
    """A file with the name under which it is handed out."""

    name: str
    file: io.BytesIO


def index_file(version: IndexVersion, kind: str) -> IndexFile:
    """Return a version's ranking (``csv``, ``xlsx``), or what computes it again (``zip``)."""
    name = f"{version.index.code}-{version.number}.{kind}"
    made = _archive(version) if kind == "zip" else _written(ranking_of(version), INDEX, kind)
    return IndexFile(name, io.BytesIO(made))


def ranking_of(version: IndexVersion) -> pl.DataFrame:
    """Return what a version says of each place as `kargosha index` writes it: the worst first."""
    rows = PlaceEstimate.objects.filter(version=version).values_list("place", *ESTIMATE)
    schema = {"place": pl.Int64} | {name: DTYPES[INDEX.column(name).kind] for name in ESTIMATE}
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    rounded = frame.with_columns(pl.col(pl.Float64).round(DECIMALS))
    named = rounded.join(_names(version), on="place").drop("place")
    return named.sort("rank", "place_code", nulls_last=True)


def observations_of(version: IndexVersion) -> pl.DataFrame:
    """Return the figures behind a version, as `kargosha index` reads them."""
    figures = published_figures(version).rename({"place": "place_code", "observed_on": "date"})
    return figures.join(_names(version), on="place_code", maintain_order="left")


def command_of(version: IndexVersion) -> str:
    """Return the command that computes the exported figures again."""
    return (
        f"kargosha index data.csv --method method.yaml --draws {version.draws} "
        f"--seed {version.seed} --level {version.confidence:g} --out index"
    )


def _names(version: IndexVersion) -> pl.DataFrame:
    """Return the keys and names of a version's places."""
    places = Place.objects.filter(estimates__version=version)
    keys = place_keys(places)
    names = places.values_list("pk", "name_fa", "name_en")
    schema = {
        "place": pl.Int64,
        "place_code": pl.String,
        "name_fa": pl.String,
        "name_en": pl.String,
    }
    rows = [(place, keys[place], fa, en or None) for place, fa, en in names]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _archive(version: IndexVersion) -> bytes:
    packed_bytes = io.BytesIO()
    with zipfile.ZipFile(packed_bytes, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _parts(version):
            packed.writestr(name, content)
    return packed_bytes.getvalue()


def _parts(version: IndexVersion) -> Iterator[tuple[str, bytes | str]]:
    yield "data.csv", _written(observations_of(version), INDEX_OBSERVATIONS, "csv")
    yield "method.yaml", method_text(method_of(version.method))
    yield "index.csv", _written(ranking_of(version), INDEX, "csv")
    yield "provenance.json", json.dumps(version.provenance, ensure_ascii=False, indent=1)
    yield "README.txt", f"{command_of(version)}\n"


def _written(frame: pl.DataFrame, table: Table, kind: str) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{table.name}.{kind}"
        write(frame, file, table)
        return file.read_bytes()
