"""The most that the funds of a call may give each proposal, by their ceilings and shares."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kargosha.analysis.allocation.offers import most
from kargosha.analysis.allocation.problem import Fund
from kargosha.analysis.allocation.value import credible_jobs
from kargosha.analysis.rules import Rulebook, UnknownRule
from kargosha.areas.applications.models import Call
from kargosha.files.jalali import jalali_year
from kargosha.files.prices import at_prices_of

FUNDS_A_PROPOSAL = 2
"""At most so many funds share one proposal."""


def cost_per_job(rulebook: Rulebook, activity: str) -> int:
    """Return what one job costs in an activity at the prices of the rule book's day; where no rule
    names the activity, what it costs in general."""
    year = jalali_year(rulebook.day)
    try:
        return at_prices_of(rulebook, f"cost_per_job.{activity}", year)
    except UnknownRule:
        return at_prices_of(rulebook, "cost_per_job.general", year)


def credible(rows: pl.DataFrame, rulebook: Rulebook) -> NDArray[np.float64]:
    """Return the jobs of each proposal that count: the least of pledged, payable and paid for.

    ``rows`` holds ``jobs_pledged``, ``jobs_payable``, ``amount`` and ``activity``.
    """
    costs = {each: float(cost_per_job(rulebook, each)) for each in rows["activity"].unique()}
    return credible_jobs(
        rows["jobs_pledged"].cast(pl.Float64).to_numpy(),
        rows["jobs_payable"].cast(pl.Float64).to_numpy(),
        rows["amount"].cast(pl.Float64).to_numpy(),
        np.array([costs[each] for each in rows["activity"]], dtype=np.float64),
    )


def most_amounts(call: Call, rows: pl.DataFrame, rulebook: Rulebook) -> pl.Series:
    """Return, in rials, what the call's funds may give each proposal together; null where the call
    has no funds yet.

    ``rows`` holds what `credible` reads, and ``place_code`` and ``kind``. Budgets are looked at as
    they are, not as other proposals leave them.
    """
    funds = _funds(call)
    if not funds:
        return pl.Series([None] * rows.height, dtype=pl.Int64)
    jobs = credible(rows, rulebook)
    amount = rows["amount"].cast(pl.Int64).to_numpy()
    parts = [
        np.where(_fits(fund, rows), np.minimum(most(fund, amount, jobs), fund.budget), 0)
        for fund in funds
    ]
    highest = np.sort(np.stack(parts), axis=0)[-FUNDS_A_PROPOSAL:]
    return pl.Series(np.minimum(highest.sum(axis=0), amount), dtype=pl.Int64)


def _funds(call: Call) -> Sequence[Fund]:
    return [
        Fund(
            id=part.agreement.code,
            budget=part.amount,
            ceiling_per_group=part.agreement.ceiling_per_group_amount,
            ceiling_per_job=part.agreement.ceiling_per_job_amount,
            max_share=None
            if part.agreement.max_share is None
            else Fraction(part.agreement.max_share),
            places=tuple(part.agreement.place_codes),
            activities=tuple(part.agreement.activity_codes),
            kinds=tuple(part.agreement.borrower_kinds),
        )
        for part in call.money.select_related("agreement")
    ]


def _fits(fund: Fund, rows: pl.DataFrame) -> NDArray[np.bool_]:
    """Say which proposals a fund may pay for."""
    fits = pl.lit(value=True)
    if fund.places:
        starts = [pl.col("place_code").str.starts_with(prefix) for prefix in fund.places]
        fits = fits & pl.any_horizontal(starts)
    if fund.activities:
        fits = fits & pl.col("activity").is_in(list(fund.activities))
    if fund.kinds:
        fits = fits & pl.col("kind").is_in(list(fund.kinds))
    told: NDArray[np.bool_] = (
        rows.select(pl.repeat(value=True, n=pl.len()) & fits).to_series().to_numpy()
    )
    return told
