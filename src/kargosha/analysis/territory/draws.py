"""What is drawn when an index is computed over and over? Weights, choices and errors of figures.

Everything follows from the seed. The weights and choices of all draws come from one stream; the
errors of a batch of draws come from a stream of its own, so neither threads nor their order matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from kargosha.analysis.territory.composing import Choice, Column, Floats, columns
from kargosha.analysis.territory.index_method import IndexMethod

FIGURES_AT_ONCE = 1 << 18
"""Figures of one indicator in a batch of draws: few enough to stay near the processor."""

MOST_AT_ONCE = 2_000
"""Draws in a batch, however few the places are."""


QUANTILES = 1 << 16
"""Different errors that a figure can have: enough, and a quarter of the work of endless ones."""


@dataclass(frozen=True, eq=False)
class Choices:
    """What each of b draws decides.

    Attributes
    ----------
    weight
        (b, k) weights, each within the bounds of its term.
    normalisation, aggregation
        (b,) positions in the method's ``normalisations`` and ``aggregations``.
    """

    weight: Floats
    normalisation: NDArray[np.intp]
    aggregation: NDArray[np.intp]

    def rows(self, rows: NDArray[np.intp] | slice) -> "Choices":
        """Return the choices of some draws."""
        return Choices(self.weight[rows], self.normalisation[rows], self.aggregation[rows])


@dataclass(frozen=True)
class Batch:
    """Draws ``start`` to ``stop`` - 1, whose errors come from one stream."""

    number: int
    start: int
    stop: int


@dataclass(frozen=True, eq=False)
class Draw:
    """Everything that one draw changes.

    Attributes
    ----------
    weight
        (k,) weights.
    choice
        Normalisation and aggregation.
    noise
        (n, k) standard normal errors; 0 where no error is drawn.
    """

    weight: Floats
    choice: Choice
    noise: Floats


def choices(method: IndexMethod, draws: int, places: int, seed: int) -> Choices:
    """Draw weights, normalisations and aggregations, all evenly and independently.

    Within each batch the draws stand in the order of their choices, so that like lies with like.
    """
    terms = len(method.terms)
    even = _stream(seed, 0).random((draws, terms + 2))
    least = np.array([term.least for term in method.terms])
    most = np.array([term.most for term in method.terms])
    made = Choices(
        # From the upper bound down, for 0 can be drawn and 1 cannot: no weight becomes nothing.
        weight=most - (most - least) * even[:, :terms],
        normalisation=(even[:, terms] * len(method.normalisations)).astype(np.intp),
        aggregation=(even[:, terms + 1] * len(method.aggregations)).astype(np.intp),
    )
    batch = np.arange(draws) // batch_size(places)
    return made.rows(np.lexsort((made.aggregation, made.normalisation, batch)))


def batches(draws: int, places: int) -> Iterator[Batch]:
    """Yield the batches into which the draws fall."""
    size = batch_size(places)
    for number, start in enumerate(range(0, draws, size)):
        yield Batch(number, start, min(start + size, draws))


def batch_size(places: int) -> int:
    """Return how many draws a batch has."""
    return max(1, min(FIGURES_AT_ONCE // places, MOST_AT_ONCE))


def errors(known: list[Column], batch: Batch, seed: int) -> Iterator[Floats | None]:
    """Yield (b, m) normal errors for each column in turn; None for one without margins.

    Each is one of `QUANTILES` equally likely quantiles of the standard normal. What was yielded
    before is written over.
    """
    bits = _stream(seed, batch.number + 1).bit_generator
    draws = batch.stop - batch.start
    room = np.empty(draws * max(len(column.known) for column in known))
    for column in known:
        if not column.deviation.any():
            yield None
            continue
        size = draws * len(column.known)
        codes = bits.random_raw(-(-size // 4)).view(np.uint16)[:size]
        np.take(_normal_quantiles(), codes, out=room[:size], mode="clip")
        yield room[:size].reshape(draws, -1)


def draw(
    number: int, figures: Floats, margins: Floats, method: IndexMethod, draws: int, seed: int
) -> Draw:
    """Return draw ``number`` (from 0) of so many, as the uncertainty of these figures makes it."""
    known = columns(figures, margins, method)
    batch = next(each for each in batches(draws, len(figures)) if each.stop > number)
    noise = np.zeros(figures.shape)
    for column, drawn in zip(known, errors(known, batch, seed), strict=True):
        if drawn is not None:
            noise[column.known, column.term] = drawn[number - batch.start]
    made = choices(method, draws, len(figures), seed)
    choice = Choice(
        method.normalisations[made.normalisation[number]],
        method.aggregations[made.aggregation[number]],
    )
    return Draw(made.weight[number], choice, noise)


def _stream(seed: int, number: int) -> np.random.Generator:
    """Return one of the independent streams of a seed."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence((seed, number))))


@cache
def _normal_quantiles() -> Floats:
    """Return the normal quantiles at the middles of equal steps of probability."""
    quantile = NormalDist().inv_cdf
    return np.array([quantile((step + 0.5) / QUANTILES) for step in range(QUANTILES)])
