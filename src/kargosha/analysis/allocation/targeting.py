"""Where one instrument's money went: by place, in the worst fifth, and how unevenly."""

from dataclasses import dataclass

import numpy as np

from kargosha.analysis.allocation.instruments import UNKNOWN_PLACE, Applicants, Places, Spending
from kargosha.analysis.allocation.problem import Floats, Ints

WORST_FIFTH = 0.2


@dataclass(frozen=True, eq=False)
class Targeting:
    """Where the money of one instrument went.

    Attributes
    ----------
    code
        The instrument's.
    money, kept_jobs, granted
        (p,) rials, expected kept jobs, and candidates with money, by place.
    worst_fifth_money, worst_fifth_kept_jobs
        Share (0–1) of the money and of the kept jobs that goes to the places with the highest
        deprivation rank that hold a fifth of the population; nan when nothing was paid.
    without_money
        Codes of the places that get nothing.
    gini
        Gini coefficient, 0–1, of money per unemployed person over places, weighted by the
        unemployed; nan when nothing was paid.
    total_money, total_kept_jobs
        Sums over all candidates, those of unknown place included.
    """

    code: str
    money: Ints
    kept_jobs: Floats
    granted: Ints
    worst_fifth_money: float
    worst_fifth_kept_jobs: float
    without_money: tuple[str, ...]
    gini: float
    total_money: int
    total_kept_jobs: float


def targeting(spending: Spending, applicants: Applicants, places: Places) -> Targeting:
    """Sum one instrument's money and kept jobs over places.

    Parameters
    ----------
    spending
        What was paid to whom.
    applicants, places
        Where the n candidates are, and the p places.

    Returns
    -------
    Targeting
        Sums by place, the worst fifth's share, the places with nothing, and the Gini coefficient.

    Notes
    -----
    Method page: ``docs/methods/allocation.md``.
    """
    known = applicants.place != UNKNOWN_PLACE
    at = applicants.place[known]
    money = np.zeros(len(places.codes), np.int64)
    np.add.at(money, at, spending.money[known])
    kept_jobs: Floats = np.zeros(len(places.codes))
    np.add.at(kept_jobs, at, spending.kept_jobs[known])
    in_fifth = worst_fifth(places)
    return Targeting(
        code=spending.code,
        money=money,
        kept_jobs=kept_jobs,
        granted=np.bincount(at[spending.money[known] > 0], minlength=len(places.codes)),
        worst_fifth_money=_share(in_fifth, money),
        worst_fifth_kept_jobs=_share(in_fifth, kept_jobs),
        without_money=tuple(c for c, paid in zip(places.codes, money, strict=True) if paid == 0),
        gini=weighted_gini(money, places.unemployed),
        total_money=int(spending.money.sum()),
        total_kept_jobs=float(spending.kept_jobs.sum()),
    )


def worst_fifth(places: Places) -> Floats:
    """Return how much of each place belongs to the most deprived fifth of the population.

    Returns
    -------
    numpy.ndarray
        (p,) shares 0–1. Places enter by falling deprivation rank, ties by code; the place at the
        edge counts with the part of its people that makes the fifth exact. A place whose rank or
        population is not known stays out of both sides.
    """
    share = np.zeros(len(places.codes))
    known = ~(np.isnan(places.deprivation) | np.isnan(places.population))
    left = WORST_FIFTH * places.population[known].sum()
    for place in sorted(
        np.flatnonzero(known), key=lambda p: (-places.deprivation[p], places.codes[p])
    ):
        share[place] = min(1.0, left / places.population[place]) if left > 0 else 0.0
        left -= places.population[place]
    return share


def weighted_gini(money: Ints, persons: Floats) -> float:
    """Gini coefficient of money per person over places, each weighted by its persons.

    ``G = 1 - sum_k (F_k - F_(k-1)) (L_k + L_(k-1))`` over places by rising money per person, with F
    the cumulated share of persons and L that of money.

    Parameters
    ----------
    money
        (p,) rials.
    persons
        (p,) persons; places with none or an unknown number are left out.

    Returns
    -------
    float
        0 when every person's share is equal, towards 1 as one place gets all; nan without money.
    """
    known = np.nan_to_num(persons) > 0
    x, w = money[known].astype(np.float64), persons[known]
    if x.sum() == 0:
        return float("nan")
    order = np.argsort(x / w, kind="stable")
    people = np.concatenate([[0.0], np.cumsum(w[order]) / w.sum()])
    lorenz = np.concatenate([[0.0], np.cumsum(x[order]) / x.sum()])
    return float(1 - np.sum(np.diff(people) * (lorenz[1:] + lorenz[:-1])))


def _share(in_fifth: Floats, paid: Floats | Ints) -> float:
    return float(in_fifth @ paid / paid.sum()) if paid.sum() else float("nan")
