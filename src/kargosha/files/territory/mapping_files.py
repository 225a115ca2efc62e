"""Mappings from data, from files and from those that come with the programme; a wrong one is refused."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

import yaml

from kargosha.analysis.errors import BadTable, Fault
from kargosha.files import disk
from kargosha.files.tables.headers import plain_header
from kargosha.files.territory.mapping import ColumnMapping, Series, Target
from kargosha.files.territory.mapping_faults import MAPPING, faults_of

MOST_BYTES = 1024**2
"""No mapping is longer."""


def mapping_of(definition: object) -> ColumnMapping:
    """Return the mapping that plain data describes.

    Raises
    ------
    BadTable
        With every fault, each naming the key.
    """
    faults = faults_of(definition)
    if faults:
        raise BadTable(faults)
    known = cast("Mapping[str, Mapping[str, Mapping[str, str]]]", definition)
    parts = cast("Mapping[str, str]", definition)
    rows = cast("Sequence[Mapping[str, object]]", known.get("series") or ())
    return ColumnMapping(
        name=parts["name"],
        titles=dict(cast("Mapping[str, str]", known["titles"])),
        target=cast("Target", parts["target"]),
        columns=_texts(known["columns"]),
        constants=_texts(known.get("constants") or {}),
        values_of={key: _texts(words) for key, words in (known.get("values_of") or {}).items()},
        leave_out={
            key: tuple(map(str, words)) for key, words in (known.get("leave_out") or {}).items()
        },
        series=tuple(Series(**_texts(row)) for row in rows),
    )


def mapping_text(text: str) -> ColumnMapping:
    """Return the mapping that stands in YAML.

    Raises
    ------
    BadTable
        When the text is not YAML, or the mapping is wrong.
    """
    try:
        definition = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # 2024-13-45 is a ValueError
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        raise BadTable([Fault("fault.mapping_yaml", MAPPING, line)]) from error
    return mapping_of(definition)


def read_mapping(path: Path) -> ColumnMapping:
    """Return the mapping of a file.

    Raises
    ------
    BadTable
        When the file cannot be read, or the mapping is wrong.
    """
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        raise BadTable([Fault("fault.mapping_yaml", MAPPING)])
    return mapping_text(disk.text(path, MAPPING))


@cache
def shipped_mappings() -> Mapping[str, ColumnMapping]:
    """Return the mappings that come with the programme, by name."""
    folder = files("kargosha").joinpath("portal", "reference", "mappings")
    texts = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda f: f.name
    )
    found = [mapping_text(file.read_text(encoding="utf-8")) for file in texts]
    return {mapping.name: mapping for mapping in found}


def suggested(
    headers: Sequence[str], mappings: Iterable[ColumnMapping] | None = None, *, is_map: bool = False
) -> list[str]:
    """Return the names of the mappings whose columns a file all has, the closest first.

    Parameters
    ----------
    headers
        The file's first row, or the properties of its features.
    mappings
        Those to choose from; the shipped ones when not given.
    is_map
        Whether the file is GeoJSON: boundaries come from nothing else, and nothing else from it.

    Notes
    -----
    Closest is the mapping that names most columns; of two that name as many, the one whose columns
    stand further right, where lists name what distinguishes them.
    """
    there = {plain_header(header): place for place, header in enumerate(headers)}
    choice = shipped_mappings().values() if mappings is None else mappings
    fitting: list[tuple[int, int, str]] = []
    for mapping in choice:
        named = {plain_header(name) for name in mapping.headers}
        if (mapping.target == "boundaries") == is_map and named and named <= there.keys():
            reach = sum(there[name] for name in named)
            fitting.append((-len(named), -reach, mapping.name))
    return [name for _, _, name in sorted(fitting)]


def _texts(table: Mapping[str, object]) -> dict[str, str]:
    """Return keys and values as texts: YAML reads 1395 as a number."""
    return {str(key): re.sub(r"\s+", " ", str(value)).strip() for key, value in table.items()}
