"""Whether decrees name places that are known, and hold forward in time."""

import polars as pl

from kargosha.analysis.territory.judging.judged import Findings, Judged
from kargosha.analysis.territory.judging.known import KNOWN_PLACES, as_known, note_strangers
from kargosha.analysis.territory.judging.places import note_backward
from kargosha.analysis.territory.judging.repeats import without_repeats
from kargosha.analysis.territory.judging.tables import DESIGNATIONS


def judge_designations(frame: pl.DataFrame, places: pl.DataFrame) -> Judged:
    """Judge the classes that decrees give places.

    Parameters
    ----------
    frame
        Columns of `DESIGNATIONS` and ``_row``.
    places
        Columns of `KNOWN_PLACES`.

    Returns
    -------
    Judged
        Designations in the order of the file; of rows that say the same, the first.

    Raises
    ------
    BadTable
        If there are more than `MOST_FAULTS` faults.
    """
    findings = Findings(DESIGNATIONS)
    tidy = findings.tidied(frame)
    note_strangers(
        findings, tidy, "place_code", as_known(places, KNOWN_PLACES)["code"].drop_nulls()
    )
    note_backward(findings, tidy)
    contrary = {
        "valid_from": (
            "fault.decree_contradicts", "decree_number", ["decree_on", "valid_from", "valid_to"],
        )
    }  # fmt: skip
    key = ["place_code", "designation", "decree_number"]
    return findings.judged(without_repeats(findings, tidy, key, contrary), frame)
