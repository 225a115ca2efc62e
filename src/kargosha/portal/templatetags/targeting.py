"""Draws the same money under several instruments: who is reached, how evenly, with how many kept jobs.

What a run of before did not measure is left out; the pages say so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.template import Library

from kargosha.portal.templatetags.rounds import by_need, greatest
from kargosha.portal.templatetags.showing import number, percent, say, sentence

register = Library()

SIDE = 400.0
"""Side of a drawing of curves, in its own units."""
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
FIRST_NUMBER, NEXT_NUMBER = 0.14, 0.13
"""Where along the people the first curve bears its number, and how much further each next one."""
SAME = 1e-4
"""Shares of the people that differ by less are one line of the table."""

DECIDED, ALONE, COUNTED = (
    f"instrument.{code}" for code in ("decided", "individual_loans", "individual_counted")
)
STUDIES = ("attanasio", "gine_karlan", "carpena", "blattman", "youth_fund", "banerjee")
ASSUMED = ("applicant", "job", "quota", "keep", "loss", "people")

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Handed:
    """The same money handed out by one instrument; what was not measured is None."""

    number: int
    code: str
    kept_jobs: Figures
    figures: Figures

    @property
    def is_decision(self) -> bool:
        """Say whether this is what was decided."""
        return self.code == DECIDED

    @property
    def rule(self) -> str:
        """Return the code of the sentence that says how it hands out."""
        return f"instrument_rule.{self.code.removeprefix('instrument.')}"

    @property
    def nothing(self) -> int | None:
        """Return how many counties get nothing."""
        nothing = self.figures.get("nothing")
        return None if nothing is None else len(nothing)


@dataclass(frozen=True)
class Reach:
    """Where an estimate and the ends of its interval stand, in percent of the drawing's width."""

    start: str
    end: str
    dot: str


@dataclass(frozen=True)
class Curve:
    """One instrument's curve: its path, where it bears its number, and its index."""

    number: int
    code: str
    path: str
    x: float
    y: float
    index: float | None


@dataclass(frozen=True)
class Tick:
    """A line of the grid: the share it stands for, and where it stands from the left and the top."""

    share: float
    x: float
    y: float


@dataclass(frozen=True)
class Step:
    """A line of the table beside the curves: who has come in, and what share each curve has reached."""

    people: float
    counties: Sequence[Figures]
    shares: Sequence[float | None]


@dataclass(frozen=True)
class Curves:
    """The curves of all instruments over one axis of need, and the same as a table."""

    curves: Sequence[Curve]
    steps: Sequence[Step]
    is_hidden: bool
    """Whether too few proposals stand behind a curve for the asker to see it."""
    outside: int | None
    """Rials of the decision in counties that no curve counts, None where it may not be told."""
    side: float = SIDE
    ticks: Sequence[Tick] = tuple(
        Tick(share, round(share * SIDE, 1), round((1 - share) * SIDE, 1)) for share in TICKS
    )


@dataclass(frozen=True)
class CountyHanded:
    """A county with what each instrument gives it."""

    county: Figures
    cells: Sequence[tuple[Handed, Figures]]


@register.simple_tag
def comparison(figures: Figures) -> list[Handed]:
    """Return the decision and, below it, what other instruments would have made of the same money."""
    rows = figures.get("instruments", ())
    return [
        Handed(at, row["code"], _estimate(row["kept_jobs"]), row) for at, row in enumerate(rows, 1)
    ]


@register.simple_tag
def reach(row: Handed, rows: Sequence[Handed]) -> Reach | None:
    """Return where the kept jobs of an instrument lie among those of all."""
    most = greatest(
        *(end for each in rows for end in (each.kept_jobs["value"], each.kept_jobs["high"]))
    )
    value = row.kept_jobs["value"]
    if value is None or not most:
        return None
    low, high = (
        value if row.kept_jobs[end] is None else row.kept_jobs[end] for end in ("low", "high")
    )
    start, end, dot = (f"{each / most:.2%}" for each in (low, high, value))
    return Reach(start, end, dot)


@register.simple_tag
def verdicts(figures: Figures) -> list[str]:
    """Say how the decision and individual loans compare, and what the count of jobs does to it."""
    by_code = {row.code: row for row in comparison(figures)}
    rows = [by_code[code] for code in (DECIDED, ALONE, COUNTED) if code in by_code]
    if len(rows) < 3 or any(row.kept_jobs["low"] is None for row in rows):
        return []
    groups, alone, counted = (row.kept_jobs for row in rows)
    gone = number(alone["value"] - counted["value"])
    return [
        sentence(f"individual.{_against(alone, groups)}", _said(alone, groups)),
        sentence(f"counted.{_against(counted, groups)}", _said(counted, groups) | {"gone": gone}),
    ]


