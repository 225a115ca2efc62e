import hashlib
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook  # noqa: TID253 - only the tests pay

from kargosha.analysis.errors import BadTable
from kargosha.analysis.tables import ROW
from kargosha.files.tables.csv_grid import AT_ONCE
from kargosha.files.territory import Mapped, headers_of, read_mapped
from tests.files.territory.mappings import FLOWS, HEADER, LONG, WIDE, csv_file, mapping, spoken

CENSUS = date(2016, 3, 20)


def read(folder: Path, *rows: str, header: str = HEADER, **other: object) -> Mapped:
    text = "\n".join([header, *rows]) + "\n"
    return read_mapped(csv_file(folder, text), mapping(LONG, **other))


def refused(path: Path, **other: object) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(BadTable) as caught:
        read_mapped(path, mapping(LONG, **other))
    return spoken(caught.value.faults)


def test_a_file_is_read_into_our_columns(tmp_path: Path) -> None:
    found = read(tmp_path, "۰۳۰۲,population,سال ۱۳۹۵,۱٬۵۴۴,۲٫۵,census", "0303,population,1395,7,,x")

    wanted = ["place_code", "indicator", "observed_on", "period", "value", "margin", "source"]
    assert found.frame.select(ROW, *wanted).rows() == [
        (2, "0302", "population", CENSUS, "year", 1544.0, 2.5, "census"),
        (3, "0303", "population", CENSUS, "year", 7.0, None, "x"),
    ]
    assert (found.faults, found.notes, found.row_count) == ((), (), 2)
    assert found.sha256 == hashlib.sha256((tmp_path / "figures.csv").read_bytes()).hexdigest()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_one_file_in_many_writings(
    tmp_path: Path, separator: str, encoding: str, quote: str
) -> None:
    rows = [HEADER, "0302,population,1395,7,,census"]
    lines = [separator.join(f"{quote}{cell}{quote}" for cell in row.split(",")) for row in rows]
    path = tmp_path / "figures.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))

    found = read_mapped(path, mapping(LONG))

    assert found.faults == ()
    assert found.frame["value"].to_list() == [7.0]
    assert headers_of(path) == HEADER.split(",")


def test_columns_that_the_mapping_does_not_name_are_nobodys(tmp_path: Path) -> None:
    found = read(tmp_path, "x,0302,population,1395,7,,s,#REF!", header=f"note,{HEADER},rest")

    assert found.faults == ()
    assert found.frame["place_code"].to_list() == ["0302"]


@pytest.mark.parametrize(
    "word", ["", "-", "…", "...", "نامعلوم", "unknown", "NA", "n/a", "Unknown", "نامشخص"]
)
def test_what_others_write_for_unknown_is_unknown(tmp_path: Path, word: str) -> None:
    found = read(tmp_path, f"0302,population,1395,{word},{word},census")

    assert found.faults == ()
    assert found.frame["value"].to_list() == [None]


@pytest.mark.parametrize(
    ("text", "code"),
    [("NaN", "not_finite"), ("inf", "not_finite"), ("1e999", "not_finite"), ("15%", "not_a_number"),
     ("a lot", "not_a_number")],
)  # fmt: skip
def test_a_figure_that_is_none_is_a_fault_of_its_cell(tmp_path: Path, text: str, code: str) -> None:
    found = read(tmp_path, f"0302,population,1395,{text},,census", "0303,population,1395,7,,x")

    assert spoken(found.faults) == [(f"fault.{code}", 2, "Figure")]
    assert found.frame["value"].to_list() == [None, 7.0]
    assert found.good_rows["place_code"].to_list() == ["0303"]


