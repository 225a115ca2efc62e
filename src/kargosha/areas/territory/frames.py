"""Rows of places and observations as tables for the methods."""

from typing import Literal

import polars as pl

from kargosha.analysis.territory.ranks import percentile_rank
from kargosha.areas.territory.models import Observation, Place

DEPRIVATION = "unemployment_rate"
EMIGRATION = "population_change"
SIZES = ("population", "population_rural", "unemployed")


def counties() -> pl.DataFrame:
    """Return the counties that have figures, in the order of their codes, with both ranks.

    Columns: ``code``, ``deprivation`` (unemployment, percent), ``emigration`` (change of population,
    percent), ``population``, ``population_rural``, ``unemployed``, ``deprivation_rank`` and
    ``emigration_rank`` (0–1, 1 is the worst). Each figure is the latest observed.
    """
    codes = list(
        Place.objects.filter(kind=Place.Kind.COUNTY, observations__isnull=False)
        .exclude(code="")
        .distinct()
        .order_by("code")
        .values_list("code", flat=True)
    )
    latest = _latest_values()
    table = pl.DataFrame({"code": codes}, schema={"code": pl.String}).with_columns(
        pl.Series(name, [latest.get((code, indicator)) for code in codes], dtype=pl.Float64)
        for name, indicator in (
            ("deprivation", DEPRIVATION),
            ("emigration", EMIGRATION),
            *((size, size) for size in SIZES),
        )
    )
    return table.with_columns(
        _ranked(table, "deprivation", "high"), _ranked(table, "emigration", "low")
    )


def _latest_values() -> dict[tuple[str, str], float | None]:
    """Return the value of the latest year for each county's code and indicator."""
    rows = (
        Observation.objects.filter(place__kind=Place.Kind.COUNTY)
        .exclude(place__code="")
        .filter(indicator__code__in=(DEPRIVATION, EMIGRATION, *SIZES))
        .order_by("year")
        .values_list("place__code", "indicator__code", "value")
    )
    return {(code, indicator): value for code, indicator, value in rows}


def _ranked(table: pl.DataFrame, column: str, worst: Literal["high", "low"]) -> pl.Series:
    values = table.get_column(column).fill_null(float("nan")).to_numpy()
    return pl.Series(f"{column}_rank", percentile_rank(values, worst=worst)).fill_nan(None)
