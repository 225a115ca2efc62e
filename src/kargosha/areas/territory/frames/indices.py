"""Figures of places as the table that an index is computed from, and an index as rows."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from django.db.models import QuerySet

from kargosha.areas.territory.frames.copying import copy_rows, table_of
from kargosha.areas.territory.models import (
    IndexFigure,
    IndexVersion,
    Indicator,
    Observation,
    Place,
    PlaceEstimate,
    valid_on,
)
from kargosha.files.index import IndexResult
from kargosha.kernel import clock

FIGURES = {
    "place": pl.String,
    "indicator": pl.String,
    "value": pl.Float64,
    "margin": pl.Float64,
    "observed_on": pl.Date,
    "source": pl.String,
}
ROWS_AT_ONCE = 5_000


def latest_figures(indicators: Sequence[str], level: str) -> pl.DataFrame:
    """Return the latest figure of each indicator for each place of a level that is there today.

    One row a place and indicator, by the places' keys (see `place_keys`) and the indicators as
    asked for; value, day and source are null where nothing was ever observed.
    """
    there = Place.objects.filter(valid_on(clock.today()), kind=level)
    keys = place_keys(there)
    latest = (
        Observation.objects.filter(indicator__code__in=indicators, place__in=there)
        .order_by("place_id", "indicator_id", "-observed_on", "-id")
        .distinct("place_id", "indicator_id")
        .values_list("place", "indicator__code", "value", "margin", "observed_on", "source")
    )
    known = {(place, code): rest for place, code, *rest in latest}
    nothing = (None, None, None, None)
    rows = [
        (key, code, *known.get((place, code), nothing))
        for place, key in sorted(keys.items(), key=lambda item: item[1])
        for code in indicators
    ]
    return pl.DataFrame(rows, schema=FIGURES, orient="row")


def place_keys(places: QuerySet[Place]) -> dict[int, str]:
    """Return by which text each place is known in a table: its code, else its slug."""
    return {place.pk: place.key for place in places.only("pk", "code", "slug")}


def published_figures(version: IndexVersion) -> pl.DataFrame:
    """Return the figures that a published version was computed from, as `latest_figures` does."""
    order = {term["indicator"]: at for at, term in enumerate(version.method["terms"])}
    keys = place_keys(Place.objects.filter(estimates__version=version))
    rows = version.figures.values_list(
        "place", "indicator__code", "value", "margin", "observed_on", "source"
    )
    named = [(keys[place], code, *rest, source or None) for place, code, *rest, source in rows]
    ordered = sorted(named, key=lambda row: (row[0], order[row[1]]))
    return pl.DataFrame(ordered, schema=FIGURES, orient="row")


def store_index(version: IndexVersion, figures: pl.DataFrame, result: IndexResult) -> None:
    """Store what a version says of each place, and the figures behind it."""
    there = place_keys(Place.objects.filter(kind=version.level))
    places = {key: pk for pk, key in there.items()}
    PlaceEstimate.objects.bulk_create(_estimates(version, result, places), batch_size=ROWS_AT_ONCE)
    copy_rows(table_of(IndexFigure), _figures(version, figures, result, places))


def _estimates(
    version: IndexVersion, result: IndexResult, places: dict[str, int]
) -> Iterator[PlaceEstimate]:
    point, doubt = result.composite, result.uncertainty
    for i, key in enumerate(result.places):
        yield PlaceEstimate(
            version=version,
            place_id=places[key],
            value=_known(point.value[i]),
            value_low=_known(doubt.value_low[i]),
            value_high=_known(doubt.value_high[i]),
            percentile=_known(point.percentile[i]),
            rank=_whole(point.rank[i]),
            rank_low=_whole(doubt.rank_low[i]),
            rank_high=_whole(doubt.rank_high[i]),
            worst_fifth_probability=_known(doubt.worst_fifth_probability[i]),
            known_share=float(point.known_share[i]),
        )


def _figures(
    version: IndexVersion, figures: pl.DataFrame, result: IndexResult, places: dict[str, int]
) -> pl.DataFrame:
    """Return the figures behind a version as the columns of their table."""
    kinds = dict(Indicator.objects.values_list("code", "pk"))
    terms = {term["indicator"]: i for i, term in enumerate(version.method["terms"])}
    rows = {key: i for i, key in enumerate(result.places)}
    contribution = result.composite.contribution[
        _coded(figures["place"], rows).to_numpy(), _coded(figures["indicator"], terms).to_numpy()
    ]
    return figures.select(
        pl.lit(version.pk).alias("version_id"),
        _coded(figures["place"], places).alias("place_id"),
        _coded(figures["indicator"], kinds).alias("indicator_id"),
        "value",
        "margin",
        "observed_on",
        pl.col("source").fill_null(""),
        pl.Series("contribution", contribution).fill_nan(None),
    )


def _coded(names: pl.Series, codes: dict[str, int]) -> pl.Series:
    return names.replace_strict(codes, return_dtype=pl.Int64)


def _known(number: np.float64) -> float | None:
    return None if np.isnan(number) else float(number)


def _whole(rank: np.float64) -> int | None:
    return None if np.isnan(rank) else int(rank)
