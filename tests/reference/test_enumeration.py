"""The enumeration itself, on rounds that can be reckoned by head."""

from typing import Any

import polars as pl
import pytest
from tests.reference.enumeration import best_portfolio, every_portfolio, holds
from tests.reference.literal_tables import LiteralTables


def candidates(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{"candidate_id": f"c{i}"} | row for i, row in enumerate(rows)])


def names(tables: LiteralTables, **options: Any) -> set[str]:
    granted = best_portfolio(tables, **options).granted
    assert granted is not None
    return {version.candidate for version in granted}


THREE = candidates(
    {"amount": 60, "value": 10.0}, {"amount": 50, "value": 7.0}, {"amount": 50, "value": 6.0}
)


def test_the_best_two_beat_the_best_one() -> None:
    tables = LiteralTables(THREE, pl.DataFrame({"fund_id": ["f"], "budget": [100]}))

    assert best_portfolio(tables).value == 13.0
    assert names(tables) == {"c1", "c2"}


def test_a_forced_candidate_is_funded_at_a_loss() -> None:
    tables = LiteralTables(THREE, pl.DataFrame({"fund_id": ["f"], "budget": [100]}))

    best = best_portfolio(tables, forced=frozenset({"c0"}))

    assert best.value == 10.0


def test_one_rial_too_few_in_two_funds_is_noticed() -> None:
    one = candidates({"amount": 100, "value": 1.0})
    enough = pl.DataFrame({"fund_id": ["f", "g"], "budget": [60, 40]})
    short = pl.DataFrame({"fund_id": ["f", "g"], "budget": [60, 39]})

    assert best_portfolio(LiteralTables(one, enough)).value == 1.0
    assert best_portfolio(LiteralTables(one, short)).value == 0.0


def test_no_candidate_is_split_over_three_funds() -> None:
    one = candidates({"amount": 90, "value": 1.0})
    funds = pl.DataFrame({"fund_id": ["f", "g", "h"], "budget": [30, 30, 30]})

    assert best_portfolio(LiteralTables(one, funds)).value == 0.0


def test_a_share_is_rounded_down_to_the_rial() -> None:
    one = candidates({"amount": 101, "value": 1.0})
    funds = pl.DataFrame({"fund_id": ["f", "g"], "budget": [500, 50], "max_share": [0.5, 1.0]})

    assert best_portfolio(LiteralTables(one, funds)).value == 0.0


def test_a_relative_floor_counts_what_is_granted() -> None:
    rows = [{"amount": 10, "value": 1.0, "tags": []} for _ in range(3)]
    rows.append({"amount": 10, "value": 0.1, "tags": ["women"]})
    quotas = pl.DataFrame(
        {"quota_id": ["w"], "class": ["tag:women"], "measure": ["count"], "floor": [0.3]}
    ).with_columns(relative=True)

    best = best_portfolio(LiteralTables(candidates(*rows), quotas=quotas))

    assert best.value == pytest.approx(2.1)


def test_a_capacity_is_never_exceeded() -> None:
    tables = LiteralTables(
        THREE,
        capacities=pl.DataFrame({"capacity_id": ["seats"], "limit": [1.0]}),
        uses=pl.DataFrame(
            {"candidate_id": ["c0", "c1"], "capacity_id": ["seats"] * 2, "use": [1.0, 0.5]}
        ),
    )

    assert names(tables) == {"c0", "c2"}


def test_a_pair_with_its_own_amount_is_taken_alone() -> None:
    options = pl.DataFrame(
        {
            "candidate_id": ["c0", "c0"],
            "fund_id": ["f", "g"],
            "amount": [40, None],
            "value": [9.0, None],
        }
    )
    funds = pl.DataFrame({"fund_id": ["f", "g"], "budget": [40, 59]})

    best = best_portfolio(LiteralTables(THREE.head(1), funds, options))

    assert best.value == 9.0


def test_when_all_are_required_no_plan_may_be_left() -> None:
    tables = LiteralTables(
        THREE, pl.DataFrame({"fund_id": ["f"], "budget": [100]}), require_all=True
    )

    assert best_portfolio(tables).granted is None


def test_every_portfolio_of_two_is_tried() -> None:
    tables = LiteralTables(THREE.head(2))

    assert len([p for p in every_portfolio(tables) if holds(tables, p)]) == 4


def test_more_than_twelve_are_refused() -> None:
    many = LiteralTables(candidates(*[{"amount": 1, "value": 1.0}] * 13))

    with pytest.raises(ValueError, match="13 candidates"):
        best_portfolio(many)
