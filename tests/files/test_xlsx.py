import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook  # noqa: TID253 - only the tests pay

from kargosha.analysis.tables import ROW
from kargosha.files.faults import told
from kargosha.files.tables import read
from kargosha.files.tables.grid import cell_letters
from tests.files.faulty import GROUPS, csv_file, faults_in, the_fault, xlsx_file

HEADER: list[object] = ["group_id", "amount", "share", "founded", "rural", "tags"]


def test_typed_cells_are_read_as_meant(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ["007", 5000.0, 0.25, date(2025, 8, 22), True, "women;youth"],
        [],
        ["۰۰۸", "۱٬۰۰۰", None, datetime(2025, 8, 22), 0, None],  # noqa: DTZ001 - Excel has no zones
        ["A", 1, 1e-7, "1404/05/31", "بله", ""],
    ]

    frame = read(xlsx_file(tmp_path, rows), GROUPS)

    assert frame.select(ROW, *map(str, HEADER)).rows() == [
        (2, "007", 5000, 0.25, date(2025, 8, 22), True, ["women", "youth"]),
        (4, "008", 1000, None, date(2025, 8, 22), False, None),
        (5, "A", 1, 1e-7, date(2025, 8, 22), True, None),
    ]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("group_id", 311.0, "fault.number_for_text"),
        ("group_id", date(2025, 8, 22), "fault.cell_type"),
        ("group_id", True, "fault.cell_type"),
        ("tags", 3, "fault.number_for_text"),
        ("amount", 1.5, "fault.not_whole"),
        ("amount", -3, "fault.negative"),
        ("amount", 10**15 + 3, "fault.digits_lost"),
        ("amount", "1e9", "fault.exponent"),
        ("amount", True, "fault.cell_type"),
        ("amount", date(2025, 8, 22), "fault.cell_type"),
        ("founded", 45000, "fault.not_a_date"),
        ("founded", time(10, 0), "fault.cell_type"),
        ("founded", datetime(2025, 8, 22, 10, 0), "fault.not_a_date"),  # noqa: DTZ001
        ("rural", 2, "fault.not_a_flag"),
    ],
)
def test_a_cell_of_another_kind_is_refused_by_its_name(
    tmp_path: Path, column: str, value: object, code: str
) -> None:
    row = {"group_id": "A", "amount": 1, column: value}
    path = xlsx_file(tmp_path, [["group_id", "amount", column][: len(row)], list(row.values())])

    (fault,) = faults_in(path)

    place = list(row).index(column)
    assert (fault.code, fault.row, fault.column) == (code, 2, column)
    assert fault.values["cell"] == f"{cell_letters(place)}2"


def test_formulas_errors_and_merged_cells_are_refused_by_their_names(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEADER, ["A", "=1+1"], ["B", 2], ["C", 3], ["D", 4]])
    book = load_workbook(path)
    book.active["B3"].value = "#REF!"
    book.active.merge_cells("A4:A5")
    book.save(path)

    found = [(fault.code, fault.values.get("cell")) for fault in faults_in(path)]

    assert found == [
        ("fault.formula", "B2"),
        ("fault.cell_error", "B3"),
        ("fault.merged", "A4:A5"),
    ]


def test_what_stands_beside_a_refused_cell_is_still_judged(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["group_id", "amount", "share"], ["A", "=1+1", 2], ["B", None, 0]])

    found = [(fault.code, fault.row, fault.column) for fault in faults_in(path)]

    assert found == [
        ("fault.formula", 2, None),
        ("fault.not_a_share", 2, "share"),
        ("fault.missing", 3, "amount"),
    ]


@pytest.mark.parametrize(
    ("column", "value", "english", "persian"),
    [
        ("group_id", 311.0, ": 311 is a number", "۳۱۱ عدد است"),
        ("group_id", 0.5, ": 0.5 is a number", "۰.۵ عدد است"),
        ("group_id", True, "“TRUE” is of a kind", "«TRUE» از نوعی"),
        ("founded", 45000, "“45000” is not a day", "«۴۵۰۰۰» روز نیست"),
        ("amount", 10**15 + 2, "1000000000000002 has more", "۱۰۰۰۰۰۰۰۰۰۰۰۰۰۰۲ بیش از"),
    ],
)
def test_a_number_is_quoted_as_the_sheet_shows_it(
    tmp_path: Path, column: str, value: object, english: str, persian: str
) -> None:
    row = {"group_id": "A", "amount": 1, column: value}
    (fault,) = faults_in(xlsx_file(tmp_path, [list(row), list(row.values())]))

    assert english in told(fault, {}, "en")
    assert persian in told(fault, {}, "fa")


