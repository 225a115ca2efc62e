"""The same funds spent by simpler rules."""

from typing import Any

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from kargosha.analysis.allocation.build import build
from kargosha.analysis.allocation.instruments import (
    Applicants,
    Places,
    Spending,
    apportion,
    counted_as_groups,
    decided,
    equal_share,
    first_come,
    individual_loans,
    population_share,
)
from kargosha.analysis.allocation.problem import NO_FUND, Portfolio, Problem
from kargosha.analysis.allocation.solve import solve

RANKS = np.array([0.1, 0.9])
PLACES = Places(("A", "B"), np.array([300.0, 100.0]), np.array([3.0, 1.0]), RANKS, RANKS)


def round_of(amounts: list[int], budgets: dict[str, int], **tables: Any) -> Problem:
    candidates = pl.DataFrame(
        {"candidate_id": [f"c{i}" for i in range(len(amounts))], "amount": amounts}
    ).with_columns(value=1.0)
    funds = pl.DataFrame({"fund_id": list(budgets), "budget": list(budgets.values())})
    return build({"candidates": candidates, "funds": funds} | tables)


def applicants(days: list[int], *, place: list[int] | None = None, members: int = 1) -> Applicants:
    n = len(days)
    return Applicants(
        place=np.array(place or [0] * n),
        jobs=np.full(n, 4.0),
        kept_jobs=np.full(n, 2.0),
        submitted_on=np.datetime64("2026-11-01") + np.array(days),
        members=np.full(n, members),
    )


def paid(spending: Spending) -> list[tuple[int, int, int]]:
    return list(
        zip(
            spending.award_candidate.tolist(),
            spending.award_fund.tolist(),
            spending.award_amount.tolist(),
            strict=True,
        )
    )


def test_the_earlier_day_is_served_first_and_within_a_day_the_id() -> None:
    served = first_come(round_of([50, 50, 50], {"f": 100}), applicants([2, 1, 2]))

    assert served.money.tolist() == [50, 50, 0]
    assert served.loans.tolist() == [1, 1, 0]
    assert served.jobs.tolist() == [4.0, 4.0, 0.0]
    assert served.kept_jobs.tolist() == [2.0, 2.0, 0.0]


def test_who_cannot_be_paid_in_full_is_passed_over() -> None:
    served = first_come(round_of([60, 60, 40], {"f": 100}), applicants([1, 2, 3]))

    assert served.money.tolist() == [60, 0, 40]


def test_two_funds_are_joined_when_one_is_not_enough() -> None:
    served = first_come(round_of([70], {"f": 40, "g": 50}), applicants([1]))

    assert paid(served) == [(0, 0, 20), (0, 1, 50)]


def test_a_candidate_that_no_fund_may_pay_is_not_asked() -> None:
    served = first_come(round_of([70, 10], {"f": 40}), applicants([1, 2]))

    assert served.money.tolist() == [0, 10]


def test_a_pair_with_its_own_amount_is_paid_whole_from_its_fund() -> None:
    options = pl.DataFrame(
        {"candidate_id": ["c0", "c0"], "fund_id": ["f", "g"], "amount": [45, 30]}
    )
    problem = round_of([50, 45], {"f": 40, "g": 50}, options=options)

    served = first_come(problem, applicants([1, 2]))

    assert paid(served) == [(0, 1, 30)]


def test_a_fund_that_was_emptied_leaves_the_pair_to_the_next() -> None:
    options = pl.DataFrame(
        {"candidate_id": ["c0", "c1", "c1"], "fund_id": ["f", "f", "g"], "amount": [40, 30, 35]}
    )
    problem = round_of([50, 45], {"f": 40, "g": 50}, options=options)

    served = first_come(problem, applicants([1, 2]))

    assert paid(served) == [(0, 0, 40), (1, 1, 35)]


def test_without_a_funds_file_only_capacities_bind() -> None:
    candidates = pl.DataFrame(
        {"candidate_id": ["c0", "c1", "c2"], "amount": [5, 6, 7], "value": [1.0] * 3}
    )
    problem = build(
        {
            "candidates": candidates,
            "capacities": pl.DataFrame({"capacity_id": ["seats"], "limit": [1.0]}),
            "uses": pl.DataFrame(
                {"candidate_id": ["c0", "c1"], "capacity_id": ["seats"] * 2, "use": [1.0, 1.0]}
            ),
        }
    )

    served = equal_share(problem, applicants([1, 2, 3]), PLACES)

    assert paid(served) == [(0, NO_FUND, 5), (2, NO_FUND, 7)]


