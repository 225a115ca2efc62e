"""What can happen to places and to what is known of them."""

from kargosha.areas.territory.actions.figures import (
    IndicatorRow,
    ObservationRow,
    publish_ranks,
    record_observations,
)
from kargosha.areas.territory.actions.places import PlaceRow, SuccessionRow, import_places

__all__ = [
    "IndicatorRow",
    "ObservationRow",
    "PlaceRow",
    "SuccessionRow",
    "import_places",
    "publish_ranks",
    "record_observations",
]
