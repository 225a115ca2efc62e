"""The tables of a round, read from the files that a person named."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.tables import ALLOCATION_INPUTS
from kargosha.files.tables import read
from kargosha.files.tables.headers import ExtraColumns


def read_round(
    paths: Mapping[str, Path], extra_columns: ExtraColumns = "error"
) -> dict[str, pl.DataFrame]:
    """Return the frame of each table for which a path is given.

    Raises
    ------
    BadTable
        With the faults of all files.
    """
    frames: dict[str, pl.DataFrame] = {}
    faults: list[Fault] = []
    for table in ALLOCATION_INPUTS:
        if table.name not in paths:
            continue
        try:
            frames[table.name] = read(paths[table.name], table, extra_columns=extra_columns)
        except BadTable as error:
            faults.extend(error.faults)
    if faults:
        raise BadTable(faults)
    return frames
