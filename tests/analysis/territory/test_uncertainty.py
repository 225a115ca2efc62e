"""Intervals of ranks over many draws."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kargosha.analysis.errors import BadTable
from kargosha.analysis.territory import uncertainty
from kargosha.analysis.territory.composite import index_values
from kargosha.analysis.territory.draws import batches, choices, draw
from kargosha.analysis.territory.index_method import IndexMethod, Term
from kargosha.analysis.territory.uncertainty import RankUncertainty, rank_uncertainty

NAN = float("nan")
TERMS = (Term("a", "high", 3, 1, 5), Term("b", "low", 1, 0, 2))
WIDE = IndexMethod(TERMS)
SURE = IndexMethod(
    tuple(replace(term, least=term.weight, most=term.weight) for term in TERMS),
    normalisations=("rank",),
    aggregations=("arithmetic",),
)
FIGURES = np.array([[9.0, 1.0], [6.0, 5.0], [6.0, 2.0], [4.0, NAN], [NAN, NAN], [1.0, 9.0]])
EXACT = np.zeros_like(FIGURES)
rows = st.lists(
    st.tuples(st.integers(0, 9).map(float), st.integers(0, 9).map(float) | st.just(NAN)),
    min_size=1,
    max_size=12,
)


class Impatient:
    """Wants an end after some reports."""

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self.heard: list[float] = []

    def stop(self) -> bool:
        return len(self.heard) >= self.patience

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        self.heard.append(share)


def fields(found: RankUncertainty) -> np.ndarray:
    return np.array(
        [
            found.rank_low,
            found.rank_high,
            found.median_rank,
            found.worst_fifth_probability,
            found.value_low,
            found.value_high,
        ]
    )


@given(rows)
def test_without_doubt_the_interval_is_the_rank(places: list[tuple[float, float]]) -> None:
    figures = np.array(places)

    point = index_values(figures, SURE)
    found = rank_uncertainty(figures, np.zeros_like(figures), SURE, draws=20, seed=1)

    for ranks in (found.rank_low, found.rank_high, found.median_rank):
        assert ranks.tolist() == point.rank.tolist()
    assert found.value_low == pytest.approx(point.value, abs=1e-9)
    assert found.value_high == pytest.approx(point.value, abs=1e-9)
    worst_fifth = point.rank <= -(-len(places) // 5)
    assert found.worst_fifth_probability.tolist() == worst_fifth.astype(float).tolist()


@settings(deadline=None)
@given(rows, st.randoms())
def test_the_order_of_exact_places_changes_nothing(
    places: list[tuple[float, float]], dice: "st.Random"
) -> None:
    figures = np.array(places)
    order = list(range(len(places)))
    dice.shuffle(order)

    here = rank_uncertainty(figures, np.zeros_like(figures), WIDE, draws=50, seed=1)
    there = rank_uncertainty(figures[order], np.zeros_like(figures), WIDE, draws=50, seed=1)

    assert fields(there) == pytest.approx(fields(here)[:, order], abs=1e-9)


def test_the_same_seed_gives_the_same_answer_and_another_another() -> None:
    margins = np.full_like(FIGURES, 3.0)
    once, again, other = (
        rank_uncertainty(FIGURES, margins, WIDE, draws=3_000, seed=seed) for seed in (7, 7, 8)
    )

    assert np.array_equal(fields(once), fields(again), equal_nan=True)
    assert not np.array_equal(fields(once), fields(other), equal_nan=True)


def test_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    margins = np.full_like(FIGURES, 3.0)
    several = rank_uncertainty(FIGURES, margins, WIDE, draws=5_000, seed=7)

    monkeypatch.setattr(uncertainty, "THREADS", 1)
    alone = rank_uncertainty(FIGURES, margins, WIDE, draws=5_000, seed=7)

    assert np.array_equal(fields(several), fields(alone), equal_nan=True)


def test_intervals_hold_the_published_rank_and_value() -> None:
    point = index_values(FIGURES, WIDE)
    found = rank_uncertainty(FIGURES, np.full_like(FIGURES, 9.0), WIDE, draws=300, seed=2)

    known = ~np.isnan(point.value)
    assert (found.rank_low <= point.rank)[known].all()
    assert (found.rank_high >= point.rank)[known].all()
    assert (found.value_low <= point.value)[known].all()
    assert (found.value_high >= point.value)[known].all()
    assert np.isnan(fields(found)[:, ~known]).all()


def test_an_interval_leaves_out_its_share_of_the_draws_on_each_side() -> None:
    # Two places a standard deviation apart: the first is the worst in Φ(1/√2) = 76 % of draws.
    figures, margins = np.array([[1.0], [0.0]]), np.full((2, 1), 1.96)
    method = IndexMethod((Term("a", "high", 1, 1, 1),))

    found = rank_uncertainty(figures, margins, method, draws=20_000, seed=1, level=0.5)
    wider = rank_uncertainty(figures, margins, method, draws=20_000, seed=1, level=0.53)

    assert found.worst_fifth_probability[0] == pytest.approx(0.7602, abs=0.01)
    assert (found.rank_low[0], found.rank_high[0]) == (1, 1)
    assert (wider.rank_low[0], wider.rank_high[0]) == (1, 2)
    assert (found.level, found.draws) == (0.5, 20_000)


def test_a_wider_margin_never_narrows_the_doubt_about_a_close_call() -> None:
    figures = np.array([[10.0], [9.0], [8.0], [1.0], [0.0]])
    method = IndexMethod((Term("a", "high", 1, 1, 1),), normalisations=("rank",))

    chances = [
        rank_uncertainty(figures, np.full((5, 1), margin), method, draws=4_000, seed=3)
        for margin in (0.1, 2.0, 6.0)
    ]

    first = [each.worst_fifth_probability[0] for each in chances]
    assert first == sorted(first, reverse=True)
    assert first[0] == 1.0


def test_more_than_a_few_places_have_their_own_ranks() -> None:
    figures = np.arange(70_000.0)[:, None]
    method = replace(SURE, terms=SURE.terms[:1])

    found = rank_uncertainty(figures, np.zeros_like(figures), method, draws=1, seed=1)

    assert found.rank_low[[0, -1]].tolist() == [70_000, 1]


def test_a_watch_hears_of_every_batch_and_can_stop() -> None:
    patient, hasty = Impatient(100), Impatient(1)

    whole = rank_uncertainty(FIGURES, EXACT, WIDE, draws=6_000, seed=1, watch=patient)
    part = rank_uncertainty(FIGURES, EXACT, WIDE, draws=6_000, seed=1, watch=hasty)

    assert (whole.draws, patient.heard[-1]) == (6_000, 1.0)
    assert (part.draws, len(hasty.heard)) == (2_000, 1)


@pytest.mark.parametrize(
    ("margin", "code"), [(-1.0, "fault.negative"), (float("inf"), "fault.not_finite")]
)
def test_margins_that_mean_nothing_are_refused(margin: float, code: str) -> None:
    margins = EXACT.copy()
    margins[1, 0] = margin

    with pytest.raises(BadTable) as caught:
        rank_uncertainty(FIGURES, margins, WIDE, draws=10, seed=1)

    (fault,) = caught.value.faults
    assert (fault.code, fault.row, fault.column) == (code, 3, "margin")


def test_weights_stay_within_their_bounds_and_are_never_nothing() -> None:
    made = choices(WIDE, 5_000, places=6, seed=4)

    assert (made.weight[:, 0] >= 1).all()
    assert (made.weight[:, 0] <= 5).all()
    assert (made.weight[:, 1] > 0).all()
    assert made.weight.mean(axis=0) == pytest.approx([3, 1], abs=0.05)
    assert np.bincount(made.normalisation) / 5_000 == pytest.approx([1 / 3] * 3, abs=0.03)
    assert np.bincount(made.aggregation) / 5_000 == pytest.approx([1 / 2] * 2, abs=0.03)


def test_errors_are_normal_and_only_where_a_margin_is() -> None:
    margins = np.column_stack([np.full(6, 2.0), np.zeros(6)])

    noise = np.array([draw(i, FIGURES, margins, WIDE, 400, 5).noise for i in range(400)])

    known = noise[:, ~np.isnan(FIGURES[:, 0]), 0]
    assert known.mean() == pytest.approx(0, abs=0.1)
    assert known.std() == pytest.approx(1, abs=0.1)
    assert (noise[:, :, 1] == 0).all()
    assert (noise[:, 4, 0] == 0).all()


def test_batches_cover_every_draw_once() -> None:
    for draws, places in ((1, 1), (5_000, 6), (200, 3_000), (3, 10**7)):
        covered = [i for batch in batches(draws, places) for i in range(batch.start, batch.stop)]

        assert covered == list(range(draws))
