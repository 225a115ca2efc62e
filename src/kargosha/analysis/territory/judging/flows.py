"""Whether flows lead from one known place to another, forward in time."""

import polars as pl

from kargosha.analysis.territory.judging.judged import Findings, Judged
from kargosha.analysis.territory.judging.known import KNOWN_PLACES, as_known, note_strangers
from kargosha.analysis.territory.judging.repeats import without_repeats
from kargosha.analysis.territory.judging.tables import FLOWS

_OUTSIDE = "outside"


def judge_flows(frame: pl.DataFrame, places: pl.DataFrame) -> Judged:
    """Judge how many people moved from where to where.

    Parameters
    ----------
    frame
        Columns of `FLOWS` and ``_row``; an end outside the province is empty.
    places
        Columns of `KNOWN_PLACES`.

    Returns
    -------
    Judged
        Flows in the order of the file; of rows that say the same, the first.

    Raises
    ------
    BadTable
        If there are more than `MOST_FAULTS` faults.
    """
    findings = Findings(FLOWS)
    known = as_known(places, KNOWN_PLACES)["code"].drop_nulls()
    tidy = findings.tidied(frame)
    origin, destination = pl.col("origin_code"), pl.col("destination_code")
    for column in ("origin_code", "destination_code"):
        note_strangers(findings, tidy, column, known)
    nowhere = origin.is_null() & destination.is_null()
    findings.where(tidy, nowhere, "fault.flow_outside", "origin_code", {})
    value = {"value": origin}
    findings.where(tidy, origin == destination, "fault.flow_within", "destination_code", value)
    days = {"from": pl.col("from_on"), "to": pl.col("to_on")}
    backward = pl.col("to_on") <= pl.col("from_on")
    findings.where(tidy, backward, "fault.flow_backward", "to_on", days)
    ends = [origin.fill_null(_OUTSIDE).alias("from"), destination.fill_null(_OUTSIDE).alias("to")]
    contrary = {"persons": ("fault.flow_contradicts", "persons", ["persons"])}
    key = ["from", "to", "from_on", "to_on"]
    once = without_repeats(findings, tidy.with_columns(ends), key, contrary)
    return findings.judged(once.drop("from", "to"), frame)
