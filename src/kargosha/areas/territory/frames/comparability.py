"""Between which figures a place kept its shape, from successions and from who was counted apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from kargosha.analysis.territory.comparability import Change, Extent, change_told_by_counts
from kargosha.areas.territory.models import Observation, Succession

COUNTED = "population"
"""Indicator of the full counts: who has no figure of it of their own was counted inside another place."""

LONGEST = {"year": 366, "season": 93, "month": 31, "day": 1}
"""Days of a period, at most."""

Changes = Mapping[int, Sequence[Change]]


def extent(observed_on: date, period: str, boundary_on: date | None) -> Extent:
    """Return the days on whose boundaries a figure of that period was taken."""
    if boundary_on is not None:
        return Extent(boundary_on, boundary_on)
    return Extent(observed_on, observed_on + timedelta(days=LONGEST[period] - 1))


def changes_of_shape(counts: Mapping[int, Iterable[Extent]] | None = None) -> Changes:
    """Return by the key of each place when it changed its shape, as closely as is known.

    ``counts`` are the extents of the full counts by place, where they have been read already.
    """
    found: dict[int, list[Change]] = defaultdict(list)
    successions = list(Succession.objects.select_related("predecessor", "successor"))
    told = counts if counts is not None else _counts(successions)
    for each in successions:
        ends = (each.predecessor_id, each.successor_id)
        day = each.successor.valid_from or each.predecessor.valid_to
        change = (
            Change(day - timedelta(days=1), day)
            if day is not None
            else change_told_by_counts(*(told.get(end, ()) for end in ends))
        )
        for end in ends:
            found[end].append(change)
    return found


def _counts(successions: Iterable[Succession]) -> Mapping[int, Iterable[Extent]]:
    """Return by place the extents of the full counts that hold a figure of it."""
    ends = {end for each in successions for end in (each.predecessor_id, each.successor_id)}
    counts: dict[int, list[Extent]] = defaultdict(list)
    rows = Observation.objects.filter(place__in=ends, indicator__code=COUNTED, value__isnull=False)
    seen = rows.values_list("place", "observed_on", "period", "boundary_on")
    for place, observed_on, period, boundary_on in seen:
        counts[place].append(extent(observed_on, period, boundary_on))
    return counts
