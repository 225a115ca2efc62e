"""Read the round's tables and find everything wrong with them before anything is solved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from kargosha.analysis import tables as known
from kargosha.analysis.allocation.codes import CLASS_COLUMNS, strangers
from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.tables import ROW, Table, tidied

FACTORS = ("jobs", "keep_probability", "need", "household_weight")
"""Columns whose product stands for ``value`` where it is empty."""

MEASURES = ("amount", "jobs", "count")

ROUNDING = 1e-3
"""A value and the product of its factors may differ by this share, as people round."""


@dataclass(frozen=True)
class Round:
    """The six tables in their declared columns and types; an absent table has no rows.

    ``has_funds`` and ``has_options`` tell a table without rows from one that was not given.
    """

    candidates: pl.DataFrame
    funds: pl.DataFrame
    options: pl.DataFrame
    quotas: pl.DataFrame
    capacities: pl.DataFrame
    uses: pl.DataFrame
    has_funds: bool
    has_options: bool


def read(tables: Mapping[str, pl.DataFrame]) -> Round:
    """Return the tables in their types.

    Parameters
    ----------
    tables
        Frames by name: ``candidates``, and where given ``funds``, ``options``, ``quotas``,
        ``capacities``, ``uses``, with the columns declared in `kargosha.analysis.tables`.

    Raises
    ------
    BadTable
        With every fault found in any of them.
    """
    faults: list[Fault] = []
    frames = {
        table.name: tidied(tables.get(table.name, _without_rows(table)), table, faults)
        for table in known.ALLOCATION_INPUTS
    }
    read_round = Round(**frames, has_funds="funds" in tables, has_options="options" in tables)
    faults.extend(_faults_between_rows(read_round))
    faults.extend(_faults_of_values(read_round.candidates))
    faults.extend(_faults_of_quotas(read_round))
    choosing = read_round.funds.clear() if read_round.has_options else read_round.funds
    faults.extend(strangers(read_round.candidates, choosing, read_round.quotas).faults)
    if faults:
        raise BadTable(faults)
    return read_round


def doubts(tables: Mapping[str, pl.DataFrame]) -> tuple[Fault, ...]:
    """Return what in tables without a fault may still not be meant: codes that match nobody.

    Parameters
    ----------
    tables
        As for `read`.
    """
    asked = tables["candidates"]
    chosen = [name for name in asked.columns if name in CLASS_COLUMNS.values()]
    candidates = tidied(asked.select(chosen), known.CANDIDATES, [])
    choosing = _given(tables if "options" not in tables else {}, known.FUNDS)
    return strangers(candidates, choosing, _given(tables, known.QUOTAS)).warnings


def in_class(name: str) -> pl.Expr:
    """Return the expression that tells which candidates belong to a class.

    ``all``, ``place:PREFIX`` (beginning of the place's code), ``tag:…``, ``activity:…``,
    ``kind:…``. A candidate whose column is empty belongs to no class of that column.
    """
    if name == "all":
        return pl.lit(value=True)
    sort, _, code = name.partition(":")
    column = pl.col(CLASS_COLUMNS[sort])
    if sort == "place":
        inside = column.str.starts_with(code)
    elif sort == "tag":
        inside = column.list.contains(code)
    else:
        inside = column == code
    return inside.fill_null(value=False)


def _given(tables: Mapping[str, pl.DataFrame], table: Table) -> pl.DataFrame:
    return tidied(tables.get(table.name, _without_rows(table)), table, [])


def _without_rows(table: Table) -> pl.DataFrame:
    return pl.DataFrame({column.name: [] for column in table.columns})


def _faults_between_rows(tables: Round) -> list[Fault]:
    """Find empty tables, rows that stand twice, and codes that no row explains."""
    faults = []
    if tables.candidates.is_empty():
        faults.append(Fault("fault.no_candidates", "candidates"))
    if tables.has_funds and tables.funds.is_empty():
        faults.append(Fault("fault.empty_table", "funds"))
    if tables.has_options and not tables.has_funds:
        faults.append(Fault("fault.options_without_funds", "options"))
    for table, keys in (
        ("candidates", ["candidate_id"]),
        ("funds", ["fund_id"]),
        ("options", ["candidate_id", "fund_id"]),
        ("quotas", ["quota_id"]),
        ("capacities", ["capacity_id"]),
        ("uses", ["candidate_id", "capacity_id"]),
    ):
        faults.extend(_duplicates(getattr(tables, table), table, keys))
    faults.extend(_unknown(tables.options, "options", "candidate_id", tables.candidates))
    if tables.has_funds:
        faults.extend(_unknown(tables.options, "options", "fund_id", tables.funds))
    faults.extend(_unknown(tables.uses, "uses", "candidate_id", tables.candidates))
    faults.extend(_unknown(tables.uses, "uses", "capacity_id", tables.capacities))
    return faults


def _duplicates(frame: pl.DataFrame, table: str, keys: list[str]) -> list[Fault]:
    twins = (
        frame.drop_nulls(keys)
        .with_columns(pl.col(ROW).first().over(keys).alias("twin"))
        .filter(pl.col(ROW) != pl.col("twin"))
    )
    value = pl.concat_str(keys, separator=", ").alias("value")
    return [
        Fault("fault.duplicate", table, row, keys[0], {"value": text, "twin": twin})
        for row, text, twin in twins.select(ROW, value, "twin").iter_rows()
    ]


def _unknown(frame: pl.DataFrame, table: str, column: str, home: pl.DataFrame) -> list[Fault]:
    strange = frame.drop_nulls(column).filter(~pl.col(column).is_in(home[column].implode()))
    return [
        Fault("fault.unknown_code", table, row, column, {"value": code})
        for row, code in strange.select(ROW, column).iter_rows()
    ]


def _faults_of_values(candidates: pl.DataFrame) -> list[Fault]:
    """Find candidates with neither a value nor all of its factors, and with both but unequal."""
    product = pl.col(FACTORS[0])
    for factor in FACTORS[1:]:
        product = product * pl.col(factor)
    rows = candidates.with_columns(product.alias("product"))
    absent = rows.filter(pl.col("value").is_null() & pl.col("product").is_null())
    largest = pl.max_horizontal("value", "product")
    unequal = rows.filter((pl.col("value") - pl.col("product")).abs() > ROUNDING * largest)
    faults = []
    for row in absent.select(ROW, *FACTORS).iter_rows(named=True):
        missing = ", ".join(factor for factor in FACTORS if row[factor] is None)
        values = {"factors": missing}
        faults.append(Fault("fault.value_missing", "candidates", row[ROW], "value", values))
    for row, value, expected in unequal.select(ROW, "value", "product").iter_rows():
        values = {"value": value, "product": expected}
        faults.append(Fault("fault.value_contradicts", "candidates", row, "value", values))
    return faults


def _faults_of_quotas(tables: Round) -> list[Fault]:
    faults = []
    for quota in tables.quotas.iter_rows(named=True):
        faults.extend(_faults_of_bounds(quota))
        name, measure = quota["class"], quota["measure"]
        if name is not None and not _is_class(name):
            values = {"value": name}
            faults.append(Fault("fault.class_malformed", "quotas", quota[ROW], "class", values))
        elif name is not None and measure == "jobs":
            counted = pl.lit(value=True) if quota["relative"] else in_class(name)
            faults.extend(_jobs_unknown(tables.candidates, counted, quota))
        if measure is not None and measure not in MEASURES:
            values = {"value": measure}
            faults.append(Fault("fault.measure_unknown", "quotas", quota[ROW], "measure", values))
    return faults


def _faults_of_bounds(quota: Mapping[str, Any]) -> list[Fault]:
    row, floor, ceiling = quota[ROW], quota["floor"], quota["ceiling"]
    faults = []
    if floor is not None and ceiling is not None and floor > ceiling:
        values = {"floor": floor, "ceiling": ceiling}
        faults.append(Fault("fault.floor_above_ceiling", "quotas", row, "floor", values))
    for column, bound in (("floor", floor), ("ceiling", ceiling)):
        if quota["relative"] and bound is not None and bound > 1:
            values = {"value": bound}
            faults.append(Fault("fault.share_above_one", "quotas", row, column, values))
    return faults


def _is_class(name: str) -> bool:
    sort, _, code = name.partition(":")
    return name == "all" or (sort in CLASS_COLUMNS and code != "")


def _jobs_unknown(
    candidates: pl.DataFrame, counted: pl.Expr, quota: Mapping[str, Any]
) -> Sequence[Fault]:
    rows = candidates.filter(counted & pl.col("jobs").is_null())[ROW]
    values = {"quota": quota["quota_id"]}
    return [Fault("fault.jobs_unknown", "candidates", row, "jobs", values) for row in rows]
