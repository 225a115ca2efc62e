"""Lists of groups as people write them: in either language, in each format, with every fault named."""

import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.registry.roster import JudgedRoster, Known, judge_roster
from kargosha.analysis.registry.table import ROSTER
from kargosha.analysis.rules import Rulebook
from kargosha.analysis.tables import Column, Table
from kargosha.files import registry
from kargosha.files.digits import ASCII
from kargosha.files.identifiers import is_national_id
from kargosha.files.registry import CheckedRoster, checked_roster, read_roster
from kargosha.files.registry.checked import HIDDEN
from kargosha.files.rulebook import shipped_rules
from kargosha.files.tables import write
from kargosha.files.words import LANGUAGES, Language, say

TODAY = date(2026, 11, 23)
RULES = Rulebook.on(TODAY, shipped_rules())
HEADS = "کد گروه,نام گروه,نوع گروه,کد مکان گروه,تاریخ تشکیل,سمت,نام,نام خانوادگی,جنس,کد ملی,موبایل"
ROWS = (
    "g1,قالی,گروه,0311,1404/02/01,سرگروه,علی,رضایی,مرد,۰۴۹۹۳۷۰۸۹۹,9141234567",
    "g1,,,,,خزانه دار,مینا,رضایی,زن,0790419904,",
    "g1,,,,,,زهرا,رضايي,خانم,84575948,(۰۹۱۴) ۱۲۳ ۴۵۶۷",
)


OTHERS = [
    stem + check
    for stem in ("100000001", "100000002", "100000003")
    for check in ASCII
    if is_national_id(stem + check)
]


def text(*rows: str, heads: str = HEADS) -> bytes:
    return "\n".join([heads, *rows]).encode()


def judge(frame: pl.DataFrame) -> JudgedRoster:
    places = pl.DataFrame({"key": ["0311"], "is_reached": [True]})
    return judge_roster(frame, Known.of(places=places), rules=RULES, today=TODAY)


def checked(content: bytes, name: str = "list.csv") -> CheckedRoster:
    return checked_roster(read_roster(name, content), judge)


def refused(content: bytes, name: str = "list.csv") -> list[tuple[str, str | None]]:
    with pytest.raises(BadTable) as caught:
        read_roster(name, content)
    return [(fault.code, fault.column) for fault in caught.value.faults]


def faults(content: bytes, name: str = "list.csv") -> list[tuple[str, int | None, str | None]]:
    return [
        (fault.code.removeprefix("fault."), fault.row, fault.column)
        for fault in checked(content, name).faults
    ]


def written(frame: pl.DataFrame, folder: Path, ending: str, kinds: dict[str, str]) -> bytes:
    columns = tuple(Column(name, kinds.get(name, "text"), "") for name in frame.columns)  # type: ignore[arg-type]
    path = folder / f"list.{ending}"
    write(frame, path, Table("roster", columns))
    return path.read_bytes()


def test_a_persian_list_is_read_as_ours() -> None:
    result = checked(text(*ROWS))

    frame = result.good
    assert (result.faults, result.good_count) == ((), 3)
    assert frame["role"].to_list() == ["head", "treasurer", "member"]
    assert frame["sex"].to_list() == ["male", "female", "female"]
    assert frame["document_number"].to_list() == ["0499370899", "0790419904", "0084575948"]
    assert frame["mobile"].to_list() == ["09141234567", None, "09141234567"]
    assert frame["family_name"].to_list() == ["رضایی"] * 3
    assert frame["formed_on"][0] == date(2025, 4, 21)


def test_an_english_list_is_read_by_names_and_titles() -> None:
    heads = (
        "group_code,Group Name,Group or co-operative,Place code of the group,Formed on,Role,"
        "Given name,Surname,gender,document_kind,Document number"
    )
    row = "g1,Carpets,co-op,0311,2025-04-21,Leader,Ali,Reza,m,passport,ab 123456"

    frame = read_roster("a.csv", text(row, heads=heads)).frame

    assert frame.select("kind", "role", "sex", "document_kind", "document_number").row(0) == (
        "cooperative",
        "head",
        "male",
        "foreign_id",
        "AB123456",
    )


@pytest.mark.parametrize(
    ("cell", "wrong", "column"),
    [
        ("0499370899", "0499370898", "document_number"),
        ("9141234567", "0411", "mobile"),
        ("1404/02/01", "1404/13/01", "formed_on"),
        ("مرد", "؟", "sex"),
    ],
)
def test_a_cell_that_cannot_be_understood_is_told_once(cell: str, wrong: str, column: str) -> None:
    rows = [row.replace("۰۴۹۹۳۷۰۸۹۹", "0499370899").replace(cell, wrong) for row in ROWS]

    found = faults(text(*rows))

    assert [(row, name) for _, row, name in found] == [(2, column)]


