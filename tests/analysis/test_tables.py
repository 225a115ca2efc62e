"""Frames brought to the columns and types that a method declares, with every fault found."""

from typing import Any

import polars as pl
import pytest

from kargosha.analysis.errors import Fault
from kargosha.analysis.tables import ROW, Column, Table, tidied

TREES = Table(
    "trees",
    (
        Column("tree_id", "text", "identifier", required=True),
        Column("price", "rials", "price", least=1, most=1_000),
        Column("height", "number", "height", unit="m", least=0),
        Column("shade", "share", "shade", least=0, most=1),
        Column("nests", "count", "nests"),
        Column("owners", "count", "owners", least=1, most=2),
        Column("planted_on", "date", "day of planting"),
        Column("is_old", "flag", "whether old"),
        Column("fruits", "list", "kinds of fruit"),
    ),
)


def tidy(**columns: Any) -> tuple[pl.DataFrame, list[Fault]]:
    faults: list[Fault] = []
    return tidied(pl.DataFrame(columns, strict=False), TREES, faults), faults


def test_every_declared_column_comes_back_in_its_type() -> None:
    frame, faults = tidy(tree_id=["a"], price=[5], rings=[3])

    assert faults == []
    assert frame.columns == [ROW, *TREES.by_name]
    assert frame.schema["price"] == pl.Int64
    assert frame["height"].to_list() == [None]
    assert frame[ROW].to_list() == [2]


def test_rows_are_counted_as_the_file_counts_them() -> None:
    frame, faults = tidy(tree_id=["a", None], _row=[7, 9])

    assert frame[ROW].to_list() == [7, 9]
    assert [(fault.code, fault.row) for fault in faults] == [("fault.missing", 9)]


def test_texts_become_flags_and_lists() -> None:
    frame, faults = tidy(
        tree_id=["a", "b", "c"], is_old=["yes", "no", ""], fruits=["fig; plum;", "", None]
    )

    assert faults == []
    assert frame["is_old"].to_list() == [True, False, None]
    assert frame["fruits"].to_list() == [["fig", "plum"], None, None]


def test_flags_and_lists_stay_as_they_are() -> None:
    frame, faults = tidy(tree_id=["a"], is_old=[True], fruits=[["fig"]])

    assert faults == []
    assert frame["is_old"].to_list() == [True]
    assert frame["fruits"].to_list() == [["fig"]]


def test_lists_that_are_all_empty_are_lists() -> None:
    frame, faults = tidy(tree_id=["a"], fruits=[[]])

    assert faults == []
    assert frame.schema["fruits"] == pl.List(pl.String)


def test_a_missing_column_that_is_required_is_a_fault_of_the_table() -> None:
    _, faults = tidy(price=[5])

    assert faults == [Fault("fault.missing_column", "trees", None, "tree_id")]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("price", -1, "fault.negative"),
        ("price", 0, "fault.too_small"),
        ("price", 1_001, "fault.too_large"),
        ("price", 2.5, "fault.not_whole"),
        ("nests", float("inf"), "fault.not_finite"),
        ("height", float("nan"), "fault.not_finite"),
        ("shade", 1.01, "fault.not_a_share"),
        ("shade", -0.5, "fault.not_a_share"),
        ("owners", 3, "fault.neither_of_two"),
        ("owners", -1, "fault.neither_of_two"),
        ("is_old", "perhaps", "fault.not_a_flag"),
    ],
)
def test_a_wrong_value_is_quoted_once_and_left_empty(column: str, value: Any, code: str) -> None:
    frame, faults = tidy(**{"tree_id": ["a", "b"], column: [value, None]})

    [fault] = faults
    assert (fault.code, fault.row, fault.column) == (code, 2, column)
    assert fault.values["value"] == pytest.approx(value, nan_ok=True)
    assert frame[column].to_list() == [None, None]


@pytest.mark.parametrize(
    ("column", "value"), [("price", "five"), ("tree_id", 3), ("planted_on", 5), ("fruits", 1)]
)
def test_a_column_of_another_kind_is_one_fault(column: str, value: Any) -> None:
    frame, faults = tidy(**({"tree_id": ["a"]} | {column: [value]}))

    assert [(fault.code, fault.row, fault.column) for fault in faults] == [
        ("fault.wrong_type", None, column)
    ]
    assert frame[column].to_list() == [None]


def test_a_column_is_found_by_its_name() -> None:
    assert TREES.column("height").unit == "m"


def test_a_number_may_be_below_zero_where_its_least_is() -> None:
    depths = Table("wells", (Column("depth", "number", "depth", least=-100, most=10),))
    faults: list[Fault] = []

    tidied(pl.DataFrame({"depth": [-100.0, -101.0, 11.0]}), depths, faults)

    assert [(fault.code, fault.row) for fault in faults] == [
        ("fault.too_small", 3),
        ("fault.too_large", 4),
    ]
