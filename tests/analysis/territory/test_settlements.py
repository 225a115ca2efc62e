import pytest

from kargosha.analysis.territory.settlements import Thresholds, settlement_class

THRESHOLDS = Thresholds(10_000, 1_000_000)


@pytest.mark.parametrize(
    ("kind", "population", "found"),
    [
        ("village", None, "village"),
        ("village_block", 20_000.0, "village"),
        ("city", 9_999.0, "small_town"),
        ("city", 10_000.0, "town"),
        ("city", 999_999.0, "town"),
        ("city", 1_000_000.0, "metropolis"),
        ("city", None, "town_of_unknown_size"),
        ("county", 5_000.0, None),
    ],
)
def test_kind_and_size_make_the_class(
    kind: str, population: float | None, found: str | None
) -> None:
    assert settlement_class(kind, population, THRESHOLDS) == found


def test_a_decree_makes_a_metropolis_whatever_its_size() -> None:
    assert settlement_class("city", None, THRESHOLDS, decreed_metropolis=True) == "metropolis"
    assert settlement_class("county", None, THRESHOLDS, decreed_metropolis=True) is None
