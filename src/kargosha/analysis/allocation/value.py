"""What is a candidate worth? Kept jobs, weighted by the need of the place and of the households."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from kargosha.analysis.estimates import Estimate

Floats = NDArray[np.float64]

Z_90 = 1.6448536269514722
"""Standard normal quantile of 0.95: an interval of ± this many deviations covers 90 %."""


def credible_jobs(pledged: Floats, payable: Floats, amount: Floats, cost_per_job: Floats) -> Floats:
    """Take the least of three counts of jobs, so that a larger promise gains nothing.

    Parameters
    ----------
    pledged
        (n,) jobs pledged for a named person or post.
    payable
        (n,) jobs that the plan's own cash flow can pay.
    amount
        (n,) money asked for, rials.
    cost_per_job
        (n,) the activity's cost of one job at the prices of the amount, rials, > 0.

    Returns
    -------
    ndarray
        (n,) credible jobs, >= 0; not rounded.
    """
    jobs: Floats = np.minimum(np.minimum(pledged, payable), amount / cost_per_job)
    return jobs


def need(
    deprivation: Floats, emigration: Floats, deprivation_weight: float, emigration_weight: float
) -> Floats:
    """Return 1 + a·D + b·E of each place.

    Parameters
    ----------
    deprivation, emigration
        (n,) published percentile ranks, 0-1, 1 the worst; nan where unknown.
    deprivation_weight, emigration_weight
        a and b, signed in the call.

    Returns
    -------
    ndarray
        (n,) need, >= 1.

    Notes
    -----
    An unknown rank counts as 0: what is not known earns no weight, and the page shows it as
    unknown.
    """
    weighed: Floats = (
        1
        + deprivation_weight * np.nan_to_num(deprivation)
        + emigration_weight * np.nan_to_num(emigration)
    )
    return weighed


def household_weight(share_without_earner: Floats, weight: float, most: float) -> Floats:
    """Return 1 + c · share of credible jobs for households without an earner, capped by rule.

    Parameters
    ----------
    share_without_earner
        (n,) share of the credible jobs, 0-1.
    weight
        c, a dated rule.
    most
        Largest weight that the rule allows.
    """
    weighed: Floats = np.minimum(1 + weight * share_without_earner, most)
    return weighed


def kept_jobs(jobs: Floats, keep: Floats, low: Floats, high: Floats) -> Estimate:
    """Expect how many jobs of a portfolio are kept 24 months, with a 90 % interval.

    Parameters
    ----------
    jobs
        (n,) credible jobs of each granted candidate.
    keep
        (n,) probability that one of its jobs is kept, 0-1.
    low, high
        (n,) ends of the interval of that probability.

    Returns
    -------
    Estimate
        Jobs. The variance is the sum of chance, Σ jobs·p·(1 - p), and of the doubt about p, which
        is taken to be shared by all candidates: (Σ jobs·(high - low) / (2·1.645))².

    Notes
    -----
    Each job is taken to be lost or kept on its own, given p. The interval does not cover doubt
    about the credible jobs themselves. It is cut at 0 and at all jobs.
    """
    value = float(jobs @ keep)
    chance = float(jobs @ (keep * (1 - keep)))
    doubt = float(jobs @ (high - low)) / (2 * Z_90)
    reach = Z_90 * sqrt(chance + doubt**2)
    return Estimate(
        value=value,
        low=max(0.0, value - reach),
        high=min(float(jobs.sum()), value + reach) if jobs.size else 0.0,
        level=0.9,
        method="kept_jobs",
    )
