"""Which place is meant, where a file has a name and no code."""

import polars as pl

from kargosha.analysis.tables import ROW
from kargosha.analysis.territory.judging.judged import Findings


def with_codes(findings: Findings, frame: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Return observations with the codes of the places that are named; note those not found.

    A name is looked for among places of the kind, within the place, and with the spelling left
    aside; of several, those that stood at the time. A code in the file is never replaced.
    """
    nameless = pl.col("place_code").is_null() & pl.col("place_key").is_null()
    findings.where(frame, nameless, "fault.place_missing", "place_code", {})
    asked = frame.filter(pl.col("place_code").is_null() & pl.col("place_key").is_not_null())
    if not len(asked):
        return frame
    found = _standing(_candidates(asked, places))
    count = found.group_by(ROW).agg(pl.len().alias("count"), pl.col("code"), pl.col("valid_from"))
    answered = asked.join(count, on=ROW, how="left").with_columns(pl.col("count").fill_null(0))
    name = {"value": pl.col("place_name")}
    within = name | {"within": pl.col("within_code")}
    none, scoped = pl.col("count") == 0, pl.col("within_code").is_not_null()
    findings.where(answered, none & scoped, "fault.name_unknown_within", "place_name", within)
    findings.where(answered, none & ~scoped, "fault.name_unknown", "place_name", name)
    several = {**name, "codes": pl.col("code").list.drop_nulls().list.join(", ")}
    findings.where(answered, pl.col("count") > 1, "fault.name_of_several", "place_name", several)
    single = pl.col("count") == 1
    code = pl.when(single).then(pl.col("code").list.first())
    findings.where(
        answered, single & code.is_null(), "fault.place_without_code", "place_name", name
    )
    answers = answered.select(ROW, code.alias("found_code"))
    return (
        frame.join(answers, on=ROW, how="left", maintain_order="left")
        .with_columns(pl.coalesce("place_code", "found_code").alias("place_code"))
        .drop("found_code")
    )


def _candidates(asked: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Return each row with every place of its name, kind and surroundings."""
    named = places.explode("name_keys").unique(["code", "kind", "parent_code", "name_keys"])
    joined = asked.select(
        ROW, "place_key", "place_kind", "within_code", "observed_on", "boundary_on"
    ).join(named, left_on="place_key", right_on="name_keys", how="inner")
    lies_in = pl.coalesce("code", "parent_code").str.starts_with(pl.col("within_code"))
    return joined.filter(
        pl.col("place_kind").is_null() | (pl.col("place_kind") == pl.col("kind")),
        pl.col("within_code").is_null() | lies_in.fill_null(value=False),
    )


def _standing(found: pl.DataFrame) -> pl.DataFrame:
    """Leave out, where a name has several places, those that did not stand at the time."""
    day = pl.coalesce("boundary_on", "observed_on")
    stands = (pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)) & (
        pl.col("valid_to").is_null() | (pl.col("valid_to") > day)
    )
    marked = found.with_columns(stands.fill_null(value=True).alias("stands"))
    return marked.filter(pl.col("stands") | ~pl.col("stands").any().over(ROW))
