import re
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from kargosha.analysis.tables import FUNDS, ROW, tidied
from kargosha.files import clock
from kargosha.files.provenance import Provenance, code_version, fingerprint
from kargosha.files.tables import read, write

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
    more = FRAME.with_columns(pl.Series("amount", [1, 2, 4]))
    halved = FRAME.with_columns(pl.Series("amount", [1.0, 2.0, 2.5]))
    named = FRAME.with_columns(pl.Series("id", ["a", "b", "c"]))
    tagged = FRAME.with_columns(pl.Series("tags", [["x"], None, []]))

    assert len({fingerprint(frame) for frame in (FRAME, more, halved, named, tagged)}) == 5


def test_what_no_file_can_tell_apart_has_one_fingerprint() -> None:
    absent = FRAME.with_columns(pl.Series("tags", [["x", "y"], None, None]))
    emptied = FRAME.with_columns(pl.Series("id", ["a", "b", ""]))
    fractions = FRAME.with_columns(pl.col("amount").cast(pl.Float64))

    assert len({fingerprint(each) for each in (FRAME, absent, emptied, fractions)}) == 1


def test_numbers_too_large_or_none_at_all_have_a_fingerprint() -> None:
    numbers = [float("nan"), float("inf"), 1e300, -0.0, None]

    assert len({fingerprint(pl.DataFrame({"n": [each, 1.5]})) for each in numbers}) == 5


def test_a_page_and_its_export_have_one_fingerprint(tmp_path: Path) -> None:
    gathered = pl.DataFrame(
        {"fund_id": ["F", "G"], "budget": [10**16, 5], "places": [[], []], "kinds": [["group"], []]}
    )
    kept = tidied(gathered, FUNDS, [])
    write(kept.drop(ROW), tmp_path / "funds.csv", FUNDS)

    assert fingerprint(read(tmp_path / "funds.csv", FUNDS)) == fingerprint(gathered)
    assert fingerprint(kept) == fingerprint(gathered)


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


def test_an_instant_falls_on_the_day_of_iran() -> None:
    late = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)

    assert clock.day_of(late) == date(2026, 11, 24)
