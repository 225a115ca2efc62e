"""How do the normalised figures of a place become one value? A block of draws at a time.

The terms are added in the order of the method, so that any program that adds in this order comes
to the same floats. Values are rounded to twelve decimals: what differs less is one value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.territory.index_method import Aggregation, IndexMethod, Normalisation
from kargosha.analysis.territory.normalising import (
    FLOOR,
    first_of_equals,
    in_order,
    log_kept,
    normalised,
    rank_table,
    ranked,
)

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

TABLE = "observations"
"""Name under which faults speak of the figures."""

STEPS = 10**12
"""Values are told apart to one part in this many."""

NORMAL_95 = 1.96
"""Half width of a 95 % interval in standard deviations."""


class Choice(NamedTuple):
    """How figures are normalised and brought together."""

    normalisation: Normalisation
    aggregation: Aggregation


@dataclass(frozen=True, eq=False)
class Column:
    """The known figures of one indicator.

    Attributes
    ----------
    term
        Position of its term in the method.
    known, unknown
        (m,) and (n - m,) positions of the places with and without a figure.
    figures
        (m,) the figures, turned so that higher is worse.
    deviation
        (m,) standard deviation of each figure's error; 0 where it has no margin.
    """

    term: int
    known: NDArray[np.intp]
    unknown: NDArray[np.intp]
    figures: Floats
    deviation: Floats


def columns(figures: Floats, margins: Floats, method: IndexMethod) -> list[Column]:
    """Return the indicators of which anything is known.

    Raises
    ------
    BadTable
        If a figure or margin is not finite, a margin is negative, nothing at all is known, or
        something is unknown that the method refuses to do without.
    ValueError
        If the arrays have not a column for each term.
    """
    if not figures.shape == margins.shape == (len(figures), len(method.terms)):
        message = f"{len(method.terms)} terms, but arrays {figures.shape} and {margins.shape}"
        raise ValueError(message)
    faults = [*_faults(figures, "value"), *_faults(margins, "margin")]
    found = [
        _column(term, worst, figures[:, term], margins[:, term])
        for term, worst in enumerate(each.worst for each in method.terms)
    ]
    if method.unknown == "refuse":
        faults += [
            Fault(
                "fault.index_unknown",
                TABLE,
                int(place) + 2,
                method.indicators[column.term],
                {"place": int(place) + 1},
            )
            for column in found
            for place in column.unknown
        ]
    elif not any(len(column.known) for column in found):
        faults.append(Fault("fault.index_nothing_known", TABLE))
    if faults:
        raise BadTable(faults)
    return [column for column in found if len(column.known)]


def _column(term: int, worst: str, figures: Floats, margins: Floats) -> Column:
    is_known = ~np.isnan(figures)
    known = np.flatnonzero(is_known)
    return Column(
        term=term,
        known=known,
        unknown=np.flatnonzero(~is_known),
        figures=(figures[known] if worst == "high" else -figures[known]).astype(np.float64),
        deviation=np.nan_to_num(margins[known]) / NORMAL_95,
    )


def _faults(table: Floats, column: str) -> list[Fault]:
    """Return a fault for each figure with which nothing can be counted."""
    wrong = np.isinf(table) | ((table < 0) if column == "margin" else False)
    return [
        Fault(
            "fault.not_finite" if np.isinf(table[place, term]) else "fault.negative",
            TABLE,
            int(place) + 2,
            column,
            {"value": float(table[place, term])},
        )
        for place, term in np.argwhere(wrong)
    ]


class Worth(NamedTuple):
    """What a block of one indicator's figures adds for each unit of weight.

    Attributes
    ----------
    known
        (b, m) for the places with a figure.
    unknown
        (b, 1) for those without; None when they are left out.
    """

    known: Floats
    unknown: Floats | None


def worth(figures: Floats, choice: Choice, method: IndexMethod) -> Worth:
    """Return normalised figures, or the logarithms of what they leave for a geometric mean.

    The figures are written over by what is returned.
    """
    is_geometric = choice.aggregation == "geometric"
    if method.unknown == "middle":
        given = normalised(figures, choice.normalisation)
        middle = np.median(given, axis=1, keepdims=True)
        return Worth(log_kept(given), log_kept(middle)) if is_geometric else Worth(given, middle)
    if choice.normalisation == "rank":
        table = rank_table(figures.shape[1])
        known = ranked(figures, log_kept(table) if is_geometric else table)
    else:
        given = normalised(figures, choice.normalisation)
        known = log_kept(given) if is_geometric else given
    if method.unknown != "worst":
        return Worth(known, None)
    worst = np.ones((1, 1))
    return Worth(known, log_kept(worst) if is_geometric else worst)


@dataclass(frozen=True, eq=False)
class Sums:
    """What has been added up for a block of draws.

    Attributes
    ----------
    total
        (b, n) weight times worth.
    weight
        (b, n) the weights that stand behind it; (b, 1) where they are the same for every place.
    """

    total: Floats
    weight: Floats

    @classmethod
    def empty(cls, draws: int, places: int, *, by_place: bool) -> "Sums":
        """Return sums of nothing."""
        return cls(np.zeros((draws, places)), np.zeros((draws, places if by_place else 1)))

    def rows(self, rows: slice) -> "Sums":
        """Return the sums of some draws; what is added there is added here."""
        return Sums(self.total[rows], self.weight[rows])

    def add(self, column: Column, worth: Worth, weight: Floats) -> None:
        """Add an indicator with the weight (b, 1) of each draw; its worth is used up."""
        is_shared = len(worth.known) < len(weight)
        part = np.multiply(worth.known, weight, out=None if is_shared else worth.known)
        if not len(column.unknown):
            self.total[...] += part
            self.weight[...] += weight
            return
        self.total[:, column.known] += part
        if worth.unknown is None:
            self.weight[:, column.known] += weight
            return
        self.total[:, column.unknown] += worth.unknown * weight
        self.weight[...] += weight

    def values(self, aggregation: Aggregation) -> Floats:
        """Return (b, n) values, 0-1; nan where no weight stands behind one.

        ``arithmetic``: Σ w v / Σ w. ``geometric``: (1 - exp(Σ w ln(1 - 0.99 v) / Σ w)) / 0.99.
        """
        is_bare = self.weight == 0
        mean = self.total / np.where(is_bare, np.nan, self.weight)
        if aggregation == "geometric":
            np.exp(mean, out=mean)
            mean -= 1
            mean /= FLOOR - 1
        mean *= STEPS
        np.rint(mean, out=mean)
        mean /= STEPS
        return np.abs(mean, out=mean)  # no -0


def weight_by_place(columns: Sequence[Column], method: IndexMethod) -> bool:
    """Say whether the weights that count differ from place to place."""
    return method.unknown == "leave_out" and any(len(column.unknown) for column in columns)


def standings(values: Floats) -> Whole:
    """Return (b, n) ranks of known values: 1 + the number of places that are strictly worse."""
    steps_from_worst = (STEPS - np.rint(values * STEPS)).astype(np.int64)
    order, ordered = in_order(steps_from_worst)
    given = np.empty(ordered.shape, dtype=np.int64)
    given.reshape(-1)[order] = first_of_equals(ordered) + 1
    return given
