"""Which fund may pay for which candidate, and how much of it its ceilings and share allow."""

from fractions import Fraction

import numpy as np
import polars as pl

from kargosha.analysis.allocation.problem import NO_FUND, Bools, Floats, Fund, Ints, Offers
from kargosha.analysis.allocation.reading import Round
from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.tables import MOST_RIALS, ROW


def offers_of(tables: Round, funds: tuple[Fund, ...]) -> Offers:
    """Return every eligible pair of candidate and fund, before any budget.

    Parameters
    ----------
    tables
        The round; its candidates in the order of their ids, with ``value`` filled.
    funds
        Its funds in the order of their ids.

    Raises
    ------
    BadTable
        If a fund has a ceiling per job and the jobs of a candidate it may pay for are not known.

    Notes
    -----
    An options table overrides places, activities and kinds of the funds: only its pairs exist. A
    pair with its own value or amount is taken whole and alone, as is every pair of a candidate with
    ``max_funds`` 1. Ceilings and shares are floored to whole rials exactly: decimals are read as
    the numbers that were written.
    """
    candidates = tables.candidates.with_row_index("candidate")
    if not tables.has_funds:
        return _without_funds(candidates)
    faults: list[Fault] = []
    parts = []
    for index, fund in enumerate(funds):
        rows = _options(candidates, tables, fund) if tables.has_options else _fits(candidates, fund)
        if fund.ceiling_per_job is not None:
            faults.extend(
                Fault("fault.jobs_for_ceiling", "candidates", row, "jobs", {"fund": fund.id})
                for row in rows.filter(pl.col("jobs").is_null())[ROW]
            )
        parts.append(_offers(rows, fund, index))
    if faults:
        raise BadTable(faults)
    return _joined(parts)


def most(fund: Fund, amount: Ints, jobs: Floats) -> Ints:
    """Return the most whole rials that a fund's ceilings and share allow.

    Parameters
    ----------
    fund
        The fund; its budget is not looked at.
    amount
        (k,) rials asked for.
    jobs
        (k,) credible jobs; read only where the fund has a ceiling per job.
    """
    least = amount.copy()
    if fund.ceiling_per_group is not None:
        least = np.minimum(least, fund.ceiling_per_group)
    if fund.ceiling_per_job is not None:
        least = np.minimum(least, _floored(Fraction(fund.ceiling_per_job), jobs))
    if fund.max_share is not None:
        least = np.minimum(least, _floored(fund.max_share, amount))
    return least


def _without_funds(candidates: pl.DataFrame) -> Offers:
    amount = candidates["amount"].to_numpy()
    return Offers(
        candidate=np.arange(len(amount), dtype=np.int64),
        fund=np.full(len(amount), NO_FUND, dtype=np.int64),
        amount=amount,
        value=candidates["value"].to_numpy(),
        most=amount,
        whole=np.ones(len(amount), dtype=np.bool_),
    )


def _options(candidates: pl.DataFrame, tables: Round, fund: Fund) -> pl.DataFrame:
    own = tables.options.filter(pl.col("fund_id") == fund.id).select(
        "candidate_id", own_value="value", own_amount="amount"
    )
    return candidates.join(own, on="candidate_id", how="inner", maintain_order="left")


def _fits(candidates: pl.DataFrame, fund: Fund) -> pl.DataFrame:
    fits = pl.lit(value=True)
    if fund.places:
        starts = [pl.col("place_code").str.starts_with(prefix) for prefix in fund.places]
        fits = fits & pl.any_horizontal(starts)
    if fund.activities:
        fits = fits & pl.col("activity").is_in(fund.activities)
    if fund.kinds:
        fits = fits & pl.col("kind").is_in(fund.kinds)
    return candidates.filter(fits).with_columns(
        own_value=pl.lit(None, pl.Float64), own_amount=pl.lit(None, pl.Int64)
    )


def _offers(rows: pl.DataFrame, fund: Fund, index: int) -> Offers:
    held = rows.select(
        pl.col("candidate").cast(pl.Int64),
        pl.coalesce("own_amount", "amount").alias("amount"),
        pl.coalesce("own_value", "value").alias("value"),
        (
            pl.col("own_amount").is_not_null()
            | pl.col("own_value").is_not_null()
            | (pl.col("max_funds") == 1)
        ).alias("whole"),
        pl.col("jobs").fill_null(0.0),
    )
    amount: Ints = held["amount"].to_numpy()
    return Offers(
        candidate=held["candidate"].to_numpy(),
        fund=np.full(len(held), index, dtype=np.int64),
        amount=amount,
        value=held["value"].to_numpy(),
        most=most(fund, amount, held["jobs"].to_numpy()),
        whole=held["whole"].to_numpy(),
    )


def _joined(parts: list[Offers]) -> Offers:
    candidate: Ints = np.concatenate([part.candidate for part in parts])
    fund: Ints = np.concatenate([part.fund for part in parts])
    order = np.lexsort((fund, candidate))
    amount: Ints = np.concatenate([part.amount for part in parts])
    value: Floats = np.concatenate([part.value for part in parts])
    least: Ints = np.concatenate([part.most for part in parts])
    whole: Bools = np.concatenate([part.whole for part in parts])
    return Offers(
        candidate[order], fund[order], amount[order], value[order], least[order], whole[order]
    )


def _floored(factor: Fraction, of: Ints | Floats) -> Ints:
    """Floor the exact product; equal numbers are multiplied once."""
    distinct, where = np.unique(of, return_inverse=True)
    products = [
        min(int(factor * Fraction(repr(number))), MOST_RIALS) for number in distinct.tolist()
    ]
    floored: Ints = np.array(products, dtype=np.int64)[where]
    return floored
