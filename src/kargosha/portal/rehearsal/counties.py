"""The real counties as the rehearsal needs them."""

import polars as pl

from kargosha.areas.territory.models import Observation

FIGURES = {
    "unemployment_rate": "deprivation",
    "population_change": "emigration",
    "population_rural": "population_rural",
    "deprivation_rank": "deprivation_rank",
}


def counties_now() -> pl.DataFrame:
    """Return the counties that have figures, in the order of their codes."""
    latest = Observation.objects.latest_values(*FIGURES)
    codes = sorted({code for code, _ in latest})
    figures = {
        name: [latest[code, indicator] for code in codes] for indicator, name in FIGURES.items()
    }
    return pl.DataFrame({"code": codes} | figures)
