"""Series of figures as the method of early signs reads them."""

from collections.abc import Collection

from kargosha.analysis.territory.signs import Seen
from kargosha.areas.territory.frames.comparability import extent
from kargosha.areas.territory.models import Observation

COLUMNS = (
    "pk",
    "place",
    "indicator__code",
    "period",
    "observed_on",
    "value",
    "margin",
    "boundary_on",
)


def series(indicators: Collection[str]) -> list[Seen]:
    """Return all that was seen of these indicators, in no order."""
    rows = Observation.objects.filter(indicator__code__in=indicators).values_list(*COLUMNS)
    return [
        Seen(
            observation=key,
            place=place,
            indicator=indicator,
            period=period,
            observed_on=observed_on,
            value=value,
            margin=margin or 0.0,
            extent=extent(observed_on, period, boundary_on),
        )
        for key, place, indicator, period, observed_on, value, margin, boundary_on in rows.iterator()
    ]
