"""What another method would make of an index: who moves, and whether that matters; open to all."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np
from django.core.paginator import Page, Paginator
from numpy.typing import NDArray

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.territory.composite import compare
from kargosha.analysis.territory.index_method import (
    Aggregation,
    IndexMethod,
    Normalisation,
    Term,
    Unknown,
)
from kargosha.analysis.territory.uncertainty import WORST_SHARE
from kargosha.areas.territory import frames
from kargosha.areas.territory.frames.index_changes import (
    MethodChange,
    method_changes,
    weight_shares,
)
from kargosha.areas.territory.models import IndexVersion, Indicator, Place, PlaceEstimate
from kargosha.files.digits import ascii_digits
from kargosha.files.index import IndexOptions, IndexResult, compute_index, method_of
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound

Floats = NDArray[np.float64]

CHOICES: Mapping[str, tuple[str, ...]] = {
    "normalisation": get_args(Normalisation),
    "aggregation": get_args(Aggregation),
    "unknown": get_args(Unknown),
}
"""What can be chosen otherwise than it is published, besides the weights."""

AT_ONCE = 4_000_000
"""Figures that are drawn while someone waits: more places are given fewer trials."""

FEWEST_DRAWS = 200
MOVES_A_PAGE = 60


@dataclass(frozen=True)
class TermLine:
    """An indicator of the tried method, its share in all weight, and its weight as published."""

    indicator: Indicator
    term: Term
    share: float
    published_weight: float


@dataclass(frozen=True)
class Move:
    """A place as it is published and as it would be; ``moved`` is positive towards the worst."""

    place: Place
    published: PlaceEstimate | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    moved: int | None
    matters: bool


@dataclass(frozen=True)
class Experiment:
    """A method tried against the latest version of an index.

    ``faults`` say why nothing was computed; ``has_new_figures`` that figures have changed since the
    version was published, so that not every move comes from the method.
    """

    version: IndexVersion
    method: IndexMethod
    terms: Sequence[TermLine]
    changes: Sequence[MethodChange]
    indicators: Mapping[str, Indicator]
    draws: int
    has_new_figures: bool = False
    moves: Sequence[Move] = ()
    entering: Sequence[Place] = ()
    leaving: Sequence[Place] = ()
    faults: Sequence[Fault] = ()

    def page(self, number: str | None) -> Page[Move]:
        """Return a page of the moves."""
        return Paginator(self.moves, MOVES_A_PAGE).get_page(number)

    @property
    def count(self) -> int:
        """Return how many places are ranked, before or after."""
        ranks = (each for move in self.moves for each in (move.rank, _rank(move.published)))
        return max((rank for rank in ranks if rank), default=0)

    @property
    def moving(self) -> int:
        """Return how many places move at all."""
        return sum(bool(move.moved) for move in self.moves)

    @property
    def mattering(self) -> int:
        """Return how many moves say more than was in doubt already."""
        return sum(move.matters for move in self.moves)


def workshop(*, code: str, by: Actor, asked: Mapping[str, str]) -> Experiment:
    """Return what comes of the latest version of an index with what is asked for changed.

    The places come in the order of their new ranks, the unknown last.

    Raises
    ------
    NotFound
        There is no such index, or nothing of it is published.
    """
    del by  # what is published is public, and trying changes nothing
    version = _latest(code)
    method = _tried(version, asked)
    figures = frames.latest_figures(method.indicators, version.level)
    places = figures.get_column("place").n_unique()
    draws = _draws(places, len(method.terms))
    try:
        result = compute_index(figures, method, IndexOptions(draws=draws))
    except BadTable as bad:
        return replace(_untried(version, method, draws), faults=bad.faults)
    return _told(_untried(version, method, draws), result)


def tried_method(*, code: str, by: Actor, asked: Mapping[str, str]) -> IndexMethod:
    """Return the latest method of an index with what is asked for changed: ``weight-…`` for each
    indicator, ``normalisation``, ``aggregation`` and ``unknown``.

    The bounds of a weight are changed in proportion. What cannot be read is left for the method's
    own check to tell.

    Raises
    ------
    NotFound
        There is no such index, or nothing of it is published.
    """
    del by  # what is published is public, and trying changes nothing
    return _tried(_latest(code), asked)


def _tried(version: IndexVersion, asked: Mapping[str, str]) -> IndexMethod:
    method = method_of(version.method)
    choices = {part: asked.get(part) or getattr(method, part) for part in CHOICES}
    return replace(
        method,
        terms=tuple(_weighed(term, asked) for term in method.terms),
        normalisations=_with(method.normalisations, choices["normalisation"]),  # type: ignore[arg-type]
        aggregations=_with(method.aggregations, choices["aggregation"]),  # type: ignore[arg-type]
        **choices,  # type: ignore[arg-type]
    )


def _latest(code: str) -> IndexVersion:
    version = IndexVersion.objects.latest_of(code)
    if version is None:
        raise NotFound("index", code)
    return version


def _weighed(term: Term, asked: Mapping[str, str]) -> Term:
    """Return a term with the weight that is asked for, and bounds as wide in proportion."""
    text = asked.get(f"weight-{term.indicator}", "")
    weight = _number(text) if text.strip() else term.weight
    if weight == term.weight:
        return term
    if not term.weight:
        return replace(term, weight=weight, most=max(weight, term.most))
    least, most = term.least / term.weight, term.most / term.weight
    return replace(term, weight=weight, least=weight * least, most=weight * most)


def _number(text: str) -> float:
    try:
        return float(ascii_digits(text).replace("٫", "."))
    except ValueError:
        return math.nan


def _with(tried: tuple[str, ...], own: str) -> tuple[str, ...]:
    return tried if own in tried else (*tried, own)


def _draws(places: int, terms: int) -> int:
    most = IndexOptions().draws
    return min(most, max(FEWEST_DRAWS, AT_ONCE // max(places * terms, 1)))


def _untried(version: IndexVersion, method: IndexMethod, draws: int) -> Experiment:
    indicators = {each.code: each for each in Indicator.objects.filter(code__in=method.indicators)}
    published = method_of(version.method)
    is_sound = not method.faults()
    shares = weight_shares(method) if is_sound else {}
    return Experiment(
        version=version,
        method=method,
        terms=[
            TermLine(
                indicators[term.indicator], term, shares.get(term.indicator, 0.0), before.weight
            )
            for term, before in zip(method.terms, published.terms, strict=True)
        ],
        changes=list(method_changes(published, method)) if is_sound else [],
        indicators=indicators,
        draws=draws,
    )


def _told(experiment: Experiment, result: IndexResult) -> Experiment:
    """Return the experiment with what came of it."""
    moves = sorted(
        _moves(experiment.version, result),
        key=lambda move: (move.rank is None, move.rank or 0, move.place.sort_key),
    )
    before = _neediest([(move.place, _rank(move.published)) for move in moves])
    after = _neediest([(move.place, move.rank) for move in moves])
    frozen = experiment.version.provenance["inputs"]["observations"]
    return replace(
        experiment,
        moves=moves,
        entering=[place for place in after if place not in before],
        leaving=[place for place in before if place not in after],
        has_new_figures=frozen != result.provenance.inputs["observations"],
    )


def _moves(version: IndexVersion, result: IndexResult) -> Iterator[Move]:
    """Yield each place's move; one that has gone or come since is unknown on the other side."""
    published = {each.place_id: each for each in version.estimates.select_related("place")}
    of_kind = Place.objects.filter(kind=version.level).in_bulk()
    keys = {place.key: pk for pk, place in of_kind.items()}
    row_of = {keys[key]: row for row, key in enumerate(result.places)}
    places = {pk: of_kind[pk] for pk in {**row_of, **published}}
    estimates = [published.get(pk) for pk in places]
    rows = [row_of.get(pk) for pk in places]
    told = compare(
        before=_ranks(estimates, "rank"),
        after=np.array([_at(result.composite.rank, row) for row in rows]),
        rank_low=_ranks(estimates, "rank_low"),
        rank_high=_ranks(estimates, "rank_high"),
    )
    for at, (place, estimate, row) in enumerate(zip(places.values(), estimates, rows, strict=True)):
        yield Move(
            place=place,
            published=estimate,
            rank=_whole(told.after[at]),
            rank_low=_whole(_at(result.uncertainty.rank_low, row)),
            rank_high=_whole(_at(result.uncertainty.rank_high, row)),
            moved=_whole(told.moved[at]),
            matters=bool(told.matters[at]),
        )


def _ranks(estimates: Sequence[PlaceEstimate | None], field: str) -> Floats:
    """Return one of the ranks of each estimate; nan where there is none."""
    return np.array([getattr(each, field, None) for each in estimates], dtype=np.float64)


def _neediest(ranks: Sequence[tuple[Place, int | None]]) -> list[Place]:
    """Return the places in the worst fifth of those that are ranked."""
    cut = -(-sum(rank is not None for _, rank in ranks) // WORST_SHARE)
    return [place for place, rank in ranks if rank is not None and rank <= cut]


def _at(ranks: Floats, row: int | None) -> float:
    return math.nan if row is None else float(ranks[row])


def _whole(rank: float) -> int | None:
    return None if math.isnan(rank) else int(rank)


def _rank(estimate: PlaceEstimate | None) -> int | None:
    return None if estimate is None else estimate.rank