def test_two_calendars_in_one_column_are_understood_and_counted(tmp_path: Path) -> None:
    found = read(tmp_path, "0302,a,1395/01/01,7,,x", "0302,b,2016-03-20,7,,x", "0302,c,1395,7,,x")

    assert found.frame["observed_on"].to_list() == [CENSUS] * 3
    assert found.frame["period"].to_list() == ["day", "day", "year"]
    (note,) = found.notes
    assert (note.code, note.values) == (
        "note.gregorian",
        {"header": "When", "count": 1, "of": 3},
    )
    spoken(found.notes)


def test_a_time_that_is_none_is_a_fault_of_its_cell(tmp_path: Path) -> None:
    found = read(tmp_path, "0302,a,lately,7,,x")

    assert spoken(found.faults) == [("fault.not_a_moment", 2, "When")]


@pytest.mark.parametrize(
    ("when", "lasts", "period", "faults"),
    [
        ("1395/01/01", "year", "year", 0),
        ("1395/01/01", "", "day", 0),
        ("1395", "", "year", 0),
        ("1395", "year", "year", 0),
        ("1395", "season", "year", 1),
    ],
)
def test_a_column_of_periods_must_agree(
    tmp_path: Path, when: str, lasts: str, period: str, faults: int
) -> None:
    columns = {**dict(mapping(LONG).columns), "period": "Lasts"}

    found = read(tmp_path, f"0302,a,{when},7,,x,{lasts}", header=f"{HEADER},Lasts", columns=columns)

    assert spoken(found.faults) == [("fault.period_contradicts", 2, "Lasts")] * faults
    assert found.frame["period"].to_list() == [period]


def test_rows_that_are_totals_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = ["جمع كل,a,1395,7,,x", "0302,a,1395,7,,x"]

    found = read(tmp_path, *rows, leave_out={"County code": ["جمع کل"]})

    assert found.frame["place_code"].to_list() == ["0302"]
    assert [(note.code, note.values) for note in found.notes] == [("note.left_out", {"count": 1})]
    assert found.row_count == 1


def test_words_of_the_file_are_said_in_ours(tmp_path: Path) -> None:
    columns = {**dict(mapping(LONG).columns), "place_kind": "Kind"}
    words = {"place_kind": {"rd": "rural_district", "*": "city"}}

    found = read(
        tmp_path, *(f"0302,{kind},1395,7,,x,{kind}" for kind in ("RD", "*", "city", "shire")),
        header=f"{HEADER},Kind", columns=columns, values_of=words,
    )  # fmt: skip

    assert found.frame["place_kind"].to_list() == ["rural_district", "city", "city", "shire"]


def test_a_name_gets_its_key_for_searching(tmp_path: Path) -> None:
    columns = {**dict(mapping(LONG).columns), "place_name": "County code"}
    del columns["place_code"]

    found = read(tmp_path, "عجب‌شير,a,1395,7,,x", columns=columns)

    assert found.frame["place_key"].to_list() == ["عجبشیر"]


def test_a_file_with_a_column_a_figure_gives_a_row_a_figure(tmp_path: Path) -> None:
    text = "code,pop 90,jobless,±\n0302,10,x,0.5\n0303,…,12.5,NaN\n"

    found = read_mapped(csv_file(tmp_path, text), mapping(WIDE))

    columns = [ROW, "_header", "indicator", "value", "margin", "observed_on", "boundary_on"]
    assert found.frame.select(columns).rows() == [
        (2, "pop 90", "population", 10.0, None, date(2011, 3, 21), CENSUS),
        (2, "jobless", "unemployment_rate", None, 0.5, CENSUS, None),
        (3, "pop 90", "population", None, None, date(2011, 3, 21), CENSUS),
        (3, "jobless", "unemployment_rate", 12.5, None, CENSUS, None),
    ]
    assert spoken(found.faults) == [
        ("fault.not_a_number", 2, "jobless"),
        ("fault.not_finite", 3, "±"),
    ]
    assert found.good_rows.height == 0


