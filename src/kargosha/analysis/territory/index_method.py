"""What is an index made of? Its indicators, weights, and how they are brought together: as data."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from kargosha.analysis.errors import BadTable, Fault

Worst = Literal["high", "low"]
Normalisation = Literal["rank", "z", "min_max"]
Aggregation = Literal["arithmetic", "geometric"]
Unknown = Literal["leave_out", "middle", "worst", "refuse"]

TABLE = "method"
"""Name under which faults speak of the method."""


@dataclass(frozen=True)
class Term:
    """One indicator within an index.

    Attributes
    ----------
    indicator
        Code of the indicator.
    worst
        Which end of its figures is the worst.
    weight
        Its weight, in any unit: only the proportions of the weights count.
    least, most
        Bounds within which another honest analyst might have put the weight.
    """

    indicator: str
    worst: Worst
    weight: float
    least: float
    most: float


@dataclass(frozen=True)
class IndexMethod:
    """How figures become one value between 0 (best) and 1 (worst) for each place.

    Attributes
    ----------
    terms
        The indicators.
    normalisation
        How figures of different units are brought to 0–1.
    aggregation
        How the normalised figures of a place become one.
    unknown
        ``leave_out``: the weights of what is known stand for all; ``middle``: an unknown figure
        stands at the median of the known; ``worst``: at 1; ``refuse``: it is a fault.
    normalisations, aggregations
        What the draws of the uncertainty choose from, evenly; the method's own is among them.
    """

    terms: tuple[Term, ...]
    normalisation: Normalisation = "rank"
    aggregation: Aggregation = "arithmetic"
    unknown: Unknown = "leave_out"
    normalisations: tuple[Normalisation, ...] = get_args(Normalisation)
    aggregations: tuple[Aggregation, ...] = get_args(Aggregation)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of the indicators, in the order of the terms."""
        return tuple(term.indicator for term in self.terms)

    def check(self) -> None:
        """Raise `BadTable` with everything that is wrong with the method."""
        faults = self.faults()
        if faults:
            raise BadTable(faults)

    def faults(self) -> list[Fault]:
        """Return everything that is wrong with the method; a fault's column is its part."""
        if not self.terms:
            return [Fault("fault.index_no_terms", TABLE, None, "terms")]
        found = [fault for term in self.terms for fault in _term_faults(term)]
        for code in sorted({code for code in self.indicators if self.indicators.count(code) > 1}):
            found.append(Fault("fault.index_term_twice", TABLE, None, code))
        if not found and sum(term.weight for term in self.terms) <= 0:
            found.append(Fault("fault.index_weightless", TABLE, None, "terms"))
        found += _choice("unknown", self.unknown, get_args(Unknown))
        found += _tried("normalisation", self.normalisation, self.normalisations, Normalisation)
        found += _tried("aggregation", self.aggregation, self.aggregations, Aggregation)
        return found


def _term_faults(term: Term) -> list[Fault]:
    """Return what is wrong with one term."""
    part = f"{term.indicator}."
    found = _choice(f"{part}worst", term.worst, get_args(Worst))
    numbers = {"weight": term.weight, "least": term.least, "most": term.most}
    wrong = [
        Fault("fault.index_weight", TABLE, None, part + name, {"value": number})
        for name, number in numbers.items()
        if not math.isfinite(number) or number < 0
    ]
    if not wrong and not term.least <= term.weight <= term.most:
        wrong = [Fault("fault.index_bounds", TABLE, None, f"{part}weight", numbers)]
    return found + wrong


def _tried(part: str, own: str, tried: Sequence[str], choices: object) -> list[Fault]:
    """Return what is wrong with a choice and with those that the draws may make instead."""
    found = _choice(part, own, get_args(choices))
    for each in tried:
        found += _choice(f"{part}s", each, get_args(choices))
    if not found and (own not in tried or len(set(tried)) < len(tried)):
        found.append(Fault("fault.index_not_tried", TABLE, None, f"{part}s", {"value": own}))
    return found


def _choice(part: str, value: str, known: Sequence[str]) -> list[Fault]:
    """Return a fault unless the value is one of those known."""
    if value in known:
        return []
    return [Fault("fault.index_choice", TABLE, None, part, {"value": value, "known": list(known)})]
