"""Whether the places of boundaries are known."""

import polars as pl

from kargosha.analysis.territory.judging.judged import Findings, Judged
from kargosha.analysis.territory.judging.known import KNOWN_PLACES, as_known, note_strangers
from kargosha.analysis.territory.judging.tables import BOUNDARIES


def judge_boundaries(codes: pl.DataFrame, places: pl.DataFrame) -> Judged:
    """Judge whether the places of boundaries are known.

    Parameters
    ----------
    codes
        Column ``place_code``, and ``_row`` with the number of the feature.
    places
        Columns of `KNOWN_PLACES`.
    """
    findings = Findings(BOUNDARIES)
    tidy = findings.tidied(codes)
    note_strangers(
        findings, tidy, "place_code", as_known(places, KNOWN_PLACES)["code"].drop_nulls()
    )
    return findings.judged(tidy, codes)
