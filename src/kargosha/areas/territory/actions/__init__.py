"""What can happen to places and to what is known of them."""

from kargosha.areas.territory.actions.figures import (
    IndicatorRow,
    ObservationRow,
    record_observations,
)
from kargosha.areas.territory.actions.imports import (
    keep_file,
    order_import,
    save_mapping,
    submit_import,
)
from kargosha.areas.territory.actions.imports_taking import (
    apply_import,
    check_import,
    import_file,
)
from kargosha.areas.territory.actions.indices import (
    IndexProposal,
    IndexRow,
    name_indices,
    publish_index,
)
from kargosha.areas.territory.actions.objections import (
    Evidence,
    answer_objection,
    object_to_figure,
)
from kargosha.areas.territory.actions.places import PlaceRow, SuccessionRow, import_places
from kargosha.areas.territory.actions.signs import WATCH, answer_sign, raise_signs

__all__ = [
    "WATCH",
    "Evidence",
    "IndexProposal",
    "IndexRow",
    "IndicatorRow",
    "ObservationRow",
    "PlaceRow",
    "SuccessionRow",
    "answer_objection",
    "answer_sign",
    "apply_import",
    "check_import",
    "import_file",
    "import_places",
    "keep_file",
    "name_indices",
    "object_to_figure",
    "order_import",
    "publish_index",
    "raise_signs",
    "record_observations",
    "save_mapping",
    "submit_import",
]
