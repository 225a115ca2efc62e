"""Plain HiGHS and the enumeration agree: two references that share only the reading of tables."""

import pytest
from benchmarks.instances import Round, made_up_round
from tests.reference.enumeration import best_portfolio
from tests.reference.literal_highs import plain_highs
from tests.reference.literal_tables import LiteralTables

from kargosha.analysis.allocation import Portfolio, SolveOptions, allocate


def small(seed: int) -> LiteralTables:
    """Return a round of nine candidates and three funds, with the benchmark's own quotas."""
    whole: Round = made_up_round(9, seed)
    return LiteralTables(whole.candidates, whole.funds.head(3), None, whole.quotas.tail(1))


@pytest.mark.parametrize("seed", range(6))
def test_both_references_find_the_same_value(seed: int) -> None:
    tables = small(seed)

    best = best_portfolio(tables)
    found = plain_highs(tables, gap=0.0)

    assert found.objective == pytest.approx(best.value, rel=1e-6, abs=1e-6)
    assert found.bound == pytest.approx(best.value, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_decided_plan_is_worth_what_plain_highs_finds(seed: int) -> None:
    whole = made_up_round(30, seed)
    tables = LiteralTables(whole.candidates, whole.funds, None, whole.quotas.tail(1))

    found = plain_highs(tables, gap=0.0)
    plan = allocate(
        {"candidates": whole.candidates, "funds": whole.funds, "quotas": whole.quotas.tail(1)},
        SolveOptions(gap=0.0),
    )

    assert isinstance(plan, Portfolio)
    assert plan.objective == pytest.approx(found.objective, rel=1e-6)


def test_a_round_is_the_same_for_the_same_seed() -> None:
    first, again, other = made_up_round(50, 1), made_up_round(50, 1), made_up_round(50, 2)

    assert first.candidates.equals(again.candidates)
    assert first.funds.equals(again.funds)
    assert not first.candidates.equals(other.candidates)


def test_a_round_without_a_plan_says_so() -> None:
    tables = small(0)
    starved = LiteralTables(tables.candidates, tables.funds, None, tables.quotas, require_all=True)

    found = plain_highs(starved)

    assert found.objective is None
    assert found.granted == frozenset()