def test_each_place_gets_the_same_money() -> None:
    problem = round_of([50, 50, 50, 50], {"f": 100})

    served = equal_share(problem, applicants([1, 2, 3, 4], place=[0, 0, 1, -1]), PLACES)

    assert served.money.tolist() == [50, 0, 50, 0]


def test_a_place_gets_money_by_its_population() -> None:
    problem = round_of([25, 25, 25, 25, 25], {"f": 100})

    served = population_share(problem, applicants([1, 2, 3, 4, 5], place=[1, 1, 0, 0, 0]), PLACES)

    assert served.money.tolist() == [25, 0, 25, 25, 25]


def test_each_member_is_one_applicant() -> None:
    problem = round_of([100, 60], {"f": 70})

    served = individual_loans(problem, applicants([2, 1], members=3), 0.5)

    assert served.money.tolist() == [0, 60]
    assert served.loans.tolist() == [0, 3]
    assert served.kept_jobs.tolist() == [0.0, 1.5]


def test_one_fund_pays_alone_where_it_can() -> None:
    served = first_come(round_of([30], {"f": 40, "g": 50}), applicants([1]))

    assert paid(served) == [(0, 1, 30)]


def test_the_last_members_find_the_fund_empty() -> None:
    problem = round_of([90, 90], {"f": 120})

    served = individual_loans(problem, applicants([1, 2], members=3), 0.5)

    assert served.money.tolist() == [90, 30]
    assert served.kept_jobs.tolist() == [1.5, 0.5]


def test_a_loan_makes_no_more_jobs_than_it_pays_for() -> None:
    problem = round_of([100, 60], {"f": 130})
    served = individual_loans(problem, applicants([2, 1], members=2), 0.5)

    counted = counted_as_groups(served, np.array([50, 30]), np.array([100.0, 10.0]), 0.5)

    assert counted.code == "instrument.individual_counted"
    assert counted.money.tolist() == served.money.tolist() == [50, 60]
    assert served.jobs.tolist() == [1.0, 2.0]
    assert counted.jobs.tolist() == [0.5, 2.0]
    assert counted.kept_jobs.tolist() == [0.25, 1.0]


def test_no_fund_pays_more_than_it_has() -> None:
    problem = round_of([30, 50, 20, 45], {"f": 60, "g": 55})

    for served in (
        first_come(problem, applicants([1, 2, 3, 4])),
        individual_loans(problem, applicants([1, 2, 3, 4], members=7), 0.5),
    ):
        by_fund = np.bincount(served.award_fund, served.award_amount, 2)
        assert (by_fund <= [60, 55]).all()
        assert by_fund.sum() == served.money.sum()


def test_what_was_decided_takes_the_same_form() -> None:
    problem = round_of([70, 60], {"f": 40, "g": 50})
    plan = solve(problem)
    assert isinstance(plan, Portfolio)

    spent = decided(problem, plan, applicants([1, 2]))

    assert spent.code == "instrument.decided"
    assert spent.money.tolist() == np.where(plan.granted, [70, 60], 0).tolist()
    assert spent.kept_jobs.tolist() == np.where(plan.granted, 2.0, 0.0).tolist()
    assert spent.award_amount.sum() == spent.money.sum()


@given(st.integers(0, 10**16), st.lists(st.floats(0.001, 1e7), min_size=1, max_size=20))
def test_apportioned_parts_sum_to_the_rial_and_miss_their_share_by_less_than_one(
    total: int, weights: list[float]
) -> None:
    parts = apportion(total, np.array(weights))

    assert sum(parts) == total
    scaled = [int(weight * 1_000_000) for weight in weights]
    assert all(
        abs(part * sum(scaled) - total * weight) < sum(scaled)
        for part, weight in zip(parts, scaled, strict=True)
    )


def test_equal_remainders_go_to_the_earlier_place() -> None:
    assert apportion(5, np.array([1.0, 1.0])) == [3, 2]
