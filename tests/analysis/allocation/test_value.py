"""What a candidate is worth, and how many jobs a portfolio is expected to keep."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kargosha.analysis.allocation.value import credible_jobs, household_weight, kept_jobs, need


def test_credible_jobs_are_the_least_of_three() -> None:
    jobs = credible_jobs(
        np.array([3.0, 9.0, 9.0]),
        np.array([5.0, 4.0, 9.0]),
        np.array([100.0, 100.0, 100.0]),
        np.array([10.0, 10.0, 50.0]),
    )

    assert jobs.tolist() == [3.0, 4.0, 2.0]


def test_need_rises_with_both_ranks_and_the_unknown_earns_nothing() -> None:
    ranks = np.array([1.0, 0.5, np.nan])

    assert need(ranks, ranks, 1.0, 0.5).tolist() == [2.5, 1.75, 1.0]


def test_the_household_weight_is_capped() -> None:
    assert household_weight(np.array([0.0, 0.5, 1.0]), 0.8, 1.5).tolist() == [1.0, 1.4, 1.5]


def test_kept_jobs_have_a_90_percent_interval() -> None:
    estimate = kept_jobs(np.array([100.0]), np.array([0.65]), np.array([0.45]), np.array([0.80]))

    doubt = 100 * 0.35 / (2 * 1.6448536269514722)
    reach = 1.6448536269514722 * np.sqrt(100 * 0.65 * 0.35 + doubt**2)
    assert estimate.value == pytest.approx(65.0)
    assert estimate.low == pytest.approx(65 - reach)
    assert estimate.high == pytest.approx(65 + reach)
    assert estimate.level == 0.9


def test_nothing_granted_keeps_nothing() -> None:
    none = np.zeros(0)

    estimate = kept_jobs(none, none, none, none)

    assert (estimate.low, estimate.value, estimate.high) == (0.0, 0.0, 0.0)


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 1)), min_size=1, max_size=20))
def test_the_interval_lies_between_none_and_all_jobs(rows: list[tuple[float, float]]) -> None:
    jobs, keep = (np.array(column) for column in zip(*rows, strict=True))

    estimate = kept_jobs(jobs, keep, keep / 2, (1 + keep) / 2)

    assert 0 <= estimate.low <= estimate.value <= estimate.high <= jobs.sum() + 1e-9
