"""How are figures of different units made comparable? Each brought to 0 (best) to 1 (worst).

Everything here works on blocks: a row is one draw of an indicator's known figures, a column is a
place. The figures have been turned so that higher is worse. They are written over by what is made
of them: most of the time of ten thousand draws would else go into fetching memory.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from kargosha.analysis.territory.index_method import Normalisation
from kargosha.analysis.territory.ranks import MIDDLE

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

DEVIATIONS = 3.0
"""Standard deviations from the mean at which a z-score is cut: -3 is 0, the mean 0.5, +3 is 1."""

FLOOR = 0.01
"""Least that a place is taken to have of a good, so that a geometric mean can be formed."""


def normalised(figures: Floats, how: Normalisation) -> Floats:
    """Bring figures to 0–1, where 1 is the worst.

    ``rank``: (mid-rank - 1) / (m - 1). ``min_max``: (x - min) / (max - min).
    ``z``: 0.5 + (x - mean) / (2 · 3 · sd), cut at 0 and 1; sd with the divisor m.

    Parameters
    ----------
    figures
        (b, m) known figures, higher is worse, any unit; m ≥ 1. They are written over.
    how
        Which of the three.

    Returns
    -------
    ndarray
        (b, m), 0-1: the same array.

    Notes
    -----
    A row of equal figures says nothing of anybody: every place gets the middle, 0.5. A z-score is
    cut and not bent: within three deviations the arithmetic index is the usual mean of z-scores,
    and without the cut it would be unbounded. (Min–max after z would be min–max again.)
    """
    return _NORMALISED[how](figures)


def ranked(figures: Floats, worth: Floats) -> Floats:
    """Give each figure the entry of a table at twice its mid-rank, counted from 0.

    ``worth`` has 2m - 1 entries, for equal figures share the mean of their ranks. Equal is what
    differs by less than one part in 2 ** `key_bits` of the row's range (10⁻¹⁵ below 4,096 places):
    the order of additions is no difference.
    """
    width = figures.shape[1]
    least = figures.min(axis=1, keepdims=True)
    span = figures.max(axis=1, keepdims=True) - least
    figures -= least
    figures *= 2.0 ** key_bits(width) / np.where(span == 0, 1.0, span)
    order, ordered = in_order(figures.astype(np.int64))
    entries = worth[::2]
    if (ordered[:, 1:] == ordered[:, :-1]).any():
        last = width - 1 - first_of_equals(ordered[:, ::-1])[:, ::-1]
        entries = worth[first_of_equals(ordered) + last]
    figures.reshape(-1)[order] = entries
    return figures


def in_order(keys: Whole) -> tuple[NDArray[np.int64], Whole]:
    """Sort the rows of whole numbers from 0 up, and say where each came from.

    Returns
    -------
    tuple
        (b, n) flat positions in ``keys``, and the sorted numbers. Equal ones stay in their order.

    Notes
    -----
    A number and its position are packed into one, for sorting numbers is several times quicker
    than sorting positions. So a number may have `key_bits` bits. The keys are used up.
    """
    rows, width = keys.shape
    bits = width.bit_length()
    keys <<= bits
    keys |= np.arange(width)
    keys.sort(axis=1)
    position = keys & ((1 << bits) - 1)
    position += (np.arange(rows) * width)[:, None]
    keys >>= bits
    return position, keys


def key_bits(width: int) -> int:
    """Return how many bits a number may have that `in_order` sorts in a row of that width."""
    return 62 - width.bit_length()


def first_of_equals(ordered: NDArray[np.generic]) -> Whole:
    """Return for each entry of sorted rows the position of the first that equals it."""
    rows, width = ordered.shape
    is_first = np.ones((rows, width), dtype=bool)
    np.not_equal(ordered[:, 1:], ordered[:, :-1], out=is_first[:, 1:])
    position = np.where(is_first, np.arange(width), 0)
    return np.maximum.accumulate(position, axis=1, out=position)


def rank_table(places: int) -> Floats:
    """Return the percentile rank by twice the mid-rank."""
    if places == 1:
        return np.array([MIDDLE])
    return np.arange(2 * places - 1) / 2 / (places - 1)


def log_kept(lack: Floats) -> Floats:
    """Turn what a place lacks into the logarithm of what it has of a good: ln(1 - 0.99 v)."""
    lack *= FLOOR - 1
    lack += 1
    return np.log(lack, out=lack)


def _rank(figures: Floats) -> Floats:
    return ranked(figures, rank_table(figures.shape[1]))


def _min_max(figures: Floats) -> Floats:
    figures -= figures.min(axis=1, keepdims=True)
    return _shared(figures, figures.max(axis=1, keepdims=True))


def _z(figures: Floats) -> Floats:
    places = figures.shape[1]
    is_flat = figures.min(axis=1, keepdims=True) == figures.max(axis=1, keepdims=True)
    figures -= figures.sum(axis=1, keepdims=True) / places
    squares = np.einsum("ij,ij->i", figures, figures)[:, None]
    span = 2 * DEVIATIONS * np.sqrt(squares / places)
    _shared(figures, np.where(is_flat, 0.0, span), middle=0.0)
    figures += MIDDLE
    return np.clip(figures, 0, 1, out=figures)


def _shared(distance: Floats, span: Floats, middle: float = MIDDLE) -> Floats:
    """Divide distances by the span of their row; a row without a span stands in the middle."""
    is_flat = span == 0
    distance /= np.where(is_flat, 1.0, span)
    if is_flat.any():
        distance[is_flat[:, 0]] = middle
    return distance


_NORMALISED: Mapping[Normalisation, Callable[[Floats], Floats]] = {
    "rank": _rank,
    "z": _z,
    "min_max": _min_max,
}
