"""Where one instrument's money went: by place, to those in need or past them, and how unevenly."""

from dataclasses import dataclass

import numpy as np

from kargosha.analysis.allocation.concentration import Concentration, concentration
from kargosha.analysis.allocation.instruments import UNKNOWN_PLACE, Applicants, Places, Spending
from kargosha.analysis.allocation.problem import Floats, Ints

WORST_FIFTH = 0.2

ROUNDING = 1e-9
"""A place that misses its due by no more than this share of it does not miss it."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """How much of the need of the worst fifth the money reached, and how much of it went past.

    A place's *due* is its share of the known unemployed times the money that there was to share,
    which is the same for all instruments that are compared.

    Attributes
    ----------
    leakage
        Share (0–1) of the money that goes to places, or parts of them, outside the worst fifth.
    reached
        Share (0–1) of the unemployed of the worst fifth whom the money reaches: those of a place
        with its due or more in full, of a place with less in the ratio of the two.
    undercoverage
        Share (0–1) of the unemployed of the worst fifth who live in places with less than their
        due; never below ``1 - reached``.
    unknown
        Codes of places of the worst fifth whose unemployed are not known; they stay out of
        ``reached`` and ``undercoverage``.
    """

    leakage: float
    reached: float
    undercoverage: float
    unknown: tuple[str, ...]


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
    money_per_unemployed
        (p,) rials by unemployed person; nan where they are not known or there are none.
    coverage
        Leakage and coverage of the worst fifth.
    by_deprivation, by_emigration
        The concentration curves over each axis of need.
    total_money, total_kept_jobs
        Sums over all candidates, those of unknown place included.
    unplaced_money
        Rials paid to candidates of unknown place, whom no measure by place counts.
    """

    code: str
    money: Ints
    kept_jobs: Floats
    granted: Ints
    worst_fifth_money: float
    worst_fifth_kept_jobs: float
    without_money: tuple[str, ...]
    gini: float
    money_per_unemployed: Floats
    coverage: Coverage
    by_deprivation: Concentration
    by_emigration: Concentration
    total_money: int
    total_kept_jobs: float
    unplaced_money: int


def targeting(
    spending: Spending, applicants: Applicants, places: Places, to_share: int
) -> Targeting:
    """Sum one instrument's money and kept jobs over places.

    Parameters
    ----------
    spending
        What was paid to whom.
    applicants, places
        Where the n candidates are, and the p places.
    to_share
        Rials of which each place has its due; the same for all instruments that are compared.

    Returns
    -------
    Targeting
        Sums by place, the worst fifth's share, coverage and leakage, both curves of concentration,
        the places with nothing, and the Gini coefficient.

    Notes
    -----
    Method page: ``docs/methods/targeting.md``.
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
        money_per_unemployed=_each(money, places.unemployed),
        coverage=coverage(money, in_fifth, places, to_share),
        by_deprivation=concentration(money, kept_jobs, places, places.deprivation),
        by_emigration=concentration(money, kept_jobs, places, places.emigration),
        total_money=int(spending.money.sum()),
        total_kept_jobs=float(spending.kept_jobs.sum()),
        unplaced_money=int(spending.money[~known].sum()),
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


def coverage(money: Ints, in_fifth: Floats, places: Places, to_share: int) -> Coverage:
    """Measure the two mistakes of targeting: money that goes past the needy, and needy it misses.

    With f_c the part of place c in the worst fifth, u_c its unemployed, m_c its money and M the
    money to share, ``leakage = 1 - sum f_c m_c / sum m_c``; with the due ``e_c = M u_c / sum u``,
    ``reached = sum f_c u_c min(1, m_c / e_c) / sum f_c u_c`` and
    ``undercoverage = sum f_c u_c [m_c < e_c] / sum f_c u_c``.

    Parameters
    ----------
    money
        (p,) rials by place.
    in_fifth
        (p,) share of each place that belongs to the worst fifth, as `worst_fifth` gives it.
    places
        The p places.
    to_share
        M, rials.

    Returns
    -------
    Coverage
        nan where there is nothing to share, or nobody in the worst fifth is known to be unemployed.

    Notes
    -----
    Leakage and undercoverage are the mistakes of inclusion and of exclusion, of places instead of
    persons: what happens within a place is not seen. ``docs/methods/targeting.md`` says more.

    References
    ----------
    G. A. Cornia and F. Stewart (1993), *Journal of International Development* 5, 459–496;
    D. Coady, M. Grosh and J. Hoddinott (2004), *Targeting of Transfers in Developing Countries*.
    """
    counted = np.nan_to_num(places.unemployed) > 0
    paid, unemployed = money[counted].astype(np.float64), places.unemployed[counted]
    needy = in_fifth[counted] * unemployed
    missing = (in_fifth > 0) & np.isnan(places.unemployed)
    unknown = tuple(
        code for code, is_missing in zip(places.codes, missing, strict=True) if is_missing
    )
    leakage = 1 - _share(in_fifth, money)
    if to_share == 0 or needy.sum() == 0:
        return Coverage(leakage, np.nan, np.nan, unknown)
    due = to_share * unemployed / unemployed.sum()
    met = np.minimum(1.0, paid / due)
    return Coverage(
        leakage=leakage,
        reached=float(needy @ met / needy.sum()),
        undercoverage=float(needy @ (met < 1 - ROUNDING) / needy.sum()),
        unknown=unknown,
    )


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


def _each(money: Ints, persons: Floats) -> Floats:
    """Return the money of each place by its persons; nan where there are none."""
    each: Floats = np.full(money.size, np.nan)
    return np.divide(money, persons, out=each, where=np.nan_to_num(persons) > 0)
