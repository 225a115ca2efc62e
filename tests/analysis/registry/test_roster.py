"""A list of groups is judged beside what is registered: each fault at its row and column."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kargosha.analysis.registry import table
from kargosha.analysis.registry.roster import JudgedRoster, Known, judge_roster
from kargosha.analysis.rules import Rule, Rulebook
from kargosha.analysis.tables import DTYPES

TODAY = date(2026, 11, 23)
FORMED = date(2025, 4, 21)
RULES = Rulebook.on(
    TODAY,
    [
        Rule("eligibility.group_members", 3, "people", date(2020, 1, 1), "tests"),
        Rule("eligibility.cooperative_members", 7, "people", date(2020, 1, 1), "tests"),
    ],
)
SCHEMA = {"_row": pl.Int64} | {column.name: DTYPES[column.kind] for column in table.ROSTER.columns}
PLACES = pl.DataFrame(
    {"key": ["0311", "0303", "hashtrud"], "is_reached": [True, False, True]},
    schema=dict(table.KNOWN_PLACES),
)

Row = dict[str, object]


def member(number: int, group: str | None = "g1", **others: object) -> Row:
    row: Row = {
        "group_code": group,
        "given_name": f"N{number}",
        "family_name": f"F{number}",
        "sex": "female",
        "document_number": f"{number:010d}",
    }
    return row | others


def group(code: str = "g1", first: int = 1, size: int = 3, **others: object) -> list[Row]:
    rows = [member(first + each, code) for each in range(size)]
    rows[0] |= {
        "group_name": f"Group {code}",
        "kind": "group",
        "place_code": "0311",
        "formed_on": FORMED,
        "role": "head",
        **others,
    }
    return rows


def judged(rows: list[Row], **known: pl.DataFrame) -> JudgedRoster:
    numbered = [{"_row": number, **row} for number, row in enumerate(rows, start=2)]
    frame = pl.DataFrame(numbered, schema=SCHEMA)
    return judge_roster(frame, Known.of(places=PLACES, **known), rules=RULES, today=TODAY)


def faults(rows: list[Row], **known: pl.DataFrame) -> list[tuple[str, int | None, str | None]]:
    return [
        (fault.code.removeprefix("fault."), fault.row, fault.column)
        for fault in judged(rows, **known).faults
    ]


def notes(rows: list[Row], **known: pl.DataFrame) -> dict[str, object]:
    return {note.code: note.values["count"] for note in judged(rows, **known).notes}


def known_group(code: str = "g1", legal_id: str | None = None, kind: str = "group") -> pl.DataFrame:
    row = (code, [f"Group {code}"], kind, ["0311", "hashtrud"], FORMED, legal_id)
    return pl.DataFrame([row], schema=dict(table.KNOWN_GROUPS), orient="row")


def known_people(*numbers: int, kind: str = "national_id", **others: object) -> pl.DataFrame:
    rows = [
        {
            "person_id": number,
            "document_kind": kind,
            "document_number": f"{number:010d}" if kind != "none" else "",
            "name_key": f"N{number} F{number}",
            **others,
        }
        for number in numbers
    ]
    return pl.DataFrame(rows, schema=dict(table.KNOWN_PEOPLE))


def known_members(*rows: tuple[int, str, str, date, date | None]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(table.KNOWN_MEMBERS), orient="row")


def serving(
    person: int, role: str = "member", code: str = "g1"
) -> tuple[int, str, str, date, None]:
    return (person, code, role, FORMED, None)


def test_a_good_list_has_no_fault_and_is_filled_in() -> None:
    result = judged(group())

    assert result.faults == result.notes == ()
    assert result.frame["role"].to_list() == ["head", "member", "member"]
    assert set(result.frame["member_place_code"]) == {"0311"}
    assert set(result.frame["entered_on"]) == {FORMED}
    assert set(result.frame["document_kind"]) == {"national_id"}
    assert not result.frame["is_known_group"].any()
    assert not result.frame["is_entered"].any()


def test_an_empty_list_is_judged_too() -> None:
    assert judged([]).frame.is_empty()


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("given_name", None, "missing"),
        ("sex", "x", "not_one_of"),
        ("role", "boss", "not_one_of"),
        ("kind", "firm", "not_one_of"),
        ("family_name", "x" * 81, "text_too_long"),
        ("father_name", "a\u0007b", "control_signs"),
        ("household_code", "خانه 1", "code_form"),
        ("household_members", 0, "too_small"),
        ("production_years", 200, "too_large"),
        ("place_code", "0399", "unknown_place"),
        ("place_code", "311", "unknown_place_near"),
        ("place_code", "0303", "place_out_of_reach"),
        ("member_place_code", "0399", "unknown_place"),
        ("document_number", None, "document_absent"),
        ("born_on", TODAY + timedelta(1), "day_to_come"),
        ("born_on", date(1366, 5, 5), "day_too_early"),
        ("formed_on", TODAY + timedelta(1), "day_to_come"),
        ("entered_on", FORMED - timedelta(1), "entry_before_forming"),
        ("born_on", FORMED, "birth_after_entry"),
        ("legal_id", "10380284790", "legal_id_of_a_group"),
    ],
)
def test_each_fault_stands_at_its_cell(column: str, value: object, code: str) -> None:
    found = faults(group(**{column: value}))

    assert (code, 2, column) in found


def test_what_a_group_lacks_is_said_once_and_not_where_it_could_not_be_read() -> None:
    assert faults(group(place_code=None)) == [("group_lacks", 2, "place_code")]
    assert faults(group(kind="firm")) == [("not_one_of", 2, "kind")]
    assert faults([member(1, None)]) == [("missing", 2, "group_code")]


def test_a_code_is_written_in_latin_letters() -> None:
    assert ("code_form", 2, "group_code") in faults(group("گروه"))


def test_rows_of_a_group_may_leave_out_what_another_says_and_not_contradict_it() -> None:
    rows = group()
    rows[1] |= {"kind": "group", "group_name": "Other", "formed_on": date(2020, 1, 1)}

    result = judged(rows)

    assert [(each.code, each.row, each.column) for each in result.faults] == [
        ("fault.group_contradicts", 3, "group_name"),
        ("fault.group_contradicts", 3, "formed_on"),
    ]
    assert result.faults[0].values == {"value": "Other", "other": "Group g1", "twin": 2}


def test_a_group_has_its_legal_number() -> None:
    assert faults(group(size=2)) == [("group_too_small", 2, "group_code")]
    assert faults(group(size=6, kind="cooperative")) == [("group_too_small", 2, "group_code")]
    assert faults(group(size=7, kind="cooperative")) == []


def test_a_person_stands_in_a_list_once() -> None:
    same = [*group(), member(1)]
    other = [*group(), *group("g2", 11), member(1, "g2")]

    assert faults(same) == [("person_twice_in_group", 5, "document_number")]
    assert faults(other) == [("person_in_two_groups", 8, "document_number")]


def test_two_people_without_documents_are_one_if_all_is_the_same() -> None:
    bare = {"document_kind": "none", "document_number": None}
    rows = [*group(), member(9, **bare), member(9, **bare)]
    father = [*group(), member(9, **bare), member(9, **bare, father_name="X")]

    assert faults(rows) == [("person_twice_in_group", 6, "document_number")]
    assert faults(father) == []
    assert faults([*group(), member(9, document_kind="none")]) == [
        ("document_unneeded", 5, "document_number")
    ]


def test_a_role_for_one_is_held_by_one() -> None:
    rows = group()
    rows[1]["role"] = rows[2]["role"] = "treasurer"

    assert faults(rows) == [("role_twice", 4, "role")]
    rows[1]["role"] = rows[2]["role"] = "inspector"
    assert faults(rows) == []


def test_two_groups_have_two_legal_ids() -> None:
    first = group("g1", 1, 7, kind="cooperative", legal_id="10380284790")
    second = group("g2", 11, 7, kind="cooperative", legal_id="10380284790")

    assert faults([*first, *second]) == [("legal_id_twice", 9, "legal_id")]
    holder = known_group("g9", "10380284790", "cooperative")
    assert faults(first, groups=holder) == [("legal_id_taken", 2, "legal_id")]


def test_a_registered_group_needs_nothing_said_and_is_not_changed() -> None:
    joins = member(9, entered_on=TODAY)
    known = {"groups": known_group()}

    assert faults([joins], **known) == []
    result = judged([joins], **known)
    assert result.frame.select("is_known_group", "place_code").row(0) == (True, "0311")
    otherwise = joins | {"kind": "cooperative", "group_name": "Other", "place_code": "0303"}
    assert sorted(faults([otherwise], **known)) == [  # type: ignore[type-var]
        ("group_known_otherwise", 2, "group_name"),
        ("group_known_otherwise", 2, "kind"),
        ("group_known_otherwise", 2, "place_code"),
        ("place_out_of_reach", 2, "place_code"),
    ]
    same = joins | {"kind": "group", "group_name": "Group g1", "place_code": "hashtrud"}
    assert faults([same], **known) == []
    assert faults([member(9)], **known) == [("entry_absent", 2, "entered_on")]


def test_people_are_recognised_by_their_document() -> None:
    known = {"people": known_people(1, 2)}

    result = judged(group(), **known)

    assert result.faults == ()
    assert result.frame["person_id"].to_list() == [1, 2, None]
    rows = group()
    rows[0]["family_name"] = "Else"
    assert faults(rows, **known) == [("document_of_another", 2, "document_number")]


def test_who_has_no_document_is_recognised_within_the_group() -> None:
    bare = member(9, document_kind="none", document_number=None)
    known = {
        "groups": known_group(),
        "people": known_people(9, kind="none"),
        "members": known_members(serving(9)),
    }

    assert judged([bare], **known).frame.select("person_id", "is_entered").row(0) == (9, True)
    elsewhere = known | {"groups": known_group("g2")}
    moved = [bare | {"group_code": "g2", "entered_on": TODAY}]
    assert judged(moved, **elsewhere).frame["person_id"].item() is None


def test_registered_members_stay_as_they_are() -> None:
    known = {
        "groups": known_group(),
        "people": known_people(1, 2, 3),
        "members": known_members(serving(1, "head"), serving(2), serving(3)),
    }

    assert judged(group(), **known).frame["is_entered"].all()
    assert faults(group(), **known) == []
    rows = [member(2, role="secretary")]
    assert faults(rows, **known) == [("role_known_otherwise", 2, "role")]
    takes = [member(9, role="head", entered_on=TODAY)]
    assert faults(takes, **known) == [("role_held", 2, "role")]


def test_who_has_left_stays_away_unless_a_later_day_is_written() -> None:
    left = (1, "g1", "member", FORMED, date(2026, 5, 1))
    known = {
        "groups": known_group(),
        "people": known_people(1),
        "members": known_members(left),
    }

    again = judged([member(1)], **known)
    back = judged([member(1, entered_on=date(2026, 6, 1))], **known)

    assert again.frame["is_entered"].all()
    assert [each.code for each in again.notes] == ["note.roster_left"]
    assert not back.frame["is_entered"].any()
    assert back.notes == ()


def test_households_state_what_can_be_and_the_same() -> None:
    home = {"household_code": "h", "household_members": 4, "household_earners": 1}
    rows = group(**home)
    rows[1] |= home | {"household_earners": 2}
    rows[2] |= {"household_code": "h"}
    homes = pl.DataFrame(
        {"household_code": ["h"], "place_keys": [["0303"]]}, schema=dict(table.KNOWN_HOMES)
    )

    assert faults(rows) == [("household_contradicts", 3, "household_members")]
    assert faults(group(**home | {"household_earners": 5})) == [
        ("earners_above_members", 2, "household_earners")
    ]
    assert faults(group(**home), homes=homes) == [("household_elsewhere", 2, "household_code")]


def test_nobody_has_produced_for_longer_than_they_live() -> None:
    rows = group(born_on=date(2000, 1, 1), production_years=30)

    assert faults(rows) == [("years_above_age", 2, "production_years")]


def test_what_is_worth_knowing_is_noted() -> None:
    people = known_people(1, mobile="09140000000")
    rows = group(mobile="09141111111")
    rows[0]["role"] = None

    assert notes(rows, people=people, members=known_members(serving(1, code="g9"))) == {
        "note.roster_elsewhere": 1,
        "note.roster_details": 1,
        "note.roster_headless": 1,
    }


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(6)))
def test_the_order_of_rows_decides_nothing_but_who_is_named(order: list[int]) -> None:
    rows = [*group(), *group("g2", 11)]
    shuffled = [rows[place] for place in order]

    assert faults(shuffled) == []
    result = judged(shuffled).frame.sort("group_code", "document_number")
    assert result["place_code"].to_list() == ["0311"] * 6
