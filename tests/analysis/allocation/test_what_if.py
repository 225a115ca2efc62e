"""A changed round is the round that its changed tables would state."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from kargosha.analysis.allocation import Problem, build
from kargosha.analysis.allocation.what_if import (
    with_amount,
    with_every_fund,
    with_jobs,
    with_value,
)
from tests.analysis.allocation.instances import candidates, funds, made_up, table

SEEDS = st.integers(0, 10**6)


def first_with(tables: Mapping[str, pl.DataFrame], **changed: Any) -> dict[str, pl.DataFrame]:
    """Return the tables with other cells in the row of the first candidate by id."""
    is_first = pl.col("candidate_id") == tables["candidates"]["candidate_id"].min()
    cells = [
        pl.when(is_first).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in changed.items()
    ]
    return {**tables, "candidates": tables["candidates"].with_columns(cells)}


def assert_same(found: Problem, expected: Problem) -> None:
    for field in fields(Problem):
        a, b = getattr(found, field.name), getattr(expected, field.name)
        if isinstance(a, np.ndarray):
            np.testing.assert_allclose(a, b, rtol=1e-12)
        elif field.name == "barred":
            assert {i: why.code for i, why in a.items()} == {i: why.code for i, why in b.items()}
    for name in ("candidate", "fund", "amount", "value", "most", "whole"):
        np.testing.assert_allclose(
            getattr(found.offers, name), getattr(expected.offers, name), rtol=1e-12
        )


def is_plain(tables: Mapping[str, pl.DataFrame]) -> bool:
    """Say whether no pair has a value or an amount of its own."""
    return "options" not in tables


@given(SEEDS, st.integers(1, 10**9))
@settings(max_examples=60, deadline=None)
def test_another_amount(seed: int, amount: int) -> None:
    tables = made_up(seed)

    if is_plain(tables):
        changed = with_amount(build(tables), 0, amount)

        assert_same(changed, build(first_with(tables, amount=amount)))


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_another_value(seed: int) -> None:
    tables = made_up(seed)
    problem = build(tables)

    if is_plain(tables):
        changed = with_value(problem, 0, 1.5)

        assert_same(changed, build(first_with(tables, value=problem.value[0] * 1.5)))


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_other_jobs(seed: int) -> None:
    tables = made_up(seed)
    problem = build(tables)

    if is_plain(tables):
        changed = with_jobs(problem, 0, 7.0)

        value = problem.value[0] * 7.0 / problem.jobs[0]
        assert_same(changed, build(first_with(tables, jobs=7.0, value=value)))


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_every_fund_open_to_all_when_there_is_one_candidate(seed: int) -> None:
    tables = made_up(seed)
    first = tables["candidates"].sort("candidate_id").head(1)
    alone = {name: frame for name, frame in tables.items() if name == "funds"}
    opened = {
        name: frame.with_columns(
            pl.lit(None).cast(frame.schema[c]).alias(c) for c in ("places", "activities", "kinds")
        )
        for name, frame in alone.items()
    }

    changed = with_every_fund(build({"candidates": first, **alone}), 0)

    assert_same(changed, build({"candidates": first, **opened}))


def test_a_pair_with_its_own_amount_and_value_keeps_them() -> None:
    options = table(
        "options",
        {"candidate_id": "a", "fund_id": "F", "amount": 40, "value": 5.0},
        {"candidate_id": "a", "fund_id": "G"},
    )
    problem = build(
        {"candidates": candidates(a=(90, 3.0)), "funds": funds(F=50, G=90), "options": options}
    )

    assert with_amount(problem, 0, 60).offers.amount.tolist() == [40, 60]
    assert with_value(problem, 0, 2.0).offers.value.tolist() == [5.0, 6.0]


def test_a_fund_with_a_ceiling_per_job_is_not_opened_to_unknown_jobs() -> None:
    limited = {"fund_id": "G", "budget": 90, "ceiling_per_job": 10, "activities": ["bees"]}
    tables = {
        "candidates": candidates(a=(90, 3.0)),
        "funds": table("funds", {"fund_id": "F", "budget": 90, "activities": ["bees"]}, limited),
    }

    opened = with_every_fund(build(tables), 0)

    assert opened.offers.fund.tolist() == [0]
