"""What territory stores: places, what was observed of them, and what is made of it."""

from kargosha.areas.territory.models.figures import Indicator, Observation
from kargosha.areas.territory.models.flows import Flow
from kargosha.areas.territory.models.imports import (
    ColumnMapping,
    Import,
    ImportCheck,
    ImportOrder,
    ImportProgress,
    ImportResult,
)
from kargosha.areas.territory.models.indices import (
    AXES,
    DEPRIVATION,
    EMIGRATION,
    Index,
    IndexFigure,
    IndexVersion,
    PlaceEstimate,
)
from kargosha.areas.territory.models.objections import FigureAnswer, FigureObjection
from kargosha.areas.territory.models.places import (
    Boundary,
    Designation,
    Place,
    Succession,
    valid_on,
)
from kargosha.areas.territory.models.signs import Sign, SignAnswer

__all__ = [
    "AXES",
    "DEPRIVATION",
    "EMIGRATION",
    "Boundary",
    "ColumnMapping",
    "Designation",
    "FigureAnswer",
    "FigureObjection",
    "Flow",
    "Import",
    "ImportCheck",
    "ImportOrder",
    "ImportProgress",
    "ImportResult",
    "Index",
    "IndexFigure",
    "IndexVersion",
    "Indicator",
    "Observation",
    "Place",
    "PlaceEstimate",
    "Sign",
    "SignAnswer",
    "Succession",
    "valid_on",
]
