"""The figures of an index, read from the file that a person named, and what a file alone can lack."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.tables import INDEX_OBSERVATIONS
from kargosha.analysis.territory.index_method import TABLE as METHOD
from kargosha.analysis.territory.index_method import IndexMethod
from kargosha.files.index import figure_faults
from kargosha.files.tables import read
from kargosha.files.tables.headers import ExtraColumns


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures as they stand in a file.

    Attributes
    ----------
    table
        One row a place and indicator, as `compute_index` takes it.
    names
        Persian and English name by the code of the place; empty where the file has none.
    warnings
        What is no fault and may still not be meant.
    """

    table: pl.DataFrame
    names: Mapping[str, tuple[str, str]]
    warnings: tuple[Fault, ...]


def read_figures(path: Path, method: IndexMethod, extra_columns: ExtraColumns = "error") -> Figures:
    """Return the figures of a file for a method.

    Raises
    ------
    BadTable
        With every fault of the file, or with each indicator of the method that it does not have.
    """
    table = read(path, INDEX_OBSERVATIONS, extra_columns=extra_columns)
    if table.is_empty():
        raise BadTable([Fault("fault.empty_table", INDEX_OBSERVATIONS.name)])
    table = table.rename({"place_code": "place"})
    there = table.get_column("indicator").unique().sort().to_list()
    faults = [*_absent(there, method), *figure_faults(table, method)]
    if faults:
        raise BadTable(faults)
    idle = [code for code in there if code not in method.indicators]
    values = {"count": len(idle), "indicators": idle[:5]}
    return Figures(
        table=table,
        names=_names(table),
        warnings=(Fault("warning.index_idle", INDEX_OBSERVATIONS.name, None, None, values),)
        if idle
        else (),
    )


def _absent(there: list[str], method: IndexMethod) -> list[Fault]:
    """Return a fault for each indicator of the method of which the file has no row."""
    faults = []
    for code in method.indicators:
        if code in there:
            continue
        near = difflib.get_close_matches(code, there, n=1)
        faults.append(
            Fault("fault.index_absent_near", METHOD, None, code, {"near": near[0]})
            if near
            else Fault("fault.index_absent", METHOD, None, code)
        )
    return faults


def _names(table: pl.DataFrame) -> dict[str, tuple[str, str]]:
    """Return the first name that stands for each place in each language."""
    first = table.group_by("place").agg(
        pl.col(name).drop_nulls().first().fill_null("") for name in ("name_fa", "name_en")
    )
    return {place: (persian, english) for place, persian, english in first.iter_rows()}
