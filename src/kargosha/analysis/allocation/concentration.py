"""How far one instrument's money and jobs lean towards the places in greatest need."""

from dataclasses import dataclass

import numpy as np

from kargosha.analysis.allocation.instruments import Places
from kargosha.analysis.allocation.problem import Floats, Ints


@dataclass(frozen=True, eq=False)
class Concentration:
    """The concentration curves of one instrument over one axis of need, the worst places first.

    Attributes
    ----------
    codes
        k steps; the codes of the places that each adds. Places of equal rank are one step.
    people
        (k + 1,) cumulated share of the population, 0–1, beginning at 0.
    money, kept_jobs
        (k + 1,) cumulated share of the money and of the kept jobs, 0–1; nan when there is none. A
        curve above the diagonal leans towards need.
    money_index, kept_jobs_index
        Concentration indices, -1 to 1; below 0 the needy get more than their share of people; nan
        when nothing was paid.
    outside_money
        Rials paid in places whose rank or population is not known; no curve counts them.
    """

    codes: tuple[tuple[str, ...], ...]
    people: Floats
    money: Floats
    kept_jobs: Floats
    money_index: float
    kept_jobs_index: float
    outside_money: int


def concentration(money: Ints, kept_jobs: Floats, places: Places, rank: Floats) -> Concentration:
    """Cumulate money and kept jobs over places by falling need.

    Parameters
    ----------
    money, kept_jobs
        (p,) rials and expected kept jobs by place, >= 0.
    places
        The p places.
    rank
        (p,) published percentile rank on one axis, 0–1, 1 the worst; nan where not known.

    Returns
    -------
    Concentration
        Both curves and their indices.

    Notes
    -----
    Places of equal rank enter together, so that no order among them, which nothing justifies, moves
    the curve or the index. A place whose rank or population is not known stays out of the shares on
    both sides. Method page: ``docs/methods/targeting.md``.

    References
    ----------
    N. Kakwani, A. Wagstaff and E. van Doorslaer (1997), *Journal of Econometrics* 77, 87–103.
    Equal ranks: Z. Chen and K. Roy (2009), *Journal of Health Economics* 28, 169–175.
    """
    known = ~(np.isnan(rank) | np.isnan(places.population))
    at = np.flatnonzero(known)
    levels, step = np.unique(-rank[at], return_inverse=True)
    people = _cumulated(places.population[at], step, levels.size)
    money_curve = _cumulated(money[at], step, levels.size)
    jobs_curve = _cumulated(kept_jobs[at], step, levels.size)
    return Concentration(
        codes=tuple(
            tuple(sorted(places.codes[p] for p in at[step == level]))
            for level in range(levels.size)
        ),
        people=people,
        money=money_curve,
        kept_jobs=jobs_curve,
        money_index=concentration_index(people, money_curve),
        kept_jobs_index=concentration_index(people, jobs_curve),
        outside_money=int(money[~known].sum()),
    )


def concentration_index(people: Floats, paid: Floats) -> float:
    """Concentration index of a curve that begins with the worst places.

    ``C = 1 - sum_k (F_k - F_(k-1)) (L_k + L_(k-1))`` with F the cumulated share of the people and L
    that of what is paid: one minus twice the area under the curve.

    Parameters
    ----------
    people, paid
        (k + 1,) cumulated shares, from 0 to 1.

    Returns
    -------
    float
        -1 to 1: 0 on the diagonal, below 0 when the worst places get more than their share of
        people, above 0 when they get less; nan when a share is not known or the curve has no step.
    """
    if people.size == 1:
        return float("nan")
    return float(1 - np.sum(np.diff(people) * (paid[1:] + paid[:-1])))


def _cumulated(size: Floats | Ints, step: Ints, steps: int) -> Floats:
    """Return the cumulated shares of a whole over steps, from 0 to 1; nan where the whole is 0."""
    by_step = np.bincount(step, weights=size, minlength=steps)
    whole = by_step.sum()
    if whole == 0:
        return np.full(steps + 1, np.nan)
    shares: Floats = np.concatenate([[0.0], np.cumsum(by_step) / whole])
    shares[-1] = 1.0
    return shares
