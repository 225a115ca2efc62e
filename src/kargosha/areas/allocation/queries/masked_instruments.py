"""What the public reads of the instruments: no cell, no point of a curve and no index from which the
money of a few proposals could be computed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CELL = ("granted_amount", "granted_count", "kept_jobs", "amount_each")
SHARES = ("worst_fifth_share", "gini", "leakage", "reached", "undercoverage")
INDICES = ("money_index", "kept_jobs_index")
LINES = ("money", "kept_jobs")

DECIMALS = 2
"""To how many decimals the public reads a share of all counties: from more of them, the one figure
that is hidden could be computed."""

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Policy:
    """The fewest proposals behind a figure, and which of so many counts are hidden for that, and why."""

    smallest: int
    hidden: Callable[[Sequence[int]], Mapping[int, str]]


def public_measures(figures: Figures, policy: Policy) -> dict[str, Any]:
    """Return of a round's figures those that measure targeting, as the public reads them."""
    told: dict[str, Any] = {}
    if "instruments" in figures:
        told["instruments"] = [_instrument(row, policy) for row in figures["instruments"]]
    if "worst_fifth" in figures:
        fifth = figures["worst_fifth"]
        told["worst_fifth"] = {**fifth, **_rounded(fifth, ("share", "first_come_share"))}
    return told | _rounded(figures, ("gini",))


def _instrument(row: Figures, policy: Policy) -> dict[str, Any]:
    told = {**row, **_rounded(row, SHARES)}
    if "counties" not in row:
        return told
    counties = row["counties"]
    hidden = policy.hidden([county["granted_count"] for county in counties])
    behind = {counties[at]["code"]: counties[at]["granted_count"] for at in hidden}
    return told | {
        "unplaced_amount": None if row["unplaced_amount"] else 0,
        "counties": [
            {**county, **dict.fromkeys(CELL), "granted_hidden": hidden[at]}
            if at in hidden
            else county
            for at, county in enumerate(counties)
        ],
        "curves": {
            axis: _curve(curve, behind, policy.smallest) for axis, curve in row["curves"].items()
        },
    }


def _curve(curve: Figures, behind: Mapping[str, int], smallest: int) -> dict[str, Any]:
    """Return a curve whose steps add what is hidden only together with enough of it.

    The hidden counties on the curve and those off it are told apart by what the curve leaves out; so
    where too few proposals stand behind either, there is no curve to be read.
    """
    steps = [sum(behind.get(code, 0) for code in codes) for codes in curve["codes"]]
    on = sum(steps)
    off = sum(behind.values()) - on
    if 0 < on < smallest or 0 < off < smallest:
        empty = dict.fromkeys(("codes", "people", *LINES), ())
        return {**curve, **empty, **dict.fromkeys(INDICES), "outside_amount": None, "hidden": True}
    ends = list(_ends(steps, smallest))
    starts = [0, *ends[:-1]]
    return {
        **curve,
        **_rounded(curve, INDICES),
        "codes": [
            sorted(code for codes in curve["codes"][start:end] for code in codes)
            for start, end in zip(starts, ends, strict=False)
        ],
        **{
            line: [curve[line][at] for at in (0, *ends)]
            for line in ("people", *LINES)
            if curve[line]
        },
    }


def _ends(steps: Sequence[int], smallest: int) -> Iterator[int]:
    """Yield after which steps a point may stand: where nothing or enough is hidden since the last one
    and nothing or enough is hidden from there on."""
    since, ahead = 0, sum(steps)
    for at, hidden in enumerate(steps, start=1):
        since, ahead = since + hidden, ahead - hidden
        if (not since or since >= smallest) and (not ahead or ahead >= smallest):
            yield at
            since = 0


def _rounded(row: Figures, names: Sequence[str]) -> dict[str, float | None]:
    return {
        name: None if row[name] is None else round(row[name], DECIMALS)
        for name in names
        if name in row
    }
