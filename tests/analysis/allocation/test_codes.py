"""Codes that match no candidate: what must be a slip, and what may be meant."""

from collections.abc import Mapping

import polars as pl
import pytest

from kargosha.analysis.allocation.build import build
from kargosha.analysis.allocation.codes import MOST_COMPARED, near_code
from kargosha.analysis.allocation.reading import doubts
from tests.analysis.allocation.instances import quota, table

KNOWN = ["cooperative", "group", "milk", "sector1", "carpet_weaving"]


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("cooperatve", "cooperative"),
        ("cooperattive", "cooperative"),
        ("coopertaive", "cooperative"),
        ("cooperatife", "cooperative"),
        ("Co-operative", "cooperative"),
        ("carpet weaving", "carpet_weaving"),
        ("MILK", "milk"),
        ("silk", None),
        ("sector2", None),
        ("sector12", None),
        ("copperatvie", None),
        ("person", None),
    ],
)
def test_a_slip_of_the_hand_is_told_from_another_code(code: str, near: str | None) -> None:
    assert near_code(code, KNOWN) == near


def test_among_very_many_codes_none_is_looked_for() -> None:
    assert near_code("cooperatve", ["cooperative"] * (MOST_COMPARED + 1)) is None


def round_of(**chosen: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    asked = table(
        "candidates",
        {"candidate_id": "A", "amount": 5, "value": 1.0, "place_code": "0302", "kind": "group"},
        {"candidate_id": "B", "amount": 5, "value": 1.0, "tags": ["women"]},
    )
    return {"candidates": asked, **chosen}


def test_what_may_be_meant_is_a_doubt_and_no_fault() -> None:
    funds = table(
        "funds",
        {"fund_id": "F", "budget": 9, "places": ["0302", "9999"], "kinds": ["person", "group"]},
        {"fund_id": "G", "budget": 9, "activities": ["bees"]},
    )
    classes = ["all", "place:03", "place:0311", "tag:women", "tag:youth"]
    quotas = table("quotas", *(quota(f"q{k}", name, "count") for k, name in enumerate(classes)))
    tables = round_of(funds=funds, quotas=quotas)

    found = [(each.code, each.row, each.column, each.values["value"]) for each in doubts(tables)]

    assert build(tables).fund_ids == ("F", "G")
    assert found == [
        ("warning.code_idle", 2, "places", "9999"),
        ("warning.code_idle", 2, "kinds", "person"),
        ("warning.code_idle", 3, "activities", "bees"),
        ("warning.class_idle", 4, "class", "place:0311"),
        ("warning.class_idle", 6, "class", "tag:youth"),
    ]


def test_a_table_of_options_takes_the_place_of_what_funds_choose_by() -> None:
    funds = table("funds", {"fund_id": "F", "budget": 9, "kinds": ["grouP"]})
    options = table("options", {"candidate_id": "A", "fund_id": "F"})
    tables = round_of(funds=funds, options=options)

    assert build(tables).fund_ids == ("F",)
    assert doubts(tables) == ()
