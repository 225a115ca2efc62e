"""Figures of a place on the boundaries of another year, or counted twice when places parted.

A place that came out of another was counted inside it before. So a figure of the new place from
before its first day stands inside the old one's already, and must never be added to it.
"""

import polars as pl

from kargosha.analysis.tables import ROW
from kargosha.analysis.territory.judging.judged import Findings

LENGTHS = {"year": "1y", "season": "3mo", "month": "1mo", "day": "1d"}
"""How long a period lasts."""

_SAME = ("indicator", "observed_on", "period")


def note_other_shapes(
    findings: Findings,
    frame: pl.DataFrame,
    places: pl.DataFrame,
    standing: pl.DataFrame | None,
) -> None:
    """Note figures whose place did not stand at their time, and those counted twice.

    Parameters
    ----------
    findings
        Where faults go.
    frame
        Observations of known places.
    places
        Known places with their days and predecessors.
    standing
        Observations that are known already: a figure of a place that came out of another is
        compared with them too.
    """
    shaped = _shaped(frame, places)
    twice = _counted_twice(shaped, places, standing)
    told = _note_pairs(findings, shaped, twice)
    fresh = shaped.filter(~pl.col(ROW).is_in(told), pl.col("value").is_not_null())
    before = pl.col("last") < pl.col("valid_from")
    origin = pl.col("predecessor_codes").list.len().fill_null(0) > 0
    value = {
        "value": pl.col("place_code"),
        "day": pl.col("shape_on"),
        "from": pl.col("valid_from"),
    }
    came = value | {"predecessors": pl.col("predecessor_codes").list.join(", ")}
    findings.where(fresh, before & origin, "fault.place_later", "place_code", came)
    findings.where(fresh, before & ~origin, "fault.place_not_yet", "place_code", value)
    ended = pl.col("shape_on") >= pl.col("valid_to")
    followed = pl.col("successor_codes").list.len().fill_null(0) > 0
    value = {
        "value": pl.col("place_code"),
        "day": pl.col("shape_on"),
        "to": pl.col("valid_to"),
    }
    went = value | {"successors": pl.col("successor_codes").list.join(", ")}
    findings.where(fresh, ended & followed, "fault.place_ended", "place_code", went)
    findings.where(fresh, ended & ~followed, "fault.place_no_more", "place_code", value)


def _note_pairs(findings: Findings, shaped: pl.DataFrame, twice: pl.DataFrame) -> list[int]:
    """Note the figures that stand inside another one too; return their rows."""
    pairs = shaped.join(twice, on=ROW, how="inner", maintain_order="left")
    known = pl.col("valid_from").is_not_null()
    value = {"value": pl.col("place_code"), "other": pl.col("other"), "day": pl.col("observed_on")}
    dated = value | {"from": pl.col("valid_from")}
    findings.where(pairs, known, "fault.counted_twice", "place_code", dated)
    findings.where(pairs, ~known, "fault.maybe_counted_twice", "place_code", value)
    return pairs[ROW].to_list()


def _shaped(frame: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Return figures with the days of their place and the span whose boundaries they have."""
    successors = (
        places.select("code", pl.col("predecessor_codes").alias("old"))
        .explode("old")
        .drop_nulls()
        .group_by("old")
        .agg(pl.col("code").sort().alias("successor_codes"))
    )
    known = places.filter(pl.col("code").is_not_null()).select(
        "code", "valid_from", "valid_to", "predecessor_codes"
    )
    return (
        frame.with_columns(
            pl.coalesce("boundary_on", "observed_on").alias("shape_on"),
            pl.coalesce("boundary_on", _last_day()).alias("last"),
        )
        .join(known, left_on="place_code", right_on="code", how="inner", maintain_order="left")
        .join(successors, left_on="place_code", right_on="old", how="left", maintain_order="left")
    )


def _last_day() -> pl.Expr:
    """Return the last day of each period."""
    lasts = pl.lit(None, dtype=pl.Date)
    for period, length in LENGTHS.items():
        after = pl.col("observed_on").dt.offset_by(length).dt.offset_by("-1d")
        lasts = pl.when(pl.col("period") == period).then(after).otherwise(lasts)
    return lasts


def _counted_twice(
    shaped: pl.DataFrame, places: pl.DataFrame, standing: pl.DataFrame | None
) -> pl.DataFrame:
    """Return the rows whose figure stands inside the figure of a predecessor, with its code.

    Where the first day of the new place is not known, nobody can tell: then only figures on the
    same stated boundaries are held apart.
    """
    columns = ["place_code", *_SAME, "boundary_on", "shape_on", "last"]
    wholes = shaped.filter(pl.col("value").is_not_null()).select(columns)
    if standing is not None:
        earlier = _shaped(standing, places).filter(pl.col("value").is_not_null())
        wholes = pl.concat([wholes, earlier.select(columns)])
    parts = shaped.filter(pl.col("value").is_not_null()).explode("predecessor_codes")
    pairs = parts.join(
        wholes.unique(),
        left_on=["predecessor_codes", *_SAME],
        right_on=["place_code", *_SAME],
        how="inner",
        suffix="_whole",
    )
    inside = pl.col("last_whole") < pl.col("valid_from")
    stated = (pl.col("boundary_on") == pl.col("boundary_on_whole")).fill_null(value=False)
    counted = pl.when(pl.col("valid_from").is_null()).then(~stated).otherwise(inside)
    return (
        pairs.filter(counted)
        .group_by(ROW)
        .agg(pl.col("predecessor_codes").sort().first().alias("other"))
    )
