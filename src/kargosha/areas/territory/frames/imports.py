"""A file against what is known: places and indicators as tables, and the file's rows judged by them."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import polars as pl

from kargosha.analysis.errors import Fault
from kargosha.analysis.tables import ROW
from kargosha.analysis.territory import judging
from kargosha.analysis.watch import Watch
from kargosha.areas.territory.models import Indicator, Observation, Place, Succession
from kargosha.files.territory import (
    Boundaries,
    Checked,
    ColumnMapping,
    Mapped,
    checked,
    read_boundaries,
    read_mapped,
)
from kargosha.files.territory.moments import moment
from kargosha.files.territory.reading import in_order, without_faulty
from kargosha.kernel.models import Attachment

LONGEST_ENDING = 10

STANDING = {
    "place_code": ("place__code", pl.String),
    "indicator": ("indicator__code", pl.String),
    "observed_on": ("observed_on", pl.Date),
    "period": ("period", pl.String),
    "value": ("value", pl.Float64),
    "boundary_on": ("boundary_on", pl.Date),
    "source": ("source", pl.String),
}
"""Columns of the figures that are known already: the field and the type of each."""


@dataclass(frozen=True, eq=False)
class ReadFile:
    """A file as it was read by a mapping, before it is judged beside what is known."""

    name: str
    sha256: str
    mapping: ColumnMapping
    content: Mapped | Boundaries


@dataclass(frozen=True, eq=False)
class JudgedFile:
    """What can be taken in of a file, and what is wrong with the rest.

    ``checked`` is there when the file is a table, whose bad rows can be written out to be mended.
    """

    read: ReadFile
    good: pl.DataFrame
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    row_count: int
    good_count: int
    checked: Checked | None = None


@contextmanager
def laid_out(file: Attachment) -> Iterator[Path]:
    """Lay a kept file where it can be read; of its name only the ending matters."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file{PurePath(file.name).suffix[:LONGEST_ENDING]}"
        path.write_bytes(file.content)
        yield path


def read_file(
    path: Path, mapping: ColumnMapping, watch: Watch | None = None, *, name: str = ""
) -> ReadFile:
    """Read a file, known by its own or another name, by a mapping.

    Raises
    ------
    BadTable
        The file as a whole cannot be read by it.
    """
    if mapping.target != "boundaries":
        mapped = read_mapped(path, mapping, watch=watch)
        return ReadFile(name or path.name, mapped.sha256, mapping, mapped)
    boundaries = read_boundaries(path, mapping.columns["place_code"])
    with path.open("rb") as raw:
        sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
    return ReadFile(name or path.name, sha256, mapping, boundaries)


def judged_file(read: ReadFile) -> JudgedFile:
    """Judge what was read beside what is known now."""
    content = read.content
    if isinstance(content, Boundaries):
        return _judged_boundaries(read, content)
    result = _checked(content)
    return JudgedFile(
        read=read,
        good=result.good,
        faults=result.faults,
        notes=result.notes,
        row_count=content.row_count,
        good_count=result.good_count,
        checked=result,
    )


def known_places() -> pl.DataFrame:
    """Return the places that are known, with the columns of `KNOWN_PLACES`."""
    origins: dict[int, list[str]] = {}
    for successor, code in Succession.objects.values_list("successor_id", "predecessor__code"):
        origins.setdefault(successor, []).append(code)
    fields = ("code", "kind", "parent__code", "valid_from", "valid_to", "search_key", "pk")
    rows = [
        (*row, keys.split(), origins.get(key, []))
        for *row, keys, key in Place.objects.order_by("pk").values_list(*fields)
    ]
    return pl.DataFrame(rows, schema=dict(judging.KNOWN_PLACES), orient="row")


def known_indicators() -> pl.DataFrame:
    """Return the indicators that are known, with the columns of `KNOWN_INDICATORS`."""
    rows = Indicator.objects.values_list("code", "unit", "levels")
    return pl.DataFrame(list(rows), schema=dict(judging.KNOWN_INDICATORS), orient="row")


def _checked(mapped: Mapped) -> Checked:
    """Judge a table; of places, those that lie in one that is left out are left out too."""
    judge = _JUDGES[mapped.mapping.target]
    result = checked(mapped, judge)
    while mapped.mapping.target == "places" and result.bad_rows:
        rest = without_faulty(mapped.frame, result.faults)
        again = checked(replace(mapped, frame=rest, faults=result.faults), judge)
        if again.good_count == result.good_count:
            break
        result = again
    return result


def _places(frame: pl.DataFrame) -> judging.Judged:
    return judging.judge_places(frame, known_places())


def _observations(frame: pl.DataFrame) -> judging.Judged:
    standing = _standing(frame["indicator"].unique().to_list())
    return judging.judge_observations(frame, known_places(), known_indicators(), standing=standing)


def _flows(frame: pl.DataFrame) -> judging.Judged:
    return judging.judge_flows(frame, known_places())


def _designations(frame: pl.DataFrame) -> judging.Judged:
    return judging.judge_designations(frame, known_places())


def _standing(indicators: Sequence[str]) -> pl.DataFrame:
    """Return the known figures of places out of which others came."""
    parted = Succession.objects.values("predecessor")
    rows = Observation.objects.filter(place__in=parted, indicator__code__in=indicators).values_list(
        *(field for field, _ in STANDING.values())
    )
    schema = {name: dtype for name, (_, dtype) in STANDING.items()}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _judged_boundaries(read: ReadFile, content: Boundaries) -> JudgedFile:
    """Judge whose the lines are; a row is a feature of the file."""
    lines = pl.DataFrame(
        {
            ROW: [each.feature for each in content.boundaries],
            "place_code": [each.place_code for each in content.boundaries],
            "polygons": [json.dumps(each.polygons) for each in content.boundaries],
            "area_km2": [each.area_km2 for each in content.boundaries],
        }
    ).with_columns(
        source=pl.lit(content.source or read.mapping.constants.get("source", "")),
        valid_from=pl.lit(_first_day(read.mapping), dtype=pl.Date),
    )
    judged = judging.judge_boundaries(lines.select(ROW, "place_code"), known_places())
    faults = in_order([*content.faults, *judged.faults])
    return JudgedFile(
        read=read,
        good=without_faulty(lines, faults),
        faults=tuple(faults),
        notes=(*content.notes, *judged.notes),
        row_count=content.feature_count,
        good_count=content.feature_count - len({fault.row for fault in faults}),
    )


def _first_day(mapping: ColumnMapping) -> date | None:
    """Return the day from which all lines of a file hold; None where the mapping is silent."""
    text = mapping.constants.get("valid_from")
    return moment(text).first_day if text else None


_JUDGES: Mapping[str, Callable[[pl.DataFrame], judging.Judged]] = {
    "places": _places,
    "observations": _observations,
    "flows": _flows,
    "designations": _designations,
}