@pytest.mark.parametrize("ending", ["xlsx", "parquet", "csv"])
def test_a_file_of_no_bytes_is_empty_and_not_damaged(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"groups.{ending}"
    path.touch()

    assert the_fault(path)[0] == "fault.empty_file"


def test_of_several_sheets_the_one_named_like_the_table_is_read(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["notes"], ["nothing"]], sheet="Notes")
    book = load_workbook(path)
    for row in ["group_id", "amount"], ["A", 1]:
        (book["Groups"] if "Groups" in book.sheetnames else book.create_sheet("Groups")).append(row)
    book.save(path)

    assert read(path, GROUPS)["group_id"].to_list() == ["A"]


def test_without_a_sheet_of_that_name_the_first_is_read(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["group_id", "amount"], ["A", 1]], sheet="برگه")

    assert read(path, GROUPS)["group_id"].to_list() == ["A"]


def test_an_empty_sheet_is_refused(tmp_path: Path) -> None:
    assert the_fault(xlsx_file(tmp_path, []))[0] == "fault.empty_file"


def test_what_only_bears_the_name_is_refused(tmp_path: Path) -> None:
    text = csv_file(tmp_path, "group_id,amount\nA,1\n").rename(tmp_path / "text.xlsx")
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(other, "w") as parts:
        parts.writestr("word/document.xml", "<x/>")

    assert the_fault(text)[0] == "fault.not_xlsx"
    assert the_fault(other)[0] == "fault.not_xlsx"


def test_old_and_protected_workbooks_are_told_apart(tmp_path: Path) -> None:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    old, locked = tmp_path / "old.xlsx", tmp_path / "locked.xlsx"
    old.write_bytes(compound)
    locked.write_bytes(compound + "EncryptedPackage".encode("utf-16-le"))

    assert the_fault(old)[0] == "fault.xls"
    assert the_fault(locked)[0] == "fault.xlsx_encrypted"


def test_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["group_id", "amount"], ["A", 1]])
    replace_part(path, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='1'><c r='A1'>")

    assert the_fault(path)[0] in ("fault.not_xlsx", "fault.empty_file")


def test_a_document_type_is_not_expanded(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["group_id", "amount"], ["A", 1]])
    book = part(path, "xl/workbook.xml")
    replace_part(path, "xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]>' + book)

    assert the_fault(path)[0] == "fault.not_xlsx"


def test_a_cell_at_the_far_corner_does_not_take_the_memory(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["group_id", "amount"], ["A", 1]])
    book = load_workbook(path)
    book.active["XFD1048576"] = "x"
    book.save(path)

    assert the_fault(path)[0] == "fault.xlsx_far_cell"


def test_a_file_that_unpacks_into_gigabytes_is_refused(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["group_id", "amount"], ["A", 1]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/bomb", b"")
    with zipfile.ZipFile(path) as parts:
        offset = parts.start_dir
    raw = bytearray(path.read_bytes())
    claim_size(raw, offset, 3 * 1024**3)
    path.write_bytes(raw)

    assert the_fault(path)[0] == "fault.xlsx_unpacks_too_large"


def claim_size(raw: bytearray, directory: int, size: int) -> None:
    """Let the first entry of a zip's directory claim that it unpacks into so many bytes."""
    raw[directory + 24 : directory + 28] = size.to_bytes(4, "little")


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as parts:
        return parts.read(name)


def replace_part(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as parts:
        kept = {each: parts.read(each) for each in parts.namelist()}
    with zipfile.ZipFile(path, "w") as parts:
        for each, old in kept.items():
            parts.writestr(each, content if each == name else old)


@pytest.mark.parametrize(
    ("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_in_a_spreadsheet(position: int, letters: str) -> None:
    assert cell_letters(position) == letters


def test_a_workbook_without_a_name_for_its_columns_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append([None, None])
    book.active.append(["A", 1])
    book.save(tmp_path / "groups.xlsx")

    codes = {fault.code for fault in faults_in(tmp_path / "groups.xlsx")}

    assert codes == {"fault.nameless_column", "fault.missing_column"}
