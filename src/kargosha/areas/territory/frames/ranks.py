"""Rows of observations as tables for the methods."""

import polars as pl

from kargosha.analysis.territory.ranks import percentile_rank
from kargosha.areas.territory.models import Observation

DEPRIVATION = "unemployment_rate"
EMIGRATION = "population_change"


def ranked_counties() -> pl.DataFrame:
    """Return the counties that have figures with their ranks on both axes, in the order of their codes.

    Columns: ``code``, ``deprivation_rank`` (by unemployment) and ``emigration_rank`` (by loss of
    people), 0-1, 1 the worst, from the latest figures; null where a figure is unknown.
    """
    latest = Observation.objects.latest_values(DEPRIVATION, EMIGRATION)
    codes = sorted({code for code, _ in latest})
    unemployment = _figures(latest, codes, DEPRIVATION)
    change = _figures(latest, codes, EMIGRATION)
    return pl.DataFrame(
        {
            "code": codes,
            "deprivation_rank": percentile_rank(unemployment.to_numpy(), worst="high"),
            "emigration_rank": percentile_rank(change.to_numpy(), worst="low"),
        },
        schema={"code": pl.String, "deprivation_rank": pl.Float64, "emigration_rank": pl.Float64},
    ).fill_nan(None)


def _figures(
    latest: dict[tuple[str, str], float | None], codes: list[str], indicator: str
) -> pl.Series:
    figures = [latest.get((code, indicator)) for code in codes]
    return pl.Series(figures, dtype=pl.Float64).fill_null(float("nan"))
