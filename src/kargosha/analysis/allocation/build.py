"""From the round's tables to its problem."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import polars as pl

from kargosha.analysis.allocation.exact import exact
from kargosha.analysis.allocation.offers import offers_of
from kargosha.analysis.allocation.pairs import paired
from kargosha.analysis.allocation.problem import (
    MOST_FUNDS,
    Bools,
    Capacity,
    Floats,
    Fund,
    Ints,
    Problem,
    Quota,
)
from kargosha.analysis.allocation.reading import FACTORS, Round, in_class, read
from kargosha.analysis.tables import ROW


def build(tables: Mapping[str, pl.DataFrame], *, require_all: bool = False) -> Problem:
    """State the round's problem.

    Parameters
    ----------
    tables
        Frames by name: ``candidates``, and where given ``funds``, ``options``, ``quotas``,
        ``capacities``, ``uses``, with the columns declared in `kargosha.analysis.tables`.
    require_all
        Whether every candidate must be funded.

    Raises
    ------
    BadTable
        With every fault found in the tables.

    Notes
    -----
    The value is the one given, else jobs × keep probability × need × household weight. A bound,
    limit or share is the decimal number that was written, not the binary one that stores it.

    Examples
    --------
    >>> import polars as pl
    >>> asked = pl.DataFrame({"candidate_id": ["B", "A"], "amount": [70, 50], "value": [2.0, 1.0]})
    >>> build({"candidates": asked}).candidate_ids
    ('A', 'B')
    """
    tables = dict(tables)
    read_round = _ordered(read(tables))
    candidates = read_round.candidates
    funds = _funds(read_round.funds)
    none: Ints = np.zeros(0, dtype=np.int64)
    problem = Problem(
        candidate_ids=tuple(candidates["candidate_id"]),
        row=candidates[ROW].to_numpy(),
        amount=candidates["amount"].to_numpy(),
        value=candidates["value"].to_numpy(),
        jobs=candidates["jobs"].fill_null(np.nan).to_numpy(),
        max_funds=candidates["max_funds"].cast(pl.Int8).to_numpy(),
        funds=funds,
        offers=offers_of(read_round, funds),
        pair_candidate=none,
        pair_fund=none,
        pair_most=none,
        whole_candidate=none,
        whole_fund=none,
        whole_amount=none,
        whole_value=none.astype(np.float64),
        quotas=_quotas(read_round),
        capacities=_capacities(read_round),
        barred={},
        require_all=require_all,
        required=np.zeros(len(candidates), dtype=np.bool_),
    )
    return paired(problem)


def _ordered(tables: Round) -> Round:
    """Sort by identifier and fill what is derived: values from their factors, two funds."""
    product = pl.col(FACTORS[0])
    for factor in FACTORS[1:]:
        product = product * pl.col(factor)
    candidates = tables.candidates.sort("candidate_id").with_columns(
        pl.col("value").fill_null(product), pl.col("max_funds").fill_null(MOST_FUNDS)
    )
    return Round(
        candidates,
        tables.funds.sort("fund_id"),
        tables.options,
        tables.quotas.sort("quota_id"),
        tables.capacities.sort("capacity_id"),
        tables.uses,
        has_funds=tables.has_funds,
        has_options=tables.has_options,
    )


def _funds(rows: pl.DataFrame) -> tuple[Fund, ...]:
    return tuple(
        Fund(
            id=row["fund_id"],
            budget=row["budget"],
            ceiling_per_group=row["ceiling_per_group"],
            ceiling_per_job=row["ceiling_per_job"],
            max_share=_bound(row["max_share"]),
            places=tuple(row["places"] or ()),
            activities=tuple(row["activities"] or ()),
            kinds=tuple(row["kinds"] or ()),
        )
        for row in rows.iter_rows(named=True)
    )


def _quotas(tables: Round) -> tuple[Quota, ...]:
    return tuple(
        Quota(
            id=row["quota_id"],
            members=_where(tables.candidates.select(in_class(row["class"])).to_series(), tables),
            measure=row["measure"],
            floor=_bound(row["floor"]),
            ceiling=_bound(row["ceiling"]),
            relative=bool(row["relative"]),
        )
        for row in tables.quotas.iter_rows(named=True)
    )


def _where(inside: pl.Series, tables: Round) -> Ints:
    mask: Bools = inside.to_numpy()
    members: Ints = np.flatnonzero(np.broadcast_to(mask, len(tables.candidates)))
    return members


def _capacities(tables: Round) -> tuple[Capacity, ...]:
    indexed = tables.candidates.select("candidate_id").with_row_index("candidate")
    uses = tables.uses.join(indexed, on="candidate_id").sort("candidate")
    capacities = []
    for row in tables.capacities.iter_rows(named=True):
        own = uses.filter(pl.col("capacity_id") == row["capacity_id"])
        members: Ints = own["candidate"].cast(pl.Int64).to_numpy()
        use: Floats = own["use"].to_numpy()
        capacities.append(Capacity(row["capacity_id"], exact(row["limit"]), members, use))
    return tuple(capacities)


def _bound(number: float | None) -> Fraction | None:
    return None if number is None else exact(number)
