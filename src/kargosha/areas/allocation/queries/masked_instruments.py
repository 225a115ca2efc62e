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
class SmallCells:
    """The fewest proposals behind a figure, and which of so many counts are hidden for that, and why."""

    smallest: int
    hidden: Callable[[Sequence[int]], Mapping[int, str]]

    def measures(self, figures: Figures) -> dict[str, Any]:
        """Return of a round's figures those that measure targeting, as the public reads them."""
        told: dict[str, Any] = {}
        if "instruments" in figures:
            told["instruments"] = list(_instruments(figures["instruments"], self))
        if "worst_fifth" in figures:
            fifth = figures["worst_fifth"]
            told["worst_fifth"] = {**fifth, **_rounded(fifth, ("share", "first_come_share"))}
        return told | _rounded(figures, ("gini",))


def _instruments(rows: Sequence[Figures], cells: SmallCells) -> Iterator[dict[str, Any]]:
    hidden = [_hidden_cells(row, cells) for row in rows]
    common = _common_ends(rows, hidden, cells.smallest)
    for row, why in zip(rows, hidden, strict=True):
        told = {**row, **_rounded(row, SHARES)}
        if "counties" in row:
            told["unplaced_amount"] = None if row["unplaced_amount"] else 0
            told["counties"] = [_cell(county, why) for county in row["counties"]]
            told["curves"] = {
                axis: _curve(curve, common[axis])
                if _may_be_read(curve, _behind(row, why), cells.smallest)
                else _unread(curve)
                for axis, curve in row["curves"].items()
            }
        yield told


def _hidden_cells(row: Figures, cells: SmallCells) -> Mapping[str, str]:
    """Return which counties of an instrument are hidden, and why."""
    counties = row.get("counties", ())
    hidden = cells.hidden([county["granted_count"] for county in counties])
    return {counties[at]["code"]: why for at, why in hidden.items()}


def _cell(county: Figures, why: Mapping[str, str]) -> Figures:
    if county["code"] not in why:
        return county
    return {**county, **dict.fromkeys(CELL), "granted_hidden": why[county["code"]]}


def _behind(row: Figures, hidden: Mapping[str, str]) -> dict[str, int]:
    """Return how many proposals stand behind each hidden county."""
    counties = row.get("counties", ())
    return {each["code"]: each["granted_count"] for each in counties if each["code"] in hidden}


def _common_ends(
    rows: Sequence[Figures], hidden: Sequence[Mapping[str, str]], smallest: int
) -> dict[str, list[int]]:
    """Return by axis after which steps every curve that may be read has a point.

    Curves are compared only where all have one: between its points a curve is drawn straight, and
    one that lacks a point would seem to lie below another that has it.
    """
    common: dict[str, set[int]] = {}
    for row, why in zip(rows, hidden, strict=True):
        behind = _behind(row, why)
        for axis, curve in row.get("curves", {}).items():
            if _may_be_read(curve, behind, smallest):
                ends = set(_ends(_steps(curve, behind), smallest))
                common[axis] = common.get(axis, ends) & ends
    return {axis: sorted(ends) for axis, ends in common.items()}


def _steps(curve: Figures, behind: Mapping[str, int]) -> list[int]:
    """Return how many hidden proposals each step of a curve adds."""
    return [sum(behind.get(code, 0) for code in codes) for codes in curve["codes"]]


def _may_be_read(curve: Figures, behind: Mapping[str, int], smallest: int) -> bool:
    """Say whether enough proposals, or none, stand behind the hidden counties on a curve, and behind
    those that it leaves out: what it leaves out tells the two apart."""
    on = sum(_steps(curve, behind))
    off = sum(behind.values()) - on
    return (not on or on >= smallest) and (not off or off >= smallest)


def _unread(curve: Figures) -> dict[str, Any]:
    empty = dict.fromkeys(("codes", "people", *LINES), ())
    return {**curve, **empty, **dict.fromkeys(INDICES), "outside_amount": None, "hidden": True}


def _curve(curve: Figures, ends: Sequence[int]) -> dict[str, Any]:
    """Return a curve with no other points than those after some steps."""
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
