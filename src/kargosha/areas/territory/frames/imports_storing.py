"""The good rows of a file into the tables of what they become."""

from collections.abc import Callable, Mapping

import polars as pl

from kargosha.areas.territory.frames.imports import JudgedFile
from kargosha.areas.territory.frames.imports_places import store_places
from kargosha.areas.territory.frames.imports_rows import (
    Counts,
    store_boundaries,
    store_designations,
    store_flows,
    store_observations,
)


def store(file: JudgedFile) -> Counts:
    """Store what the good rows of a file say; what the file is silent about stays as it is.

    Raises
    ------
    Refused
        A value does not fit its field.
    """
    mapping = file.read.mapping
    return _STORES[mapping.target](file.good, mapping.gives)


def _places(good: pl.DataFrame, _gives: frozenset[str]) -> Counts:
    return store_places(good)


_STORES: Mapping[str, Callable[[pl.DataFrame, frozenset[str]], Counts]] = {
    "places": _places,
    "observations": store_observations,
    "flows": store_flows,
    "designations": store_designations,
    "boundaries": store_boundaries,
}