def test_documents_are_read_by_their_kind() -> None:
    heads = f"{HEADS},نوع مدرک"
    kinds = ("شناسه اتباع", "ندارد", "؟")
    rows = [f"{row},{kind}" for row, kind in zip(ROWS, kinds, strict=True)]

    found = faults(text(*rows, heads=heads))

    assert found == [
        ("document_unneeded", 3, "document_number"),
        ("not_one_of", 4, "document_kind"),
    ]
    short = [rows[0].replace("۰۴۹۹۳۷۰۸۹۹", "12"), *rows[1:]]
    assert ("foreign_id_wrong", 2, "document_number") in faults(text(*short, heads=heads))


def test_a_list_without_a_needed_column_says_which() -> None:
    assert refused(b"kind,sex\ngroup,male\n") == [
        ("fault.missing_column", "group_code"),
        ("fault.missing_column", "given_name"),
        ("fault.missing_column", "family_name"),
    ]


def test_what_cannot_be_read_as_a_whole_is_refused() -> None:
    assert refused(b"x", "list.pdf") == [("fault.file_kind", None)]
    assert refused(b"x", "list.parquet") == [("fault.not_parquet", None)]
    assert refused(b"", "list.csv") == [("fault.empty_file", None)]
    assert refused(text()) == [("fault.empty_table", None)]
    assert refused(text(ROWS[0], heads=f"{HEADS},کد گروه")) == [
        ("fault.duplicate_column", "کد گروه")
    ]


def test_a_list_is_no_census(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kargosha.files.registry.reading.MOST_ROWS", 2)

    assert refused(text(*ROWS)) == [("fault.too_many_rows", None)]


def test_columns_that_mean_nothing_are_told_of() -> None:
    result = checked(text(*(f"{row},x" for row in ROWS), heads=f"{HEADS},رنگ"))

    assert [(note.code, note.values) for note in result.notes] == [
        ("note.roster_columns", {"columns": ["رنگ"]})
    ]


def test_two_calendars_in_a_column_are_each_read_by_their_own() -> None:
    rows = [f"{row},{day}" for row, day in zip(ROWS, ("1368/01/01", "", "1990-05-05"), strict=True)]

    result = checked(text(*rows, heads=f"{HEADS},تاریخ تولد"))

    assert result.good["born_on"].to_list() == [date(1989, 3, 21), None, date(1990, 5, 5)]
    assert [(note.code, note.values["header"]) for note in result.notes] == [
        ("note.gregorian", "تاریخ تولد")
    ]


def test_a_sheet_with_numbers_for_codes_is_read(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "group_code": [7, 7, 7],
            "group_name": ["A", None, None],
            "kind": ["group", None, None],
            "place_code": ["0311", None, None],
            "formed_on": [date(2025, 4, 21), None, None],
            "given_name": ["A", "B", "C"],
            "family_name": ["A", "B", "C"],
            "sex": ["f", "f", "f"],
            "document_number": [499370899, 790419904, 84575948],
            "production_years": [1, 2, 3],
        }
    )
    kinds = {
        "group_code": "count",
        "formed_on": "date",
        "document_number": "count",
        "production_years": "count",
    }

    for ending in ("xlsx", "parquet"):
        result = checked(written(frame, tmp_path, ending, kinds), f"list.{ending}")
        assert result.faults == ()
        assert result.good["group_code"].to_list() == ["7", "7", "7"]
        assert result.good["document_number"][0] == "0499370899"


def test_parquet_with_floats_for_numbers_is_read() -> None:
    whole = pl.DataFrame({"group_code": ["g1"], "given_name": ["A"], "family_name": ["A"]})
    frame = whole.with_columns(sex=pl.lit("f"), document_number=499370899.0, production_years=1.5)
    raw = io.BytesIO()
    frame.write_parquet(raw)

    read = read_roster("a.parquet", raw.getvalue())

    assert read.frame["document_number"].item() == "0499370899"
    assert [(fault.code, fault.column) for fault in read.faults] == [
        ("fault.not_whole", "production_years")
    ]


