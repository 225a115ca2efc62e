"""Where is need greatest when several indicators speak? One value for each place, and its parts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.territory.composing import (
    TABLE,
    Choice,
    Column,
    Floats,
    Sums,
    columns,
    standings,
    weight_by_place,
    worth,
)
from kargosha.analysis.territory.index_method import IndexMethod
from kargosha.analysis.territory.ranks import percentile_rank


@dataclass(frozen=True, eq=False)
class Composite:
    """An index of n places made of k indicators; nan where a place has no figure at all.

    Attributes
    ----------
    value
        (n,) 0 (best) to 1 (worst).
    percentile
        (n,) percentile rank of the value, 0 (best) to 1 (worst).
    rank
        (n,) 1 + the number of places with a larger value: 1 is the worst.
    contribution
        (n, k) what each indicator adds to the value; the sum of a row is the value.
    known_share
        (n,) share of the method's weight that rests on known figures.
    left_out
        Indicators of which nothing is known anywhere: the index is made without them.
    """

    value: Floats
    percentile: Floats
    rank: Floats
    contribution: Floats
    known_share: Floats
    left_out: tuple[str, ...]


def index_values(figures: Floats, method: IndexMethod) -> Composite:
    """Compute an index: normalise each indicator, bring the places' figures together.

    Parameters
    ----------
    figures
        (n, k) figures in the units of their indicators, in the order of the terms; nan unknown.
    method
        The terms, the normalisation, the aggregation, and what becomes of the unknown.

    Returns
    -------
    Composite
        Values, ranks and contributions.

    Raises
    ------
    BadTable
        If the method is faulty, a figure is infinite, nothing is known of any place, or something
        is unknown and the method refuses that.

    Notes
    -----
    With v in 0–1, 1 the worst, and the weights w of a place's terms summing to 1,

        arithmetic = Σ w v,        geometric = (1 - Π (1 - 0.99 v)^w) / 0.99.

    The geometric mean is taken of what a place *has* (1 - v, on a scale from 0.01 to 1), not of
    what it lacks: only so does being very badly off in one thing count for more than being well
    off in another can make good, which is why it is used. It is never below the arithmetic.

    A place of which no term with a weight is known stays unknown, whatever the treatment of the
    unknown. An indicator that is unknown everywhere is left out; one that is the same everywhere
    puts every place in the middle. Values are rounded to twelve decimals, so that places are told
    apart by figures and not by the order of additions.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, steps 5 and 6.

    Examples
    --------
    >>> from kargosha.analysis.territory.index_method import IndexMethod, Term
    >>> method = IndexMethod((Term("a", "high", 3, 3, 3), Term("b", "low", 1, 1, 1)))
    >>> index_values(np.array([[9.0, 5.0], [6.0, 5.0], [4.0, np.nan]]), method).value
    array([0.875, 0.5  , 0.   ])
    """
    method.check()
    known = columns(figures, np.zeros_like(figures), method)
    weight = np.array([term.weight for term in method.terms], dtype=np.float64)
    choice = Choice(method.normalisation, method.aggregation)
    sums, parts = _added(known, weight, choice, method, len(figures))
    share = known_share(known, weight, len(figures))
    value = np.where(share > 0, sums.values(method.aggregation)[0], np.nan)
    if np.isnan(value).all():
        raise BadTable([Fault("fault.index_nothing_known", TABLE)])
    spoken = {column.term for column in known}
    return Composite(
        value=value,
        percentile=percentile_rank(value, worst="high"),
        rank=_rank(value),
        contribution=_contribution(value, parts, sums.total[0]),
        known_share=share,
        left_out=tuple(code for term, code in enumerate(method.indicators) if term not in spoken),
    )


def known_share(known: Sequence[Column], weight: Floats, places: int) -> Floats:
    """Return (n,) the share of all weight that stands on known figures of a place."""
    total = np.zeros(places)
    for column in known:
        total[column.known] += weight[column.term]
    share: Floats = total / weight.sum()
    return share


def _added(
    known: Sequence[Column], weight: Floats, choice: Choice, method: IndexMethod, places: int
) -> tuple[Sums, Floats]:
    """Return the sums of one draw, and (n, k) what each term added to the total."""
    sums = Sums.empty(1, places, by_place=weight_by_place(known, method))
    parts = np.zeros((places, len(method.terms)))
    for column in known:
        added = worth(column.figures[None].copy(), choice, method)
        own = weight[column.term]
        parts[column.known, column.term] = added.known[0] * own
        if added.unknown is not None:
            parts[column.unknown, column.term] = added.unknown[0] * own
        sums.add(column, added, own[None, None])
    return sums, parts


def _contribution(value: Floats, parts: Floats, total: Floats) -> Floats:
    """Return (n, k) parts in proportion, so that they sum to the value."""
    scale = np.divide(value, total, out=np.zeros_like(value), where=total != 0)
    scale[np.isnan(value)] = np.nan
    return parts * scale[:, None]


def _rank(value: Floats) -> Floats:
    """Return (n,) ranks among the known values; nan elsewhere."""
    is_known = ~np.isnan(value)
    rank = np.full(value.shape, np.nan)
    rank[is_known] = standings(value[None, is_known])[0]
    return rank


@dataclass(frozen=True, eq=False)
class Comparison:
    """How n places stand in one index and in another; nan where a place is unknown.

    Attributes
    ----------
    before, after
        (n,) ranks; 1 is the worst.
    moved
        (n,) before - after: positive when a place has moved towards the worst.
    matters
        (n,) whether the new rank lies outside the old interval, or a place has become known or
        unknown.
    """

    before: Floats
    after: Floats
    moved: Floats
    matters: NDArray[np.bool_]


def compare(before: Floats, after: Floats, rank_low: Floats, rank_high: Floats) -> Comparison:
    """Say which places move from one index to another, and whether that matters.

    Parameters
    ----------
    before, after
        (n,) ranks of the same places; nan unknown.
    rank_low, rank_high
        (n,) interval of the ranks before.

    Returns
    -------
    Comparison
        The moves.

    Notes
    -----
    A move within the interval of the old rank says nothing that was not in doubt already.
    """
    has_come_or_gone = np.isnan(before) != np.isnan(after)
    is_outside = (after < rank_low) | (after > rank_high)
    return Comparison(before, after, before - after, is_outside | has_come_or_gone)
