"""One explanation of a decided round."""

import pickle

import polars as pl

from kargosha.analysis.allocation import Portfolio, Problem, build, solve
from kargosha.analysis.allocation.changes import KeepRaise
from kargosha.analysis.allocation.explain import explain
from kargosha.analysis.watch import Unwatched
from tests.analysis.allocation.instances import candidates, funds

BILLION = 10**9


def decided() -> tuple[Problem, Portfolio]:
    asked = candidates(
        a=(4 * BILLION, 4.0), b=(4 * BILLION, 1.0), c=(4 * BILLION, 2.0), d=(9 * BILLION, 9.0)
    ).with_columns(jobs=pl.Series([1.0, 1.0, 1.0, 1.0]))
    problem = build({"candidates": asked, "funds": funds(F=6 * BILLION)})
    plan = solve(problem)
    assert isinstance(plan, Portfolio)
    return problem, plan


def test_outcomes_and_prices_are_always_told() -> None:
    told = explain(*decided(), depth="none")

    assert [reason.outcome for reason in told.reasons] == [
        "granted",
        "refused",
        "refused",
        "ineligible",
    ]
    assert {reason.code for reason in told.reasons} == {""}
    assert [price.name for price in told.prices.conditions] == ["fund:F"]
    assert told.changes == {}


def test_the_nearest_are_verified_and_the_rest_estimated() -> None:
    told = explain(*decided(), verify=1, raises={1: [KeepRaise("course", 0.1, 0.9)]})

    assert [reason.code for reason in told.reasons][1:] == [
        "refused.money",
        "refused.money",
        "ineligible.over_budget",
    ]
    assert {i: {change.verified for change in found} for i, found in told.changes.items()} == {
        1: {False},
        2: {True},
    }
    assert "higher_keep" in [change.kind for change in told.changes[1]]


def test_when_the_watch_stops_the_rest_are_estimated() -> None:
    class Stopped(Unwatched):
        def stop(self) -> bool:
            return True

    told = explain(*decided(), verify=5, watch=Stopped())

    assert not any(change.verified for found in told.changes.values() for change in found)


def test_an_explanation_travels_between_processes() -> None:
    told = explain(*decided())

    again = pickle.loads(pickle.dumps(told))  # noqa: S301 - our own bytes

    assert again.reasons == told.reasons
