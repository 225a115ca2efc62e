from datetime import date

import polars as pl
import pytest

from kargosha.analysis.territory.judging import Judged, judge_places
from tests.analysis.territory.judging_universe import KNOWN, codes, found

SCHEMA = {
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
    "predecessor_codes": pl.List(pl.String),
    "parent_code": pl.String,
}


def place(**other: object) -> dict[str, object]:
    usual = {
        "code": "0399",
        "kind": "county",
        "name_fa": "نو",
        "parent_code": "03",
        "source": "list",
    }
    return {**usual, **other}


def judge(*places: dict[str, object]) -> Judged:
    return judge_places(pl.DataFrame(list(places), schema_overrides=SCHEMA), KNOWN)


def test_a_place_in_a_known_one_is_right() -> None:
    result = judge(place(latitude=38.4, longitude=47.1, predecessor_codes=["0302"]))

    assert (result.faults, result.notes) == ((), ())


def test_a_whole_tree_may_come_in_one_file_in_any_order() -> None:
    result = judge(
        place(code="0399010001000001", kind="village", parent_code="0399010001"),
        place(code="0399010001", kind="rural_district", parent_code="039901"),
        place(code="0399011111", kind="city", parent_code="039901"),
        place(code="039901", kind="district", parent_code="0399"),
        place(),
    )

    assert result.faults == ()


@pytest.mark.parametrize(
    ("other", "code", "column"),
    [
        ({"code": "03AB"}, "place_code_letters", "code"),
        ({"code": "03991"}, "place_code_length", "code"),
        ({"kind": "region"}, "unknown_word", "kind"),
        ({"parent_code": None}, "parent_missing", "parent_code"),
        ({"code": "04", "kind": "province"}, "parent_of_apex", "parent_code"),
        ({"parent_code": "3"}, "parent_unknown_near", "parent_code"),
        ({"parent_code": "0302"}, "parent_not_in_code", "parent_code"),
        ({"kind": "district", "code": "030299"}, "parent_kind", "parent_code"),
        ({"predecessor_codes": ["0399"]}, "origin_itself", "predecessor_codes"),
        ({"predecessor_codes": ["77"]}, "unknown_place", "predecessor_codes"),
        ({"latitude": 38.4}, "coordinates_half", "latitude"),
        ({"latitude": 47.1, "longitude": 38.4}, "coordinates_swapped", "latitude"),
        ({"latitude": 48.8, "longitude": 2.3}, "coordinates_outside", "latitude"),
        ({"latitude": 648000.0, "longitude": 47.1}, "too_large", "latitude"),
        ({"name_fa": ""}, "missing", "name_fa"),
        ({"code": None}, "missing", "code"),
        ({"code": "0302", "kind": "county", "parent_code": "03"}, None, None),
    ],
)
def test_what_is_wrong_with_a_place_is_named(
    other: dict[str, object], code: str | None, column: str | None
) -> None:
    expected = [] if code is None else [(f"fault.{code}", 2, column)]

    told = found(judge(place(**other)))

    assert [each for each in told if each in expected] == expected
    assert bool(told) == bool(expected)


def test_a_parent_that_nobody_knows_is_named() -> None:
    result = judge(place(code="0499", parent_code="04", kind="county"))

    assert codes(result) == ["parent_unknown"]


def test_a_place_ends_after_it_begins() -> None:
    day = date(2020, 3, 20)

    assert codes(judge(place(valid_from=day, valid_to=day))) == ["valid_backward"]


def test_parents_do_not_go_round_in_a_circle() -> None:
    result = judge(place(code="039901", kind="district", parent_code="039902"),
                   place(code="039902", kind="district", parent_code="039901"),
                   place(code="0398", parent_code="0398"))  # fmt: skip

    assert found(result) == [("fault.parent_circle", row, "parent_code") for row in (2, 3, 4)]


def test_a_place_lies_in_one_parent() -> None:
    result = judge(place(), place(parent_code="04"))

    assert codes(result).count("two_parents") == 2
    assert [f.values["twin"] for f in result.faults if f.code == "fault.two_parents"] == [3, 2]


def test_a_place_has_one_name() -> None:
    assert codes(judge(place(), place(name_fa="کهنه"))) == ["place_contradicts"] * 2


def test_a_place_said_twice_alike_is_noted() -> None:
    result = judge(place(), place())

    assert result.faults == ()
    assert result.frame.height == 1
    assert [note.code for note in result.notes] == ["note.said_again"]


def test_a_known_place_keeps_its_kind_and_parent() -> None:
    kind = judge(place(code="0302020001", kind="city", parent_code="030202"))
    parent = judge(place(code="0302020001", kind="rural_district", parent_code="032701"))

    assert codes(kind) == ["kind_known_otherwise"]
    assert set(codes(parent)) == {"parent_known_otherwise", "parent_not_in_code"}


def test_a_place_below_a_circle_is_not_in_it() -> None:
    result = judge(
        place(code="0398", parent_code="0397"),
        place(code="0397", parent_code="0398"),
        place(code="039801", kind="district", parent_code="0398"),
    )

    assert found(result) == [("fault.parent_circle", row, "parent_code") for row in (2, 3)]
