from datetime import date
from pathlib import Path

import polars as pl

from kargosha.analysis.tables import ROW
from kargosha.files.tables import read
from tests.files.faulty import GROUPS, csv_file, faults_in, parquet_file, the_fault

GOOD = pl.DataFrame(
    {
        "group_id": ["۰۰۷", "كلبر"],
        "amount": [5, 10**16],
        "founded": [date(2025, 8, 22), None],
        "rural": [True, None],
        "tags": [["women"], None],
    }
)


def test_types_are_taken_as_they_are(tmp_path: Path) -> None:
    frame = read(
        parquet_file(tmp_path, GOOD.with_columns(pl.col("group_id").cast(pl.Categorical))), GROUPS
    )

    assert frame.select(ROW, *GOOD.columns).rows() == [
        (2, "007", 5, date(2025, 8, 22), True, ["women"]),
        (3, "کلبر", 10**16, None, None, None),
    ]


def test_a_whole_float_is_an_amount_and_a_fraction_is_not(tmp_path: Path) -> None:
    floats = pl.DataFrame({"group_id": ["A", "B", "C"], "amount": [5.0, 1.5, float("nan")]})

    found = [(fault.code, fault.row) for fault in faults_in(parquet_file(tmp_path, floats))]

    assert found == [("fault.not_whole", 3), ("fault.not_finite", 4)]


def test_a_column_of_another_type_is_refused(tmp_path: Path) -> None:
    numbers = pl.DataFrame({"group_id": [7], "amount": [5]})

    assert the_fault(parquet_file(tmp_path, numbers)) == ("fault.wrong_type", None, "group_id")


def test_what_only_bears_the_name_is_refused(tmp_path: Path) -> None:
    text = csv_file(tmp_path, "group_id,amount\nA,1\n").rename(tmp_path / "groups.parquet")

    assert the_fault(text)[0] == "fault.not_parquet"