def test_a_series_may_have_a_source_and_take_its_time_from_the_file(tmp_path: Path) -> None:
    series = [{"column": "n", "indicator": "population", "source": "register"}]
    timed = mapping(WIDE, columns={"place_code": "code", "observed_on": "when"}, series=series)

    found = read_mapped(csv_file(tmp_path, "code,when,n\n0302,بهار 1400,7\n"), timed)

    assert found.frame.select("source", "period").rows() == [("register", "season")]


def test_the_ends_of_flows_are_places_or_said_to_be_elsewhere(tmp_path: Path) -> None:
    rows = "from,to,n\n0302,elsewhere,5\nبيرون,0303,6\n,0303,7\n0302,0303,8\n"

    found = read_mapped(csv_file(tmp_path, rows), mapping(FLOWS))

    assert found.frame.select("origin_code", "destination_code").rows() == [
        ("0302", None), (None, "0303"), (None, "0303"), ("0302", "0303"),
    ]  # fmt: skip
    assert spoken(found.faults) == [("fault.flow_end_blank", 4, "from")]
    assert found.frame["from_on"].to_list() == [date(2011, 3, 21)] * 4


def test_lists_are_parted(tmp_path: Path) -> None:
    places = mapping(LONG, target="places", columns={"code": "c", "predecessor_codes": "p"},
                     constants={"kind": "county", "name_fa": "ا", "source": "s"})  # fmt: skip

    found = read_mapped(csv_file(tmp_path, "c,p\n0327,0302; 0303;\n0328,\n"), places)

    assert found.frame["predecessor_codes"].to_list() == [["0302", "0303"], None]


def test_a_row_of_another_length_is_told_and_kept_to_be_mended(tmp_path: Path) -> None:
    found = read(tmp_path, "0302,a,1395,7", "0303,a,1395,8,,x,more", "0304,a,1395,9,,x,,")

    assert spoken(found.faults) == [("fault.ragged", 2, None), ("fault.ragged", 3, None)]
    assert found.good_rows["place_code"].to_list() == ["0304"]
    assert found.sheet.original().height == 3


def test_blank_rows_are_counted_and_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, "", ",,,,,", "0302,a,1395,7,,x")

    assert found.frame[ROW].to_list() == [4]


def test_rows_of_a_long_file_are_numbered_through(tmp_path: Path) -> None:
    rows = [f"03{n:08},a,1395,{n},,x" for n in range(AT_ONCE + 5)]

    found = read(tmp_path, *rows)

    assert found.frame[ROW].to_list() == list(range(2, AT_ONCE + 7))
    assert found.frame["value"][-1] == AT_ONCE + 4


