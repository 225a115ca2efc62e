import re
from datetime import date

import polars as pl

from kargosha.files import clock
from kargosha.files.provenance import Provenance, code_version, fingerprint

FRAME = pl.DataFrame(
    {
        "id": ["a", "b", None],
        "amount": [1, 2, 3],
        "tags": [["x", "y"], None, []],
        "none": [None] * 3,
    },
    schema_overrides={"tags": pl.List(pl.String)},
)


def test_order_row_numbers_and_empty_columns_do_not_change_a_fingerprint() -> None:
    other = FRAME.reverse().select("tags", "id", "amount").with_row_index("_row")

    assert fingerprint(other) == fingerprint(FRAME)


def test_any_other_value_changes_it() -> None:
    changed = FRAME.with_columns(pl.Series("amount", [1, 2, 4]))
    emptied = FRAME.with_columns(pl.Series("id", ["a", "b", ""]))

    assert len({fingerprint(frame) for frame in (FRAME, changed, emptied)}) == 3


def test_a_table_without_rows_has_a_fingerprint() -> None:
    assert re.fullmatch("[0-9a-f]{64}", fingerprint(FRAME.clear()))


def test_the_version_names_release_and_source() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{12}", code_version())


def test_a_provenance_is_written_as_json_holds_it() -> None:
    started = clock.now()
    made = Provenance(
        inputs={"funds": "2", "candidates": "1"},
        rule_date=date(2026, 11, 23),
        version="0.1.0+0",
        seed=7,
        solver="HiGHS",
        started=started,
        seconds=1.5,
        stopped_by="gap",
        reproducible=True,
    )

    written = made.as_json()

    assert list(written["inputs"]) == ["candidates", "funds"]
    assert written["rule_date"] == "2026-11-23"
    assert written["started"] == started.isoformat()
    assert written["stopped_by"] == "gap"


def test_today_is_a_day_of_iran() -> None:
    assert clock.today() == clock.now().astimezone(clock.IRAN).date()
    assert clock.monotonic() <= clock.monotonic()
