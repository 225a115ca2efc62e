"""Percentile ranks of places."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from kargosha.analysis.territory.ranks import percentile_rank

NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "ranks"),
    [
        ([6.0, 24.1, 13.5], [0.0, 1.0, 0.5]),
        ([5.0, 5.0, 9.0], [0.25, 0.25, 1.0]),
        ([3.0, NAN, 1.0], [1.0, NAN, 0.0]),
        ([7.0], [0.5]),
        ([NAN], [NAN]),
        ([], []),
    ],
)
def test_the_highest_figure_is_the_worst(values: list[float], ranks: list[float]) -> None:
    assert percentile_rank(np.array(values), worst="high") == pytest.approx(ranks, nan_ok=True)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2))
def test_ranks_are_the_mid_ranks_of_others(values: list[float]) -> None:
    expected = (rankdata(values) - 1) / (len(values) - 1)

    assert percentile_rank(np.array(values), worst="high") == pytest.approx(expected)


@given(st.lists(st.floats(-1e6, 1e6) | st.just(NAN), min_size=2))
def test_the_other_end_turns_the_ranks_round(values: list[float]) -> None:
    high, low = (percentile_rank(np.array(values), worst=worst) for worst in ("high", "low"))

    known = np.flatnonzero(~np.isnan(high))
    if len(known) > 1:
        assert high[known] == pytest.approx(1 - low[known])
