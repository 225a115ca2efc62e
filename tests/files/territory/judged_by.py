"""What the reference knows, as the frames that judging reads; and a file judged by it."""

import csv
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import polars as pl

from kargosha.analysis.territory.judging import (
    KNOWN_INDICATORS,
    KNOWN_PLACES,
    Judged,
    judge_observations,
    judge_places,
)
from kargosha.files.letters import search_key
from kargosha.files.territory import Checked, ColumnMapping, checked, read_mapped

SURVEY = ("unemployment_rate_survey", "participation_rate_survey")
"""Indicators of the labour force survey, which whoever imports it adds."""


def reference(name: str) -> Iterator[dict[str, str]]:
    path = files("kargosha").joinpath("portal", "reference", f"{name}.csv")
    return csv.DictReader(path.read_text(encoding="utf-8").splitlines())


def known_places() -> pl.DataFrame:
    rows = list(reference("places"))
    code = {row["slug"]: row["code"] for row in rows}
    origins = [
        (code[each["successor"]], code[each["predecessor"]]) for each in reference("successions")
    ]
    records = [
        {
            "code": row["code"],
            "kind": row["kind"],
            "parent_code": code.get(row["parent"]),
            "valid_from": row["valid_from"] or None,
            "valid_to": row["valid_to"] or None,
            "name_keys": [search_key(row["name_fa"]), search_key(row["name_en"])],
            "predecessor_codes": [old for new, old in origins if new == row["code"]],
        }
        for row in rows
    ]
    days = [pl.col(name).str.to_date() for name in ("valid_from", "valid_to")]
    texts = {**KNOWN_PLACES, "valid_from": pl.String(), "valid_to": pl.String()}
    return pl.DataFrame(records, schema=texts).with_columns(days)


def known_indicators() -> pl.DataFrame:
    rows = [(row["code"], row["unit"], []) for row in reference("indicators")]
    rows += [(code, "percent", []) for code in SURVEY if code not in {row[0] for row in rows}]
    return pl.DataFrame(rows, schema=dict(KNOWN_INDICATORS), orient="row")


def judged_file(path: Path, mapping: ColumnMapping, places: pl.DataFrame) -> Checked:
    def judge(frame: pl.DataFrame) -> Judged:
        if mapping.target == "places":
            return judge_places(frame, places)
        return judge_observations(frame, places, known_indicators())

    return checked(read_mapped(path, mapping), judge)


def with_places(places: pl.DataFrame, good: pl.DataFrame) -> pl.DataFrame:
    """Return the known places and those that were taken in."""
    names = [
        [search_key(fa), search_key(en or "")]
        for fa, en in good.select("name_fa", "name_en").rows()
    ]
    keyed = good.with_columns(pl.Series("name_keys", names, dtype=pl.List(pl.String)))
    fresh = keyed.filter(~pl.col("code").is_in(places["code"].to_list()))
    return pl.concat([places, fresh.select(list(KNOWN_PLACES))])
