"""One value for each place from several indicators."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.territory.composite import compare, index_values
from kargosha.analysis.territory.index_method import (
    Aggregation,
    IndexMethod,
    Normalisation,
    Term,
)
from kargosha.analysis.territory.ranks import percentile_rank

NAN = float("nan")
NORMALISATIONS: tuple[Normalisation, ...] = ("rank", "z", "min_max")
AGGREGATIONS: tuple[Aggregation, ...] = ("arithmetic", "geometric")
HIGH, LOW = Term("a", "high", 3, 1, 5), Term("b", "low", 1, 0, 2)
TWO = IndexMethod((HIGH, LOW))
ONE = IndexMethod((HIGH,))
methods = st.builds(
    IndexMethod,
    terms=st.just((HIGH, LOW)),
    normalisation=st.sampled_from(NORMALISATIONS),
    aggregation=st.sampled_from(AGGREGATIONS),
    unknown=st.sampled_from(["leave_out", "middle", "worst"]),
)
figure = st.integers(-50, 50).map(float)
places = st.lists(st.tuples(figure | st.just(NAN), figure | st.just(NAN)), min_size=1).filter(
    lambda rows: not np.isnan(np.array(rows)).all()
)


def column(*figures: float) -> np.ndarray:
    return np.array(figures)[:, None]


def test_weights_and_directions_by_hand() -> None:
    index = index_values(np.array([[9.0, 5.0], [6.0, 7.0], [4.0, 9.0]]), TWO)

    # Ranks on a: 1, 0.5, 0; on b, where the lowest is the worst: 1, 0.5, 0.
    assert index.value == pytest.approx([1.0, 0.5, 0.0])
    assert index.rank == pytest.approx([1, 2, 3])
    assert index.percentile == pytest.approx([1.0, 0.5, 0.0])
    assert index.contribution == pytest.approx(np.array([[0.75, 0.25], [0.375, 0.125], [0, 0]]))
    assert index.known_share == pytest.approx([1, 1, 1])


def test_min_max_keeps_the_distances() -> None:
    index = index_values(column(0, 1, 10), replace(ONE, normalisation="min_max"))

    assert index.value == pytest.approx([0, 0.1, 1])


def test_a_z_score_is_cut_at_three_deviations() -> None:
    one_far_off = column(*[0.0] * 19, 100.0)

    index = index_values(one_far_off, replace(ONE, normalisation="z"))
    # Mean 5, sd 21.79: the many lie 0.2294 deviations below, the one 4.36 above.
    assert index.value[0] == pytest.approx(0.5 - 0.2294157 / 6, abs=1e-7)
    assert index.value[-1] == 1.0


def test_differences_too_small_to_square_are_none() -> None:
    index = index_values(column(0.0, 1e-200), replace(ONE, normalisation="z"))

    assert index.value == pytest.approx([0.5, 0.5])


def test_a_geometric_mean_does_not_let_the_good_make_up_for_the_bad() -> None:
    figures = np.array([[10.0, 10.0], [5.0, 5.0], [0.0, 0.0]])
    method = IndexMethod((Term("a", "high", 1, 1, 1), Term("b", "low", 1, 1, 1)), "min_max")

    arithmetic = index_values(figures, method).value
    geometric = index_values(figures, replace(method, aggregation="geometric")).value

    assert arithmetic == pytest.approx([0.5, 0.5, 0.5])
    # Worst in one thing and best in the other: what is had is sqrt(0.01 · 1) = 0.1 of 1.
    assert geometric == pytest.approx([0.9 / 0.99, (1 - 0.505) / 0.99, 0.9 / 0.99])


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_an_indicator_that_is_the_same_everywhere_puts_all_in_the_middle(
    normalisation: Normalisation, aggregation: Aggregation
) -> None:
    method = replace(ONE, normalisation=normalisation, aggregation=aggregation)

    index = index_values(column(0.1, 0.1, 0.1), method)

    assert index.value == pytest.approx([0.5, 0.5, 0.5])
    assert index.rank == pytest.approx([1, 1, 1])


def test_a_single_place_stands_in_the_middle() -> None:
    assert index_values(column(7), ONE).value == pytest.approx([0.5])


UNEVEN = np.array([[9.0, NAN], [6.0, 5.0], [4.0, 7.0], [NAN, NAN]])


@pytest.mark.parametrize(
    ("unknown", "first"),
    [
        ("leave_out", 1.0),  # a alone
        ("middle", 0.75 * 1 + 0.25 * 0.5),
        ("worst", 1.0),
    ],
)
def test_the_unknown_is_treated_as_the_method_says(unknown: str, first: float) -> None:
    index = index_values(UNEVEN, replace(TWO, unknown=unknown))

    assert index.value[0] == pytest.approx(first)
    assert index.known_share == pytest.approx([0.75, 1, 1, 0])


@pytest.mark.parametrize("unknown", ["leave_out", "middle", "worst"])
@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_a_place_of_which_nothing_is_known_stays_unknown(
    unknown: str, aggregation: Aggregation
) -> None:
    index = index_values(UNEVEN, replace(TWO, unknown=unknown, aggregation=aggregation))

    assert np.isnan([index.value[3], index.percentile[3], index.rank[3]]).all()
    assert np.isnan(index.contribution[3]).all()
    assert not np.isnan(index.value[:3]).any()


def test_a_place_known_only_by_what_does_not_count_stays_unknown() -> None:
    weightless = replace(TWO, terms=(Term("a", "high", 0, 0, 1), LOW))

    index = index_values(np.array([[9.0, NAN], [6.0, 5.0], [4.0, 7.0]]), weightless)

    assert index.value == pytest.approx([NAN, 1.0, 0.0], nan_ok=True)


def test_what_may_not_be_unknown_is_a_fault() -> None:
    with pytest.raises(BadTable) as caught:
        index_values(UNEVEN[:2], replace(TWO, unknown="refuse"))

    assert caught.value.faults == (
        Fault("fault.index_unknown", "observations", 2, "b", {"place": 1}),
    )


def test_nothing_unknown_is_no_fault() -> None:
    index = index_values(UNEVEN[1:3], replace(TWO, unknown="refuse"))

    assert index.value == pytest.approx([1.0, 0.0])


def test_an_indicator_unknown_everywhere_is_left_out() -> None:
    index = index_values(np.array([[9.0, NAN], [6.0, NAN]]), replace(TWO, unknown="worst"))

    assert index.left_out == ("b",)
    assert index.value == pytest.approx([1.0, 0.0])
    assert index.known_share == pytest.approx([0.75, 0.75])


@pytest.mark.parametrize("weight", [1, 0])
def test_an_index_of_nothing_is_refused(weight: float) -> None:
    terms = (Term("a", "high", weight, 0, 1), LOW)
    figures = np.array([[NAN if weight else 4.0, NAN]] * 2)

    with pytest.raises(BadTable) as caught:
        index_values(figures, IndexMethod(terms))

    assert [fault.code for fault in caught.value.faults] == ["fault.index_nothing_known"]


def test_infinite_figures_are_refused_by_row() -> None:
    with pytest.raises(BadTable) as caught:
        index_values(np.array([[1.0, 2.0], [float("inf"), 3.0]]), TWO)

    (fault,) = caught.value.faults
    assert (fault.code, fault.row, fault.column) == ("fault.not_finite", 3, "value")


def test_a_table_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="2 terms"):
        index_values(np.ones((2, 3)), TWO)


@given(places, methods)
def test_values_lie_between_best_and_worst_and_are_the_sum_of_their_parts(
    rows: list[tuple[float, float]], method: IndexMethod
) -> None:
    index = index_values(np.array(rows), method)

    known = ~np.isnan(index.value)
    assert ((index.value[known] >= 0) & (index.value[known] <= 1)).all()
    assert (index.contribution[known] >= 0).all()
    assert index.contribution[known].sum(axis=1) == pytest.approx(index.value[known], abs=1e-11)


@given(places, methods, st.randoms())
def test_the_order_of_the_places_changes_nothing(
    rows: list[tuple[float, float]], method: IndexMethod, dice: "st.Random"
) -> None:
    order = list(range(len(rows)))
    dice.shuffle(order)

    here = index_values(np.array(rows), method)
    there = index_values(np.array(rows)[order], method)

    assert there.rank == pytest.approx(here.rank[order], nan_ok=True)
    assert there.value == pytest.approx(here.value[order], abs=1e-11, nan_ok=True)


@given(st.lists(st.tuples(figure, figure), min_size=2), methods, st.integers(1, 100))
def test_a_worse_figure_never_makes_a_place_better(
    rows: list[tuple[float, float]], method: IndexMethod, more: int
) -> None:
    before = np.array(rows)
    after = before.copy()
    after[0, 0] += more

    assert index_values(after, method).value[0] >= index_values(before, method).value[0] - 1e-11


@given(st.lists(figure | st.just(NAN), min_size=1).filter(lambda x: not np.isnan(x).all()))
def test_one_indicator_by_rank_is_the_percentile_rank(figures: list[float]) -> None:
    for worst in ("high", "low"):
        method = IndexMethod((replace(HIGH, worst=worst),))

        index = index_values(column(*figures), method)

        expected = percentile_rank(np.array(figures), worst=worst)
        assert index.value == pytest.approx(expected, abs=1e-11, nan_ok=True)
        assert index.percentile == pytest.approx(expected, abs=1e-11, nan_ok=True)


@given(places, methods)
def test_the_geometric_is_never_below_the_arithmetic(
    rows: list[tuple[float, float]], method: IndexMethod
) -> None:
    arithmetic, geometric = (
        index_values(np.array(rows), replace(method, aggregation=aggregation)).value
        for aggregation in AGGREGATIONS
    )

    known = ~np.isnan(arithmetic)
    assert (geometric[known] >= arithmetic[known] - 1e-11).all()


def test_a_move_matters_when_it_leaves_the_interval() -> None:
    comparison = compare(
        before=np.array([1.0, 2.0, 3.0, 4.0, NAN, NAN]),
        after=np.array([3.0, 1.0, 2.0, NAN, 4.0, NAN]),
        rank_low=np.array([1.0, 1.0, 3.0, 4.0, NAN, NAN]),
        rank_high=np.array([2.0, 3.0, 3.0, 4.0, NAN, NAN]),
    )

    assert comparison.moved == pytest.approx([-2, 1, 1, NAN, NAN, NAN], nan_ok=True)
    assert comparison.matters.tolist() == [True, False, True, True, True, False]
