"""The real counties as the rehearsal needs them."""

import polars as pl

from kargosha.areas.territory.models import DEPRIVATION, IndexVersion, Observation, PlaceEstimate

FIGURES = {
    "unemployment_rate": "unemployment",
    "population_change": "population_change",
    "population_rural": "population_rural",
}


def counties_now() -> pl.DataFrame:
    """Return the counties that have figures, in the order of their codes, with their published rank
    of deprivation (1 is the worst)."""
    latest = Observation.objects.latest_values(*FIGURES)
    codes = sorted({code for code, _ in latest})
    figures = {
        name: [latest[code, indicator] for code in codes] for indicator, name in FIGURES.items()
    }
    version = IndexVersion.objects.latest_of(DEPRIVATION)
    ranks = dict(PlaceEstimate.objects.filter(version=version).values_list("place__code", "rank"))
    return pl.DataFrame({"code": codes, "rank": [ranks.get(code) for code in codes]} | figures)