def sheet(folder: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "figures.xlsx"
    book.save(path)
    return path


def test_a_workbook_may_have_years_as_numbers_and_days_as_dates(tmp_path: Path) -> None:
    rows = [[*HEADER.split(","), "Sum"]]
    rows += [["0302", "a", when, 7, None, "x", "=1+1"] for when in (1395, CENSUS, "سال 1395")]
    path = sheet(tmp_path, rows)

    found = read_mapped(path, mapping(LONG))

    assert found.faults == ()
    assert found.frame["observed_on"].to_list() == [CENSUS] * 3
    assert found.frame["period"].to_list() == ["year", "day", "year"]
    assert headers_of(path)[:2] == ["County code", "What"]


def test_a_workbooks_faults_name_their_cells(tmp_path: Path) -> None:
    rows = [HEADER.split(","), [302, "a", "1395", "=1+1", None, "x"],
            ["0302", "a", "lately", "many", None, "x"]]  # fmt: skip

    found = read_mapped(sheet(tmp_path, rows), mapping(LONG))

    assert set(spoken(found.faults)) == {
        ("fault.number_for_text", 2, "County code"),
        ("fault.formula", 2, "Figure"),
        ("fault.not_a_moment", 3, "When"),
        ("fault.not_a_number", 3, "Figure"),
    }
    assert {str(fault.values["cell"]) for fault in found.faults} == {"A2", "D2", "C3", "D3"}


def parquet(folder: Path, **columns: object) -> Path:
    usual = {"County code": ["0302"], "What": ["a"], "When": [1395], "Figure": [7], "Error": [None],
             "Source": ["x"]}  # fmt: skip
    path = folder / "figures.parquet"
    pl.DataFrame(usual | columns).write_parquet(path)
    return path


@pytest.mark.parametrize("when", [[1395], [1395.0], [CENSUS], ["1395"]])
def test_a_parquet_file_keeps_its_types(tmp_path: Path, when: list[object]) -> None:
    path = parquet(tmp_path, When=when)

    found = read_mapped(path, mapping(LONG))

    assert found.faults == ()
    assert found.frame.select("observed_on", "value").rows() == [(CENSUS, 7.0)]
    assert headers_of(path)[0] == "County code"


def test_a_parquet_column_of_another_type_is_told(tmp_path: Path) -> None:
    path = parquet(tmp_path, **{"County code": [302], "Figure": [float("nan")], "Source": ["x"]})

    assert spoken(read_mapped(path, mapping(LONG)).faults) == [
        ("fault.wrong_type", 2, "County code"),
        ("fault.not_finite", 2, "Figure"),
    ]


def test_a_file_without_the_columns_is_refused_by_their_names(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "a,b\n1,2\n")

    with pytest.raises(BadTable) as caught:
        read_mapped(path, mapping(LONG))

    (fault,) = caught.value.faults
    assert spoken([fault]) == [("fault.columns_absent", None, None)]
    assert fault.values == {"columns": HEADER.split(","), "known": ["a", "b"]}


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"{HEADER},Figure\n0302,a,1395,7,,x,8\n")

    assert refused(path) == [("fault.duplicate_column", 1, "Figure")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "empty_file"),
        ("a.csv", b"PK\x03\x04", "not_csv"),
        ("a.csv", HEADER.encode() + b"\n\xff\xfa,a,1395,7,,x\n", "encoding"),
        ("a.csv", HEADER.encode("utf-16-le"), "encoding"),
        ("a.csv", HEADER.encode() + b'\n"0302,a', "csv_broken"),
        ("a.xlsx", b"not one", "not_xlsx"),
        ("a.parquet", b"not one", "not_parquet"),
        ("a.pdf", b"%PDF", "file_kind"),
    ],
)
def test_a_file_of_which_nothing_can_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    assert [each for each, _, _ in refused(path)] == [f"fault.{code}"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet", "a.pdf", "a.csv"])
def test_headers_of_what_cannot_be_read_are_refused_too(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff\x00")

    with pytest.raises(BadTable) as caught:
        headers_of(path)

    spoken(caught.value.faults)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv") == [("fault.file_missing", None, None)]
    with pytest.raises(BadTable):
        headers_of(tmp_path / "none.csv")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.parquet"])
def test_a_file_of_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(1024**3)  # holes take no disk, and reading them would take a gigabyte

    assert refused(path) == [("fault.import_too_large", None, None)]
    with pytest.raises(BadTable):
        headers_of(path)


def test_another_file_altogether_is_refused_as_a_whole(tmp_path: Path) -> None:
    wrong = ",".join(["lately", "x", "lately", "many", "many", "s"])
    path = csv_file(tmp_path, "\n".join([HEADER, *([wrong] * 40_000)]))

    found = refused(path)

    assert found[0] == ("fault.too_many_faults", None, None)
    assert len(found) == 201


class Heard:
    """A watch that keeps what it hears."""

    def __init__(self) -> None:
        self.shares: list[float] = []

    def stop(self) -> bool:
        return False

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        self.shares.append(share)


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    watch = Heard()

    read_mapped(csv_file(tmp_path, f"{HEADER}\n0302,a,1395,7,,x\n"), mapping(LONG), watch=watch)

    assert watch.shares == sorted(watch.shares)
    assert watch.shares[-1] == 1
