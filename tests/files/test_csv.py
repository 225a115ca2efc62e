import os
from datetime import date
from pathlib import Path

import pytest

from kargosha.analysis.tables import ROW
from kargosha.files.disk import MOST_BYTES
from kargosha.files.tables import read
from tests.files.faulty import GROUPS, csv_file, faults_in, the_fault, xlsx_file

TWO = "group_id,amount\nA,10\nB,20\n"


def cell(folder: Path, column: str, text: str) -> Path:
    """Write a table of one row in which one cell holds this text."""
    values = {"group_id": "A", "amount": "10", column: text}
    quoted = ['"' + value.replace('"', '""') + '"' for value in values.values()]
    return csv_file(folder, ",".join(values) + "\n" + ",".join(quoted) + "\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_one_table_in_many_writings(
    tmp_path: Path, encoding: str, separator: str, line_end: str
) -> None:
    text = TWO.replace(",", separator).replace("\n", line_end)

    frame = read(csv_file(tmp_path, text, encoding), GROUPS)

    assert frame.select(ROW, "group_id", "amount").rows() == [(2, "A", 10), (3, "B", 20)]
    assert frame.columns == [ROW, *GROUPS.by_name]


def test_a_header_of_quoted_names_may_hold_other_separators(tmp_path: Path) -> None:
    frame = read(csv_file(tmp_path, '"group_id","amount"\n"A;1","10"\n'), GROUPS)

    assert frame["group_id"].to_list() == ["A;1"]


@pytest.mark.parametrize("name", ["Group ID", "GROUP-ID", " group_id\u200f", "group\u00a0id"])
def test_a_header_may_have_spaces_and_capitals(tmp_path: Path, name: str) -> None:
    frame = read(csv_file(tmp_path, f"{name},amount\nA,1\n"), GROUPS)

    assert frame["group_id"].to_list() == ["A"]


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    text = 'group_id,amount\n\n"A\nand its second line",10\n,,\n \nB,20\n'.replace(",,", ",")

    frame = read(csv_file(tmp_path, text), GROUPS)

    assert frame[ROW].to_list() == [3, 6]
    assert frame["group_id"].to_list() == ["A\nand its second line", "B"]


def test_only_a_header_is_a_table_without_rows(tmp_path: Path) -> None:
    assert read(csv_file(tmp_path, "group_id,amount\n"), GROUPS).height == 0


def test_empty_columns_at_the_end_are_nobodys(tmp_path: Path) -> None:
    frame = read(csv_file(tmp_path, "group_id,amount,,\nA,10,,\nB,20, ,\n"), GROUPS)

    assert frame.height == 2


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("۱٬۲۳۴٬۵۶۷", 1234567),
        ("١،٢٣٤،٥٦٧", 1234567),
        ("1,234,567", 1234567),
        ("1 234 567", 1234567),
        ("1\u00a0234\u202f567", 1234567),
        ("  ۱2٣ ", 123),
        ("\u200c۱۲\u200f", 12),
        ("+5", 5),
        ("5000.0", 5000),
        ("5.", 5),
        ("0010", 10),
        ("10000000000000000", 10**16),
    ],
)
def test_rials_are_read_as_people_write_them(tmp_path: Path, text: str, amount: int) -> None:
    assert read(cell(tmp_path, "amount", text), GROUPS)["amount"].to_list() == [amount]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-5", "fault.negative"),
        ("−۵", "fault.negative"),
        ("0", "fault.too_small"),
        ("1.5", "fault.not_whole"),
        ("۱٫۵", "fault.not_whole"),
        ("1e9", "fault.exponent"),
        ("1E+09", "fault.exponent"),
        ("NaN", "fault.not_finite"),
        ("-inf", "fault.not_finite"),
        ("10000000000000001", "fault.too_large"),
        ("9" * 40, "fault.too_large"),
        ("", "fault.missing"),
        (" \u200c ", "fault.missing"),
        ("12,34", "fault.not_a_number"),
        ("1,5", "fault.not_a_number"),
        ("1.000.000", "fault.not_a_number"),
        ("۲/۵", "fault.not_a_number"),
        ("100 ریال", "fault.not_a_number"),
        ("--5", "fault.not_a_number"),
        (".", "fault.not_a_number"),
        ("x" * 200, "fault.not_a_number"),
    ],
)
def test_what_is_no_amount_is_refused_once(tmp_path: Path, text: str, code: str) -> None:
    assert the_fault(cell(tmp_path, "amount", text)) == (code, 2, "amount")


@pytest.mark.parametrize(
    ("text", "value"),
    [("۲٫۵", 2.5), ("1,000.25", 1000.25), (".5", 0.5), ("1e-7", 1e-7), ("", None)],
)
def test_numbers_are_read_as_people_and_programs_write_them(
    tmp_path: Path, text: str, value: float | None
) -> None:
    assert read(cell(tmp_path, "value", text), GROUPS)["value"].to_list() == [value]


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("value", "nan", "fault.not_finite"),
        ("value", "1e999", "fault.not_finite"),
        ("value", "two", "fault.not_a_number"),
        ("share", "1.5", "fault.not_a_share"),
        ("members", "0", "fault.too_small"),
        ("founded", "1404-12-30", "fault.not_a_date"),
        ("founded", "yesterday", "fault.not_a_date"),
        ("rural", "maybe", "fault.not_a_flag"),
    ],
)
def test_what_does_not_fit_its_column_is_refused(
    tmp_path: Path, column: str, text: str, code: str
) -> None:
    assert the_fault(cell(tmp_path, column, text)) == (code, 2, column)


