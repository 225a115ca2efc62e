from datetime import date

import polars as pl
import pytest

from kargosha.analysis.territory.judging import (
    Judged,
    judge_boundaries,
    judge_designations,
    judge_flows,
)
from tests.analysis.territory.judging_universe import KNOWN, codes, found

FIRST, LAST = date(2011, 3, 21), date(2016, 3, 20)


def flows(*rows: dict[str, object]) -> Judged:
    usual = {"origin_code": "0302", "destination_code": "0310", "from_on": FIRST, "to_on": LAST,
             "persons": 5.0, "source": "census"}  # fmt: skip
    texts = {"origin_code": pl.String, "destination_code": pl.String}
    return judge_flows(pl.DataFrame([usual | row for row in rows], schema_overrides=texts), KNOWN)


def designations(*rows: dict[str, object]) -> Judged:
    usual = {"place_code": "0302", "designation": "deprived", "decree_number": "12/3",
             "decree_on": FIRST, "valid_from": FIRST, "valid_to": None, "source": "decree"}  # fmt: skip
    days = {"valid_to": pl.Date}
    frame = pl.DataFrame([usual | row for row in rows], schema_overrides=days)
    return judge_designations(frame, KNOWN)


def test_flows_between_known_places_and_from_elsewhere_are_right() -> None:
    result = flows({}, {"origin_code": None}, {"destination_code": None})

    assert (result.faults, result.frame.height) == ((), 3)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({"origin_code": "0999"}, "unknown_place", "origin_code"),
        ({"destination_code": "310"}, "unknown_place_near", "destination_code"),
        ({"origin_code": None, "destination_code": None}, "flow_outside", "origin_code"),
        ({"destination_code": "0302"}, "flow_within", "destination_code"),
        ({"to_on": FIRST}, "flow_backward", "to_on"),
        ({"persons": -1.0}, "negative", "persons"),
    ],
)
def test_what_is_wrong_with_a_flow_is_named(row: dict[str, object], code: str, column: str) -> None:
    assert found(flows(row)) == [(f"fault.{code}", 2, column)]


def test_a_flow_is_counted_once() -> None:
    alike = flows({"origin_code": None}, {"origin_code": None})
    contrary = flows({"origin_code": None}, {"origin_code": None, "persons": 6.0})

    assert (alike.faults, alike.frame.height) == ((), 1)
    assert codes(contrary) == ["flow_contradicts"] * 2


def test_a_decree_for_a_known_place_is_right() -> None:
    assert designations({}, {"designation": "border"}).faults == ()


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({"place_code": "9"}, "unknown_place", "place_code"),
        ({"designation": "poor"}, "unknown_word", "designation"),
        ({"decree_number": ""}, "missing", "decree_number"),
        ({"valid_to": FIRST}, "valid_backward", "valid_to"),
    ],
)
def test_what_is_wrong_with_a_designation_is_named(
    row: dict[str, object], code: str, column: str
) -> None:
    assert found(designations(row)) == [(f"fault.{code}", 2, column)]


def test_a_decree_says_one_thing_of_a_place() -> None:
    assert codes(designations({}, {"valid_from": LAST})) == ["decree_contradicts"] * 2
    assert len(designations({}, {}).frame) == 1


def test_boundaries_are_around_known_places() -> None:
    result = judge_boundaries(pl.DataFrame({"place_code": ["0302", "0999"]}), KNOWN)

    assert found(result) == [("fault.unknown_place", 3, "place_code")]
