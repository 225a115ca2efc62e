"""What is known already, as frames that an area makes: places and indicators."""

import difflib
from collections.abc import Iterable, Mapping

import polars as pl

from kargosha.analysis.territory.judging.judged import Findings

KNOWN_PLACES: Mapping[str, pl.DataType] = {
    "code": pl.String(),
    "kind": pl.String(),
    "parent_code": pl.String(),
    "valid_from": pl.Date(),
    "valid_to": pl.Date(),
    "name_keys": pl.List(pl.String()),
    "predecessor_codes": pl.List(pl.String()),
}
"""Columns of the places that are known; a place without a code has null, and is found by name."""

KNOWN_INDICATORS: Mapping[str, pl.DataType] = {
    "code": pl.String(),
    "unit": pl.String(),
    "levels": pl.List(pl.String()),
}
"""Columns of the indicators that are known; no levels: of every kind of place."""

MOST_COMPARED = 100
"""For more unknown codes than these no near one is looked for: nobody mistyped so many."""


def as_known(frame: pl.DataFrame, columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return the columns in their types; one that is absent is empty, and so is an empty code."""
    whole = frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in columns.items()
    )
    return whole.with_columns(pl.when(pl.col("code") != "").then(pl.col("code")).alias("code"))


def note_strangers(
    findings: Findings,
    frame: pl.DataFrame,
    column: str,
    known: Iterable[str],
    said: tuple[str, str] = ("fault.unknown_place", "fault.unknown_place_near"),
) -> None:
    """Note each code of a column that is not known; the second fault names what may be meant."""
    codes = sorted(set(known))
    strange = pl.col(column).is_not_null() & ~pl.col(column).is_in(codes)
    named = frame.filter(strange)[column].unique().sort().to_list()
    near = {each: _near(each, codes) for each in named[:MOST_COMPARED]}
    slips = {each: meant for each, meant in near.items() if meant}
    is_slip = pl.col(column).is_in(list(slips))
    meant = pl.col(column).replace_strict(slips, default=None, return_dtype=pl.String)
    value = {"value": pl.col(column)}
    findings.where(frame, strange & ~is_slip, said[0], column, value)
    findings.where(frame, strange & is_slip, said[1], column, value | {"near": meant})


def _near(code: str, codes: list[str]) -> str | None:
    """Return the known code that may have been meant: a lost zero first, then a slip."""
    if f"0{code}" in codes:
        return f"0{code}"
    found = difflib.get_close_matches(code, codes, n=1, cutoff=0.8)
    return found[0] if found else None