@pytest.mark.parametrize("text", ["1404-05-31", "۱۴۰۴/۵/۳۱", "2025-08-22"])
def test_dates_become_gregorian(tmp_path: Path, text: str) -> None:
    assert read(cell(tmp_path, "founded", text), GROUPS)["founded"].to_list() == [date(2025, 8, 22)]


@pytest.mark.parametrize(
    ("text", "flag"),
    [("Yes", True), ("بلي", True), ("۱", True), ("no", False), ("خیر", False), ("", None)],
)
def test_flags_are_read_in_both_languages(tmp_path: Path, text: str, flag: bool | None) -> None:
    assert read(cell(tmp_path, "rural", text), GROUPS)["rural"].to_list() == [flag]


def test_lists_are_read_with_both_semicolons(tmp_path: Path) -> None:
    frame = read(cell(tmp_path, "tags", "women؛ youth;;زنان روستايي "), GROUPS)

    assert frame["tags"].to_list() == [["women", "youth", "زنان روستایی"]]


def test_identifiers_stay_text_in_one_spelling(tmp_path: Path) -> None:
    text = "group_id,amount\n۰۰۷,1\nكلبر,2\n"

    assert read(csv_file(tmp_path, text), GROUPS)["group_id"].to_list() == ["007", "کلبر"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("fault.empty_file", None, None)),
        (" \n\n", ("fault.empty_file", None, None)),
        ("group_id\nA\n", ("fault.missing_column", 1, "amount")),
        ("group_id,amount,Amount\nA,1,2\n", ("fault.duplicate_column", 1, "amount")),
        ("group_id,amount,colour\nA,1,2\n", ("fault.unknown_column", 1, "colour")),
        ("group_id,amount,valeu\nA,1,2\n", ("fault.misspelt_column", 1, "valeu")),
        ("group_id,amount,,value\nA,1,2,3\n", ("fault.nameless_column", 1, None)),
        ("group_id,amount\nA,1\nB\n", ("fault.ragged", 3, None)),
        ("group_id,amount\nA,1\n\nB,2,3\n", ("fault.ragged", 4, None)),
        ('group_id,amount\nA,1\n"B,2\n', ("fault.csv_broken", 3, None)),
        ('group_id,amount\nA,1\n"B"x,2\n', ("fault.csv_broken", 3, None)),
    ],
)
def test_a_broken_table_is_refused(
    tmp_path: Path, text: str, expected: tuple[str, int | None, str | None]
) -> None:
    assert the_fault(csv_file(tmp_path, text)) == expected


def test_unknown_columns_can_be_ignored(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "group_id,colour,amount,\nA,red,1,\n")

    assert read(path, GROUPS, extra_columns="ignore")["amount"].to_list() == [1]


@pytest.mark.parametrize("encoding", ["cp1256", "utf-16-le", "latin-1"])
def test_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    text = (
        "group_id,amount\nA,1\nقهوه,2\n"
        if encoding != "latin-1"
        else "group_id,amount\nA,1\nÿé,2\n"
    )

    code, row, column = the_fault(csv_file(tmp_path, text, encoding))

    assert (code, row, column) == ("fault.encoding", None, None)


def test_broken_utf8_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_bytes(b"group_id,amount\nA,1\nB\xff,2\n")

    (fault,) = faults_in(path)

    assert fault.values == {"line": 3}


def test_all_faults_are_found_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "group_id,amount,share\nA,-1,2\n,x,0.5\nC,1\nD,1e9,half\n"

    found = [(fault.row, fault.column, fault.code) for fault in faults_in(csv_file(tmp_path, text))]

    assert found == [
        (2, "amount", "fault.negative"),
        (2, "share", "fault.not_a_share"),
        (3, "group_id", "fault.missing"),
        (3, "amount", "fault.not_a_number"),
        (4, None, "fault.ragged"),
        (5, "amount", "fault.exponent"),
        (5, "share", "fault.not_a_number"),
    ]


def test_a_workbook_named_as_text_is_refused(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["group_id", "amount"], ["A", 1]]).rename(tmp_path / "groups.csv")

    assert the_fault(path)[0] == "fault.not_csv"


def test_what_is_no_readable_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    letter = tmp_path / "groups.docx"
    letter.write_bytes(b"x")

    assert the_fault(tmp_path / "absent.csv")[0] == "fault.file_missing"
    assert the_fault(folder)[0] == "fault.file_is_folder"
    assert the_fault(letter)[0] == "fault.file_kind"


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "groups.csv")

    assert the_fault(tmp_path / "groups.csv")[0] == "fault.file_unreadable"


def test_a_file_larger_than_any_table_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "groups.csv").open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    assert the_fault(tmp_path / "groups.csv")[0] == "fault.file_too_large"


def test_what_the_system_refuses_is_said(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="fault") as caught:
        read(tmp_path / ("long" * 100 + ".csv"), GROUPS)

    assert caught.value.faults[0].code == "fault.file_unreadable"