@register.simple_tag
def assumptions(figures: Figures) -> list[str]:
    """Say what is assumed of individual loans, where it was stored with the run."""
    stored = figures.get("individual")
    if not stored:
        return []
    shares = {
        f"{who}{part}": percent(stored[who][part.removeprefix("_") or "value"])
        for who in ("groups", "persons")
        for part in ("", "_low", "_high")
    }
    return [sentence(f"assumption.individual.{each}", shares) for each in ASSUMED]


@register.simple_tag
def studies() -> list[tuple[str, str]]:
    """Return what studies found of loans to groups and to persons, each with its source."""
    return [(say(f"evidence.{code}"), say(f"evidence.{code}.source")) for code in STUDIES]


@register.simple_tag
def curves(figures: Figures, axis: str, measure: str) -> Curves | None:
    """Return the concentration curves of ``money`` or ``kept_jobs`` over an axis of need.

    Individual loans counted another way are the same money, so they have no curve of their own
    there. None where no curve was measured.
    """
    rows = [row for row in comparison(figures) if axis in row.figures.get("curves", {})]
    rows = [row for row in rows if measure != "money" or row.code != COUNTED]
    found = [(row, row.figures["curves"][axis]) for row in rows]
    drawn = [(row, curve) for row, curve in found if curve[measure]]
    if not found:
        return None
    return Curves(
        curves=[_drawn(row, curve, measure) for row, curve in drawn],
        steps=list(_steps(figures, [curve for _, curve in drawn], measure)),
        is_hidden=any(curve.get("hidden") for _, curve in found),
        outside=found[0][1]["outside_amount"],
    )


@register.simple_tag
def county_handouts(figures: Figures) -> list[CountyHanded]:
    """Return what each instrument gives each county, the neediest county first."""
    rows = [row for row in comparison(figures) if row.figures.get("counties")]
    rows = [row for row in rows if row.code != COUNTED]
    cells = [{each["code"]: each for each in row.figures["counties"]} for row in rows]
    counties = by_need(figures.get("counties", ()))
    return [
        CountyHanded(
            county, [(row, each[county["code"]]) for row, each in zip(rows, cells, strict=True)]
        )
        for county in counties
        if rows
    ]


def _estimate(kept: object) -> Figures:
    """Return an estimate as stored; runs of before stored the value alone."""
    if isinstance(kept, Mapping):
        return kept
    return {"value": kept, "low": None, "high": None, "level": None}


def _against(one: Figures, other: Figures) -> str:
    if one["low"] > other["high"]:
        return "more"
    return "fewer" if one["high"] < other["low"] else "overlap"


def _said(persons: Figures, groups: Figures) -> dict[str, object]:
    return {
        f"{name}{part}": number(kept[part.removeprefix("_") or "value"])
        for name, kept in (("persons", persons), ("groups", groups))
        for part in ("", "_low", "_high")
    }


def _drawn(row: Handed, curve: Figures, measure: str) -> Curve:
    points = [
        (round(people * SIDE, 1), round((1 - share) * SIDE, 1))
        for people, share in zip(curve["people"], curve[measure], strict=True)
    ]
    x = SIDE * (FIRST_NUMBER + NEXT_NUMBER * (row.number - 1))
    return Curve(
        number=row.number,
        code=row.code,
        path="M" + "L".join(f"{across} {down}" for across, down in points),
        x=round(x, 1),
        y=round(_height(points, x), 1),
        index=curve[f"{measure}_index"],
    )


def _height(points: Sequence[tuple[float, float]], x: float) -> float:
    """Return how far down a line through points stands at a place."""
    for (left, before), (right, after) in pairwise(points):
        if left <= x <= right and left < right:
            return before + (after - before) * (x - left) / (right - left)
    return points[-1][1]


def _steps(figures: Figures, drawn: Sequence[Figures], measure: str) -> Iterator[Step]:
    """Yield a line for each share of the people at which some curve has a point."""
    counties = {county["code"]: county for county in figures.get("counties", ())}
    reached = sorted({round(share / SAME) for curve in drawn for share in curve["people"][1:]})
    at_step = [
        {round(share / SAME): at for at, share in enumerate(curve["people"])} for curve in drawn
    ]
    for point in reached:
        places = [at.get(point) for at in at_step]
        codes = next(curve["codes"][at - 1] for curve, at in zip(drawn, places, strict=True) if at)
        yield Step(
            people=point * SAME,
            counties=[counties[code] for code in codes if code in counties],
            shares=[
                None if at is None else curve[measure][at]
                for curve, at in zip(drawn, places, strict=True)
            ],
        )
