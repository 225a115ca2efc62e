"""Whether figures are possible, of places and indicators that are known, each said once."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from kargosha.analysis.territory.judging.judged import Findings, Judged
from kargosha.analysis.territory.judging.known import (
    KNOWN_INDICATORS,
    KNOWN_PLACES,
    as_known,
    note_strangers,
)
from kargosha.analysis.territory.judging.names import with_codes
from kargosha.analysis.territory.judging.repeats import without_repeats
from kargosha.analysis.territory.judging.shapes import note_other_shapes
from kargosha.analysis.territory.judging.tables import OBSERVATIONS

EARLIEST, LATEST = date(1921, 3, 21), date(2121, 3, 21)
"""Days between which something can have been observed: 1300 to 1500 of the Persian calendar."""

BOUNDS: Mapping[str, tuple[float, float | None]] = {
    "percent": (0, 100),
    "share": (0, 1),
    **dict.fromkeys(("persons", "households", "count", "jobs", "rials", "km2", "km"), (0, None)),
}
"""Least and most of a figure by the indicator's unit; of another unit, any number."""

CHANGE = "_change"
"""The code of an indicator that ends so counts a change, which may be a loss and more than all."""

KEY = ("place_code", "indicator", "observed_on", "period")


def judge_observations(
    frame: pl.DataFrame,
    places: pl.DataFrame,
    indicators: pl.DataFrame,
    *,
    standing: pl.DataFrame | None = None,
) -> Judged:
    """Judge figures against the places and indicators that are known.

    Parameters
    ----------
    frame
        Columns of `OBSERVATIONS`, ``_row`` and, where a file has one column a figure, ``_header``.
    places
        Columns of `KNOWN_PLACES`: those that are known, whatever their day.
    indicators
        Columns of `KNOWN_INDICATORS`; the unit bounds the figures (`BOUNDS`).
    standing
        Columns of `OBSERVATIONS` that are known already; only used to see what is counted twice.

    Returns
    -------
    Judged
        With the codes of named places filled in, and periods stated.

    Raises
    ------
    BadTable
        If there are more than `MOST_FAULTS` faults.

    Notes
    -----
    The figure of a period is taken on the boundaries of that period unless ``boundary_on`` says
    otherwise; it is refused when the place began after the period or had ended before it. A figure
    of a place that came out of another is refused beside the other's figure of a time when it was
    still inside. Unknown figures (null) are judged by none of this.
    """
    findings = Findings(OBSERVATIONS)
    known = as_known(places, KNOWN_PLACES)
    tidy = findings.tidied(frame).with_columns(pl.col("period").fill_null("year"))
    coded = with_codes(findings, tidy, known)
    note_strangers(findings, coded, "place_code", known["code"].drop_nulls())
    measured = _measured(findings, coded, known, as_known(indicators, KNOWN_INDICATORS))
    _note_impossible(findings, measured)
    earlier = (
        None
        if standing is None
        else Findings(OBSERVATIONS)
        .tidied(standing)
        .with_columns(pl.col("period").fill_null("year"))
    )
    note_other_shapes(findings, coded, known, earlier)
    differ = ("value", "margin", "boundary_on")
    contrary = {"value": ("fault.figure_contradicts", "value", differ)}
    once = without_repeats(findings, coded, KEY, contrary)
    _note_unknown(findings, once)
    return findings.judged(once, frame)


def _measured(
    findings: Findings, coded: pl.DataFrame, places: pl.DataFrame, indicators: pl.DataFrame
) -> pl.DataFrame:
    """Return figures with unit and kind of place; note indicators that are not of that kind."""
    said = ("fault.unknown_indicator", "fault.unknown_indicator_near")
    note_strangers(findings, coded, "indicator", indicators["code"].drop_nulls(), said)
    kinds = places.filter(pl.col("code").is_not_null()).select("code", "kind").unique("code")
    measured = coded.join(
        indicators.unique("code"),
        left_on="indicator",
        right_on="code",
        how="left",
        maintain_order="left",
    ).join(kinds, left_on="place_code", right_on="code", how="left", maintain_order="left")
    limited = pl.col("levels").list.len() > 0
    strange = (
        limited & ~pl.col("levels").list.contains(pl.col("kind")) & pl.col("kind").is_not_null()
    )
    values = {
        "value": pl.col("indicator"),
        "kind": pl.col("kind"),
        "levels": pl.col("levels").list.join(", "),
    }
    findings.where(measured, strange, "fault.indicator_level", "indicator", values)
    return measured


def _note_impossible(findings: Findings, measured: pl.DataFrame) -> None:
    """Note figures that their unit does not allow, and times outside ours."""
    change = pl.col("indicator").str.ends_with(CHANGE)
    value = {"value": pl.col("value")}
    for unit, (least, most) in BOUNDS.items():
        of_unit = (pl.col("unit") == unit) & ~change
        below = of_unit & (pl.col("value") < least)
        if most is None:
            findings.where(measured, below, "fault.negative", "value", value)
            continue
        outside = below | (of_unit & (pl.col("value") > most))
        code = "fault.not_a_share" if unit == "share" else "fault.not_a_percentage"
        findings.where(measured, outside, code, "value", value)
    percent = change & (pl.col("unit") == "percent") & (pl.col("value") < -100)
    findings.where(measured, percent, "fault.lost_more_than_all", "value", value)
    strange = ~pl.col("observed_on").is_between(EARLIEST, LATEST)
    day = {"value": pl.col("observed_on")}
    findings.where(measured, strange, "fault.out_of_time", "observed_on", day)


def _note_unknown(findings: Findings, frame: pl.DataFrame) -> None:
    """Note the indicators of which every figure is unknown, and how many figures are."""
    unknown = int(frame["value"].null_count())
    if unknown:
        findings.note("note.unknown_figures", count=unknown, of=len(frame))
    empty = (
        frame.filter(pl.col("value").is_null().all().over("indicator"))["indicator"]
        .drop_nulls()
        .unique()
        .sort()
        .to_list()
    )
    for indicator in empty:
        findings.note("note.all_unknown", indicator=indicator)