def test_cells_of_a_sheet_are_named(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "group_code": ["g1"],
            "given_name": ["A"],
            "family_name": ["A"],
            "sex": ["f"],
            "mobile": ["12"],
        }
    )

    result = checked(written(frame, tmp_path, "xlsx", {}), "list.xlsx")

    fault = next(each for each in result.faults if each.column == "mobile")
    assert result.read.shown(fault).values["cell"] == "E2"
    whole = Fault("fault.missing_column", "roster", None, "kind")
    assert result.read.shown(whole) is whole


def test_cells_merged_or_of_another_kind_are_told_under_our_names() -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["رنگ", "کد گروه", "نام", "نام خانوادگی", "جنس"],
        ["x", "g1", "A", True, "f"],
        ["=1+1", "g1", "B", "=A1", "f"],
    ):
        sheet.append(row)
    raw = io.BytesIO()
    book.save(raw)

    read = read_roster("a.xlsx", raw.getvalue())

    assert {(fault.code, fault.row, fault.column) for fault in read.faults} == {
        ("fault.cell_type", 2, "family_name"),
        ("fault.formula", 3, "family_name"),
    }


def test_a_row_of_another_length_is_not_also_said_to_lack_things() -> None:
    found = faults(text(ROWS[0], "g1,x", *ROWS[1:]))

    assert ("ragged", 3, None) in found
    assert [each for each in found if each[1] == 3] == [("ragged", 3, None)]


def test_whole_groups_come_back_as_a_file_in_the_readers_language() -> None:
    good = [row.replace("g1", "g2").replace("،", "") for row in ROWS]
    bad = [*ROWS[:2], ROWS[2].replace("84575948", "84575949")]
    for place, number in enumerate(OTHERS):
        cells = good[place].split(",")
        cells[9] = number
        good[place] = ",".join(cells)
    result = checked(text(*bad, *good))

    for language, sentence in (("fa", "کد ملی"), ("en", "national id")):
        file = registry.bad_rows_file(result, language).decode("utf-8-sig")  # type: ignore[arg-type]
        lines = file.strip().splitlines()
        assert len(lines) == 4
        assert sentence in lines[3]
        assert say("bad_rows.group", {}, language) in lines[1]  # type: ignore[arg-type]
        again = checked(file.encode())
        assert [fault.code for fault in again.faults] == ["fault.national_id_wrong"]
        assert again.notes == ()
    assert set(result.good["group_code"]) == {"g2"}


def test_a_row_without_a_group_is_left_out_alone() -> None:
    result = checked(text(*ROWS, f",,,,,,رضا,رضایی,مرد,{OTHERS[0]},"))

    assert (result.left_out, result.good_count) == ((5,), 3)


def test_a_kept_fault_holds_nothing_personal() -> None:
    rows = [f"{row},1368/99/01" for row in ROWS]
    result = checked(text(*rows, heads=f"{HEADS},تاریخ تولد"))

    kept = [registry.kept_fault(result, fault) for fault in result.faults]

    assert {fault.values["value"] for fault in kept} == {HIDDEN}
    assert {fault.column for fault in kept} == {"تاریخ تولد"}
    assert say(kept[0].code, kept[0].values, "fa")


def test_faults_are_kept_as_plain_data_and_read_back() -> None:
    fault = Fault(
        "fault.day_to_come",
        ROSTER.name,
        3,
        "formed_on",
        {"value": date(2027, 1, 1), "many": ["a", "b"], "count": 3},
    )

    assert registry.fault_of(registry.plain_fault(fault)) == fault


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", registry.ENDINGS)
def test_a_template_is_read_and_its_made_up_row_left_out(language: Language, ending: str) -> None:
    content = registry.template_file(language, ending)

    read = read_roster(f"template.{ending}", content)

    assert (read.row_count, read.faults) == (0, ())
    assert [note.code for note in read.notes] == ["note.roster_example"]
    assert len(read.places) == len(ROSTER.columns)


def test_our_words_are_told_in_the_readers_language() -> None:
    role = Fault("fault.role_twice", ROSTER.name, 2, "role", {"value": "head", "twin": 3})
    known = Fault("fault.not_one_of", ROSTER.name, 2, "sex", {"known": "female, male"})
    column = Fault("fault.missing_column", ROSTER.name, 1, "given_name")
    strange = Fault("fault.missing_column", ROSTER.name, 1, "other")

    assert registry.spoken(role, "fa").values == {"value": "سرگروه", "twin": 3}
    assert registry.spoken(known, "en").values == {"known": ["female", "male"]}
    assert registry.spoken(column, "fa").column == "نام"
    assert registry.spoken(strange, "fa").column == "other"
