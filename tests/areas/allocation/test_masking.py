"""What the public reads of amounts and of counties with few proposals."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from kargosha.areas.allocation.queries.masking import Masking
from kargosha.kernel import clock
from kargosha.kernel.actions import RuleChange, approve_rule, propose_rule
from tests.universe import People

BILLION = 10**9
MASKING = Masking(date(2026, 5, 21))

pytestmark = pytest.mark.django_db


def county(asked: int, granted: int) -> dict[str, Any]:
    return {
        "asked_count": asked,
        "asked_amount": asked * BILLION,
        "granted_count": granted,
        "granted_amount": granted * BILLION,
        "kept_jobs": {"value": 2.0 * granted, "low": 1.0, "high": 9.0},
        "unemployed": 100,
    }


def masked(*counts: tuple[int, int]) -> Sequence[dict[str, Any]]:
    rows = MASKING.figures({"counties": [county(*each) for each in counts], "gini": 0.3})
    return rows["counties"]  # type: ignore[no-any-return]


def test_what_few_proposals_stand_behind_is_not_told() -> None:
    many, few = masked((9, 5), (2, 1), (2, 2), (4, 3))[:2]

    assert many == county(9, 5)
    assert few == {
        "asked_count": None, "asked_amount": None, "asked_hidden": "few",
        "granted_count": None, "granted_amount": None, "kept_jobs": None, "granted_hidden": "few",
        "unemployed": 100,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((5, 4, 1), (None, "rest", "few")),
        ((5, 4, 1, 2), (None, None, "few", "few")),
        ((5, 3, 0), (None, None, None)),
        ((1, 0, 7), ("few", None, "rest")),
    ],
)
def test_what_is_hidden_cannot_be_computed_from_the_total(
    counts: Sequence[int], hidden: Sequence[str | None]
) -> None:
    rows = masked(*((9, count) for count in counts))

    assert tuple(row.get("granted_hidden") for row in rows) == hidden


def test_figures_without_counties_stay_so() -> None:
    assert MASKING.figures({"conflict": []}) == {"conflict": [], "counties": []}


def test_an_amount_is_told_by_its_band() -> None:
    assert MASKING.band(0) == (0, 5 * BILLION)
    assert MASKING.band(5 * BILLION - 1) == (0, 5 * BILLION)
    assert MASKING.band(5 * BILLION) == (5 * BILLION, 10 * BILLION)


def test_the_policy_is_the_rule_of_the_day(people: People) -> None:
    today = clock.today()
    change = RuleChange("privacy.smallest_cell", 5, today, "committee")
    version = propose_rule(change=change, by=people.officer)
    approve_rule(version_id=version.pk, by=people.chair)

    assert Masking(today - timedelta(days=1)).smallest_cell == 3
    assert Masking(today).smallest_cell == 5
