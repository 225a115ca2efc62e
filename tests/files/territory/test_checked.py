from pathlib import Path

import polars as pl
import pytest

from kargosha.analysis.territory.judging import Judged, judge_observations
from kargosha.files.territory import Checked, checked, read_mapped, write_bad_rows
from tests.files.territory.mappings import HEADER, LONG, WIDE, csv_file, mapping, spoken

KNOWN = pl.DataFrame({"code": ["0302", "0303"], "kind": ["county", "county"]})
INDICATORS = pl.DataFrame(
    {"code": ["population", "unemployment_rate"], "unit": ["persons", "percent"]}
)


def judge(frame: pl.DataFrame) -> Judged:
    return judge_observations(frame, KNOWN, INDICATORS)


def check(folder: Path, *rows: str) -> Checked:
    path = csv_file(folder, "\n".join([HEADER, *rows]))
    return checked(read_mapped(path, mapping(LONG)), judge)


MIXED = (
    "0302,population,1395,7,,x",
    "0309,population,lately,8,,x",
    "0303,population,1395,-9,,=x",
    "0303,population,1390,many,,x",
    "0303,population",
    "0302,population,1395,7,,x",
)


def test_faults_of_reading_and_of_judging_stand_together(tmp_path: Path) -> None:
    found = check(tmp_path, *MIXED)

    assert spoken(found.faults) == [
        ("fault.not_a_moment", 3, "When"),
        ("fault.unknown_place", 3, "County code"),
        ("fault.negative", 4, "Figure"),
        ("fault.not_a_number", 5, "Figure"),
        ("fault.ragged", 6, None),
    ]
    assert found.good["value"].to_list() == [7.0]
    assert (found.bad_rows, found.good_count) == ([3, 4, 5, 6], 2)
    assert [note.code for note in found.notes] == ["note.said_again", "note.unknown_figures"]


def test_a_fault_of_the_whole_file_leaves_nothing_good(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"{HEADER}\n0302,population,1395,7,,x\n")

    found = checked(read_mapped(path, mapping(LONG)), lambda frame: judge(frame.drop("source")))

    assert spoken(found.faults) == [("fault.missing_column", None, "Source")]
    assert (found.good.height, found.good_count) == (0, 0)


def test_a_row_of_many_figures_is_good_or_bad_as_a_whole(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "code,pop 90,jobless,±\n0302,10,101,\n0303,10,99,\n")

    found = checked(read_mapped(path, mapping(WIDE)), judge)

    assert spoken(found.faults) == [("fault.not_a_percentage", 2, "jobless")]
    assert found.good["place_code"].to_list() == ["0303", "0303"]
    assert (found.good_count, found.bad_rows) == (1, [2])


@pytest.mark.parametrize("language", ["fa", "en"])
def test_bad_rows_come_back_as_a_file_to_mend(tmp_path: Path, language: str) -> None:
    found = check(tmp_path, *MIXED)
    path = tmp_path / "bad.csv"

    count = write_bad_rows(found, path, language)  # type: ignore[arg-type]

    back = pl.read_csv(path, infer_schema=False)
    assert count == back.height == 4
    assert back.columns[2:] == HEADER.split(",")
    assert back[back.columns[0]].to_list() == ["3", "4", "5", "6"]
    assert back["County code"].to_list() == ["0309", "0303", "0303", "0303"]
    assert all(back[back.columns[1]])


def test_a_mended_file_of_bad_rows_is_taken_in_whole(tmp_path: Path) -> None:
    found = check(tmp_path, *MIXED[:4])
    path = tmp_path / "bad.csv"
    write_bad_rows(found, path, "en")
    text = path.read_text(encoding="utf-8-sig")
    for wrong, right in {"0309": "0302", "lately": "1385", "-9": "9", "many": "5"}.items():
        text = text.replace(f",{wrong},", f",{right},").replace(f",'{wrong},", f",{right},")
    path.write_text(text, encoding="utf-8")

    again = checked(read_mapped(path, mapping(LONG)), judge)

    assert again.faults == ()
    assert again.good["value"].to_list() == [8.0, 9.0, 5.0]
    assert again.good["source"].to_list() == ["x", "=x", "x"]


def test_a_file_with_names_that_clash_comes_back_too(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, f"what is wrong,{HEADER},,note,note\nold,0309,population,1395,7,,x,a,b,c\n"
    )
    found = checked(read_mapped(path, mapping(LONG)), judge)

    write_bad_rows(found, tmp_path / "bad.csv", "en")

    back = pl.read_csv(tmp_path / "bad.csv", infer_schema=False)
    assert len(set(back.columns)) == back.width == 12
    assert back.row(0)[2] == "old"
