import tempfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook  # noqa: TID253 - only the tests pay

from kargosha.analysis.tables import ROW
from kargosha.files.tables import read, write
from tests.files.faulty import GROUPS

TYPES = {
    "group_id": pl.String,
    "amount": pl.Int64,
    "value": pl.Float64,
    "share": pl.Float64,
    "members": pl.Int64,
    "founded": pl.Date,
    "rural": pl.Boolean,
    "tags": pl.List(pl.String),
}
codes = st.text(alphabet="=+-@'\"abیک,;\n0", min_size=1, max_size=8).map(str.strip).filter(bool)
groups = st.fixed_dictionaries(
    {
        "group_id": codes,
        "amount": st.integers(1, 10**16),
        "value": st.none() | st.floats(0, 1e12, allow_subnormal=False),
        "share": st.none() | st.floats(0, 1, allow_subnormal=False),
        "members": st.none() | st.integers(1, 1000),
        "founded": st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1)),
        "rural": st.none() | st.booleans(),
        "tags": st.none() | st.lists(st.sampled_from(["women", "=youth", "جوان"]), min_size=1),
    }
)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
@settings(max_examples=40, deadline=None)
@given(rows=st.lists(groups, max_size=5))
def test_what_is_written_reads_back_the_same(ending: str, rows: list[dict[str, object]]) -> None:
    frame = pl.DataFrame(rows, schema=TYPES)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"groups.{ending}"

        write(frame, path, GROUPS)

        assert read(path, GROUPS).drop(ROW).equals(frame)


def test_a_formula_is_not_run_by_whoever_opens_the_file(tmp_path: Path) -> None:
    frame = pl.DataFrame({"group_id": ['=HYPERLINK("x")', "'=1", "-1"], "amount": [1, 2, 3]})

    write(frame, tmp_path / "groups.csv", GROUPS)
    write(frame, tmp_path / "groups.xlsx", GROUPS)

    lines = (tmp_path / "groups.csv").read_text().splitlines()
    assert lines[1:] == ['"\'=HYPERLINK(""x"")",1', "''=1,2", "'-1,3"]
    assert load_workbook(tmp_path / "groups.xlsx").active["A2"].data_type == "s"


def test_the_mark_for_excel_is_written_when_asked(tmp_path: Path) -> None:
    frame = pl.DataFrame({"group_id": ["A"], "amount": [1]})

    write(frame, tmp_path / "plain.csv", GROUPS)
    write(frame, tmp_path / "marked.csv", GROUPS, mark=True)

    assert (tmp_path / "plain.csv").read_bytes() == b"group_id,amount\nA,1\n"
    assert (tmp_path / "marked.csv").read_bytes().startswith(b"\xef\xbb\xbfgroup_id")
    assert read(tmp_path / "marked.csv", GROUPS)["group_id"].to_list() == ["A"]
