"""Were two figures of a place taken on the same boundaries? Only then may one be taken from the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Extent:
    """The days on whose boundaries a figure was taken: one day, or some day of a period.

    Attributes
    ----------
    first, last
        First and last of the days, both counted.
    """

    first: date
    last: date


@dataclass(frozen=True)
class Change:
    """When a place changed its shape, as closely as it is known.

    Attributes
    ----------
    after
        Last day of which it is sure that the old shape still held; None where no day is.
    by
        First day of which it is sure that the new shape held already; None where no day is.
    """

    after: date | None
    by: date | None


def same_boundaries(first: Extent, second: Extent, changes: Iterable[Change]) -> bool:
    """Say whether it is sure that a place had one shape over two figures.

    Parameters
    ----------
    first, second
        The boundaries of the two figures, in either order.
    changes
        All changes of the place's shape.

    Returns
    -------
    bool
        True if every change lies surely before both figures or surely after both.

    Notes
    -----
    A change whose day is not known lies between two figures unless the contrary is sure: what is
    not known is not assumed.

    Examples
    --------
    >>> census = [Extent(date(2011, 3, 21), date(2012, 3, 19)), Extent(date(2016, 3, 20), date(2017, 3, 20))]
    >>> same_boundaries(*census, [Change(date(2024, 4, 20), date(2024, 4, 21))])
    True
    >>> same_boundaries(*census, [Change(None, None)])
    False
    """
    start, end = min(first.first, second.first), max(first.last, second.last)
    return all(
        (change.by is not None and change.by <= start)
        or (change.after is not None and change.after >= end)
        for change in changes
    )


def change_told_by_counts(old: Iterable[Extent], new: Iterable[Extent]) -> Change:
    """Return when a place came out of another, where no day is known, from who counted it.

    Parameters
    ----------
    old
        Extents of the full counts that hold a figure of the old place.
    new
        Extents of the full counts that hold a figure of the new one.

    Returns
    -------
    Change
        After the last count that knew the old place only, by the first that knew the new one.

    Notes
    -----
    A census counts everyone: a place that has no figure of its own was counted inside the old one.
    """
    known = set(new)
    without = [each.last for each in old if each not in known]
    by = min((each.first for each in known), default=None)
    earlier = [last for last in without if by is None or last < by]
    return Change(after=max(earlier, default=None), by=by)
