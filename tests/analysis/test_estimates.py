"""A number is never apart from its interval."""

import pytest

from kargosha.analysis.estimates import Estimate


def test_an_interval_holds_its_value() -> None:
    assert Estimate(2.0, 1.0, 3.0, 0.9, "kept_jobs").low == 1.0


@pytest.mark.parametrize(("low", "high"), [(2.1, 3.0), (1.0, 1.9)])
def test_an_interval_that_does_not_hold_its_value_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Estimate(2.0, low, high, 0.9, "kept_jobs")


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_level_lies_between_0_and_1(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        Estimate(2.0, 1.0, 3.0, level, "kept_jobs")
