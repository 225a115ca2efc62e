"""Where does a place stand among the others? Percentile ranks, and the neediest fifth."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MIDDLE = 0.5
"""Rank of a place that has nobody to be compared with."""


def percentile_rank(values: Floats, *, worst: Literal["high", "low"]) -> Floats:
    """Rank places from 0 (best) to 1 (worst): (average rank - 1) / (n - 1).

    Parameters
    ----------
    values
        (n,) one figure a place, any unit; nan where unknown.
    worst
        Which end of the figures is the worst.

    Returns
    -------
    ndarray
        (n,) ranks, 0-1; nan where the figure is unknown.

    Notes
    -----
    Equal figures share the mean of their ranks. Unknown places are left out of the comparison and
    stay unknown. A single known place gets 0.5.

    References
    ----------
    Conover, W. J. (1999), Practical Nonparametric Statistics, section 5.1 (mid-ranks).

    Examples
    --------
    >>> percentile_rank(np.array([6.0, 24.1, 13.5]), worst="high")
    array([0. , 1. , 0.5])
    """
    known = ~np.isnan(values)
    figures = values[known] if worst == "high" else -values[known]
    ordered = np.sort(figures)
    below = np.searchsorted(ordered, figures, side="left")
    not_above = np.searchsorted(ordered, figures, side="right")
    mean_rank = (below + not_above - 1) / 2
    ranks = np.full(values.shape, np.nan)
    ranks[known] = mean_rank / (len(figures) - 1) if len(figures) > 1 else MIDDLE
    return ranks
