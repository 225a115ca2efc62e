"""How many people does a place gain or lose by moves? From flows; where none are known, by a proxy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ELSEWHERE = -1
"""Number that stands for all that is none of the places."""

THOUSAND = 1_000.0


@dataclass(frozen=True)
class Movement:
    """What moves add up to in each place over one period.

    Attributes
    ----------
    arrivals, departures
        (m,) persons who came and who left, >= 0.
    """

    arrivals: Floats
    departures: Floats

    @property
    def net(self) -> Floats:
        """(m,) persons gained by moves; negative where more left than came."""
        return self.arrivals - self.departures


def movement(origin: Integers, destination: Integers, persons: Floats, places: int) -> Movement:
    """Add up who came to each place and who left it.

    Parameters
    ----------
    origin, destination
        (n,) number of the place each flow leads from and to, 0 to ``places`` - 1; `ELSEWHERE` for
        any other place.
    persons
        (n,) people who moved, >= 0.
    places
        m, how many places there are.

    Returns
    -------
    Movement
        Arrivals and departures of the m places.

    Notes
    -----
    Over a closed system, in which no flow leads from or to elsewhere, the net gains sum to zero.

    Examples
    --------
    >>> movement(np.array([0, 1]), np.array([1, -1]), np.array([30.0, 10.0]), 2).net
    array([-30.,  20.])
    """
    return Movement(
        arrivals=_added(destination, persons, places), departures=_added(origin, persons, places)
    )


def rate_per_thousand(persons: Floats, mean_population: Floats, years: float) -> Floats:
    """Return persons per 1,000 of the mean population and year.

    Parameters
    ----------
    persons
        (m,) people over the whole period; may be negative.
    mean_population
        (m,) people who lived there on average over the period; nan where unknown.
    years
        Length of the period, > 0.

    Returns
    -------
    ndarray
        (m,) rates; nan where the population is unknown or nobody lived there.
    """
    inhabited = np.where(mean_population > 0, mean_population, np.nan)
    return THOUSAND * persons / (inhabited * years)


def net_migration_rate(moved: Movement, mean_population: Floats, years: float) -> Floats:
    """Return what places gain by moves: (in - out) per 1,000 of the mean population and year.

    Parameters
    ----------
    moved
        Arrivals and departures over the period.
    mean_population
        (m,) people who lived there on average over the period; nan where unknown.
    years
        Length of the period, > 0.

    Returns
    -------
    ndarray
        (m,) rates, negative where a place loses people; nan where the population is unknown.

    References
    ----------
    Siegel, J. S. and Swanson, D. A. (2004), The Methods and Materials of Demography, 2nd ed.,
    chapter 19 (internal migration), crude net migration rate.
    """
    return rate_per_thousand(moved.net, mean_population, years)


def pull(
    origin: Integers, destination: Integers, persons: Floats, places: int, towards: int
) -> Floats:
    """Return the share of each place's leavers who went to one place.

    Parameters
    ----------
    origin, destination, persons, places
        As in `movement`.
    towards
        Number of the place that pulls.

    Returns
    -------
    ndarray
        (m,) shares, 0-1; nan where nobody left, and for the place itself.
    """
    left = _added(origin, persons, places)
    drawn = _added(origin, np.where(destination == towards, persons, 0.0), places)
    with np.errstate(invalid="ignore"):
        share = drawn / np.where(left > 0, left, np.nan)
    share[towards] = np.nan
    return share


def mean_population(days: Floats, counts: Floats, middle: float, reach: float) -> float:
    """Return the people who lived in a place in the middle of a period, by its counts.

    Parameters
    ----------
    days
        (k,) when the place was counted, ascending, in any unit of time.
    counts
        (k,) people counted.
    middle
        Middle of the period, same unit as ``days``.
    reach
        How far the middle may lie outside the counts, same unit.

    Returns
    -------
    float
        Interpolated between two counts; the nearest count outside of them; nan beyond its reach or
        without any count.
    """
    if len(days) == 0 or not days[0] - reach <= middle <= days[-1] + reach:
        return float("nan")
    return float(np.interp(middle, days, counts))


def growth_rate(first: Floats, second: Floats, years: float) -> Floats:
    """Return yearly growth between two counts, per 1,000: ((second / first)^(1 / years) - 1) · 1,000.

    Parameters
    ----------
    first, second
        (m,) people at the earlier and the later count; nan where unknown.
    years
        Time between the counts, > 0.

    Returns
    -------
    ndarray
        (m,) growth per 1,000 and year; nan where a count is unknown or the first one is nobody.
    """
    return THOUSAND * ((second / np.where(first > 0, first, np.nan)) ** (1 / years) - 1)


def migration_proxy(
    first: Floats, second: Floats, province: tuple[float, float], years: float
) -> Floats:
    """Return how much faster places grew than their province: a stand-in for their net migration.

    Parameters
    ----------
    first, second
        (m,) people at the earlier and the later count, *on the same boundaries*; nan where unknown.
    province
        The two counts of the province.
    years
        Time between the counts, > 0.

    Returns
    -------
    ndarray
        (m,) per 1,000 and year; negative where a place grew more slowly than the province.

    Notes
    -----
    Assumes that births less deaths are the same everywhere, so that places differ by moves alone,
    and that the province as a whole neither gained nor lost by moves. Where it did, all places are
    off by the same amount and their order is right. A new town, or villages that became a town,
    disturb it: whoever calls this says so beside the figure.

    References
    ----------
    Shryock, H. S. and Siegel, J. S. (1976), The Methods and Materials of Demography, chapter 21,
    the national growth rate method.

    Examples
    --------
    >>> migration_proxy(np.array([60822.0]), np.array([57199.0]), (3724620.0, 3909652.0), 5.0).round(1)
    array([-22.])
    """
    whole = growth_rate(np.array([province[0]]), np.array([province[1]]), years)
    return growth_rate(first, second, years) - whole


def _added(at: Integers, persons: Floats, places: int) -> Floats:
    """Return the persons of each place; those elsewhere are left out."""
    inside = at != ELSEWHERE
    return np.bincount(at[inside], weights=persons[inside], minlength=places).astype(np.float64)
