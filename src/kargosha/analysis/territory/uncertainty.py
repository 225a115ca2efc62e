"""How sure is an index? Its ranks over many draws of what might honestly have been otherwise."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from kargosha.analysis.territory.composing import (
    Choice,
    Column,
    Floats,
    Sums,
    columns,
    standings,
    weight_by_place,
    worth,
)
from kargosha.analysis.territory.composite import index_values
from kargosha.analysis.territory.draws import Batch, Choices, batches, choices, errors
from kargosha.analysis.territory.index_method import IndexMethod
from kargosha.analysis.watch import Unwatched, Watch

THREADS = 2
"""Batches computed at a time; they do not know of each other, so the number changes no result."""

WORST_SHARE = 5
"""The worst fifth is the worst one in so many, rounded up."""

VALUE_STEPS = 2**32 - 1
"""Values of draws are kept to one part in this many."""

PLACES_AT_ONCE = 256
UNWATCHED = Unwatched()


@dataclass(frozen=True, eq=False)
class RankUncertainty:
    """How the ranks and values of n places vary over the draws; nan for places without a value.

    Attributes
    ----------
    rank_low, rank_high
        (n,) ends of the interval of the rank; 1 is the worst. It holds the rank of the index.
    median_rank
        (n,) median of the ranks.
    worst_fifth_probability
        (n,) share of the draws in which the place is in the worst fifth.
    value_low, value_high
        (n,) ends of the interval of the value, 0-1, to 1e-9. It holds the value of the index.
    level
        Share of the draws that an interval holds at least.
    draws
        Draws that were made; fewer than asked when the watch stopped them.
    """

    rank_low: Floats
    rank_high: Floats
    median_rank: Floats
    worst_fifth_probability: Floats
    value_low: Floats
    value_high: Floats
    level: float
    draws: int


def rank_uncertainty(
    figures: Floats,
    margins: Floats,
    method: IndexMethod,
    *,
    draws: int = 10_000,
    seed: int,
    level: float = 0.9,
    watch: Watch = UNWATCHED,
) -> RankUncertainty:
    """Compute an index many times over, each time with other weights, choices and errors.

    Parameters
    ----------
    figures
        (n, k) figures in the units of their indicators, in the order of the terms; nan unknown.
    margins
        (n, k) half widths of the figures' 95 % intervals, same units; 0 or nan for none.
    method
        The index; its terms' bounds and its ``normalisations`` and ``aggregations`` say what the
        draws choose from.
    draws
        How many; at least 1.
    seed
        Seed of the draws, 0 or more.
    level
        Share of the draws that an interval holds, 0–1.
    watch
        Hears of progress and may stop; at least one batch of draws is made.

    Returns
    -------
    RankUncertainty
        Intervals and probabilities.

    Raises
    ------
    BadTable
        As `index_values`, and if a margin is negative or infinite.

    Notes
    -----
    Each draw takes, independently of all others: every weight evenly from its bounds; one of the
    normalisations and one of the aggregations, evenly; and for each figure with a margin a normal
    error with sd = margin / 1.96. Unknown figures stay unknown.

    rank = 1 + the number of places that are strictly worse; the worst fifth is rank ≤ ⌈n/5⌉ of
    the n places that have a value. An interval leaves out ⌊(1 - level)/2 · draws⌋ draws on each
    side, and is widened to the published rank or value where that lies outside: the published
    index is one of those that might honestly have been.

    The interval covers doubt about weights, method and sampling error. It does not cover wrong or
    outdated figures, nor the choice of the indicators. The errors of figures are taken as
    independent, and are added to figures that hold an error already, so intervals are wide rather
    than narrow.

    The same figures, method, draws and seed give the same result, whatever the threads, with the
    same release of NumPy. Memory: 6 bytes (8 beyond 65,535 places) for each place and draw.

    References
    ----------
    Saisana, M., Saltelli, A. and Tarantola, S. (2005), Uncertainty and sensitivity analysis
    techniques as tools for the quality assessment of composite indicators, Journal of the Royal
    Statistical Society A 168(2), 307–323. OECD and JRC (2008), Handbook, step 7.
    """
    point = index_values(figures, method)
    ranked = np.flatnonzero(~np.isnan(point.value))
    simulation = _Simulation(
        known=columns(figures, margins, method),
        method=method,
        choices=choices(method, draws, len(figures), seed),
        places=len(figures),
        ranked=ranked,
        seed=seed,
    )
    kept = _run(simulation, draws, watch)
    return _summary(kept, point.value, point.rank, ranked, level)


@dataclass(frozen=True, eq=False)
class _Kept:
    """Ranks and values of all draws, a place a row."""

    ranks: NDArray[np.unsignedinteger]
    values: NDArray[np.uint32]


def _run(simulation: "_Simulation", draws: int, watch: Watch) -> _Kept:
    """Make the draws batch by batch, until all are made or the watch wants an end."""
    places = len(simulation.ranked)
    kept = _Kept(
        np.empty((places, draws), dtype=np.uint16 if places < 1 << 16 else np.uint32),
        np.empty((places, draws), dtype=np.uint32),
    )
    made = 0
    with ThreadPoolExecutor(THREADS) as pool:
        work = list(batches(draws, simulation.places))
        answers = pool.map(lambda batch: simulation.make(batch, kept), work)
        for batch, _ in zip(work, answers, strict=True):
            made = batch.stop
            watch.report(made / draws, None, None)
            if watch.stop():
                pool.shutdown(wait=True, cancel_futures=True)
                break
    return _Kept(kept.ranks[:, :made], kept.values[:, :made])


@dataclass(frozen=True, eq=False)
class _Simulation:
    """What all draws share."""

    known: list[Column]
    method: IndexMethod
    choices: Choices
    places: int
    ranked: NDArray[np.intp]
    seed: int

    def make(self, batch: Batch, kept: _Kept) -> None:
        """Make the draws of a batch and keep their ranks and values."""
        made = self.choices.rows(slice(batch.start, batch.stop))
        draws = batch.stop - batch.start
        sums = Sums.empty(draws, self.places, by_place=weight_by_place(self.known, self.method))
        groups = list(self._groups(made))
        for column, noise in zip(self.known, errors(self.known, batch, self.seed), strict=True):
            if noise is not None:
                noise *= column.deviation
                noise += column.figures
            for choice, rows in groups:
                figures = column.figures[None].copy() if noise is None else noise[rows]
                given = worth(figures, choice, self.method)
                sums.rows(rows).add(column, given, made.weight[rows, column.term, None])
        values = np.empty((draws, self.places))
        for choice, rows in groups:
            values[rows] = sums.rows(rows).values(choice.aggregation)
        values = np.take(values, self.ranked, axis=1)
        kept.ranks[:, batch.start : batch.stop] = standings(values).T
        kept.values[:, batch.start : batch.stop] = np.rint(values * VALUE_STEPS).T

    def _groups(self, made: Choices) -> Iterator[tuple[Choice, slice]]:
        """Yield the rows that share their choice; they lie together."""
        pairs = zip(made.normalisation.tolist(), made.aggregation.tolist(), strict=True)
        start = 0
        for (how, aggregation), rows in groupby(pairs):
            stop = start + len(list(rows))
            yield (
                Choice(self.method.normalisations[how], self.method.aggregations[aggregation]),
                slice(start, stop),
            )
            start = stop


def _summary(
    kept: _Kept, value: Floats, rank: Floats, ranked: NDArray[np.intp], level: float
) -> RankUncertainty:
    draws = kept.ranks.shape[1]
    cut = -(-len(ranked) // WORST_SHARE)
    left_out = int((1 - level) / 2 * draws + 1e-9)  # 0.9 falls a little short of nine tenths
    made = {
        name: np.full(value.shape, np.nan)
        for name in ("rank_low", "rank_high", "median_rank", "worst", "value_low", "value_high")
    }
    for start in range(0, len(ranked), PLACES_AT_ONCE):
        rows = slice(start, start + PLACES_AT_ONCE)
        ranks = np.sort(kept.ranks[rows].astype(np.uint32), axis=1)
        values = np.sort(kept.values[rows], axis=1)
        here = ranked[rows]
        made["rank_low"][here] = ranks[:, left_out]
        made["rank_high"][here] = ranks[:, draws - 1 - left_out]
        made["median_rank"][here] = (ranks[:, (draws - 1) // 2] + ranks[:, draws // 2]) / 2
        made["worst"][here] = (ranks <= cut).sum(axis=1) / draws
        made["value_low"][here] = values[:, left_out] / VALUE_STEPS
        made["value_high"][here] = values[:, draws - 1 - left_out] / VALUE_STEPS
    return RankUncertainty(
        rank_low=np.minimum(made["rank_low"], rank),
        rank_high=np.maximum(made["rank_high"], rank),
        median_rank=made["median_rank"],
        worst_fifth_probability=made["worst"],
        value_low=np.minimum(made["value_low"], value),
        value_high=np.maximum(made["value_high"], value),
        level=level,
        draws=draws,
    )
