"""What the files hold that the pages of places hand out."""

from kargosha.analysis.tables import Column, Table
from kargosha.areas.territory.models import Observation, Place

_STANDING = (
    ("version", "count", "published version of the index of {axis}"),
    ("value", "share", "value of the index of {axis}, 1 is the worst; empty is unknown"),
    ("value_low", "share", "lower end of the value's interval"),
    ("value_high", "share", "upper end of the value's interval"),
    ("percentile", "share", "share of the other places that are better off on {axis}"),
    ("rank", "count", "rank on {axis}, 1 is the worst"),
    ("rank_low", "count", "lower end of the rank's interval"),
    ("rank_high", "count", "upper end of the rank's interval"),
    ("worst_fifth_probability", "share", "probability of being in the worst fifth on {axis}"),
)
STANDING = tuple(name for name, _, _ in _STANDING)
"""What an estimate says, in the order of the columns."""

PLACE = (
    Column("code", "text", "official code; empty where it was not seen"),
    Column("slug", "text", "name of the place in addresses", required=True),
    Column("name_fa", "text", "Persian name", required=True),
    Column("name_en", "text", "English name"),
)
"""By which a row says what place it speaks of."""

NEED = Table(
    "need",
    (
        *PLACE,
        Column("latitude", "number", "degrees north"),
        Column("longitude", "number", "degrees east"),
        Column("population", "number", "people of the latest count; empty is unknown"),
        Column("unemployment_percent", "number", "unemployed among active persons, percent"),
        Column("population_change_percent", "number", "change over five years, percent"),
        *(
            Column(f"{axis}_{name}", kind, meaning.format(axis=axis))  # type: ignore[arg-type]
            for axis in ("deprivation", "emigration")
            for name, kind, meaning in _STANDING
        ),
    ),
)

PLACES = Table(
    "places",
    (
        *PLACE,
        Column("kind", "text", "kind of the place", required=True),
        Column("classes", "list", "classes by size and by decree"),
        Column("parent_code", "text", "code of the place around it"),
        Column("population", "number", "people of the latest count; empty is unknown"),
        Column("latitude", "number", "degrees north"),
        Column("longitude", "number", "degrees east"),
        Column("valid_from", "date", "first day in these boundaries; empty is unknown"),
        Column("valid_to", "date", "first day on which it was no more; empty while it stands"),
        Column("source", "text", "where it was published", required=True),
    ),
)

FIGURES = Table(
    "figures",
    (
        Column("place", "text", "name of the place in addresses", required=True),
        Column("code", "text", "official code; empty where it was not seen"),
        Column("indicator", "text", "code of the indicator", required=True),
        Column("indicator_fa", "text", "its Persian name", required=True),
        Column("indicator_en", "text", "its English name", required=True),
        Column("unit", "text", "what it counts", required=True),
        Column("observed_on", "date", "first day of the period", required=True),
        Column("year", "count", "Persian year in which the period begins", required=True),
        Column("period", "text", "year, season, month or day", required=True),
        Column("value", "number", "the figure; empty is unknown"),
        Column("margin", "number", "half the width of the 95 % interval, in the unit"),
        Column("boundary_on", "date", "day of the boundaries; empty is those of the period"),
        Column("source", "text", "where it was published", required=True),
    ),
)


def place_row(place: Place) -> dict[str, object]:
    """Return what the columns of `PLACE` hold of a place."""
    return {column.name: getattr(place, column.name) for column in PLACE}


def figure_row(seen: Observation) -> dict[str, object]:
    """Return by which a case says what figure it speaks of."""
    return {
        "place_code": seen.place.place_code,
        "place_fa": seen.place.name_fa,
        "place_en": seen.place.name_en,
        "indicator": seen.indicator.code,
        "observed_on": seen.observed_on,
        "source": seen.source,
    }
