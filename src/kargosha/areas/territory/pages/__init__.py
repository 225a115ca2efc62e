from kargosha.areas.territory.pages.imports import (
    import_application,
    import_bad_rows,
    import_columns,
    import_file,
    import_mapping,
    import_page,
    imports,
)
from kargosha.areas.territory.pages.indices import index, index_file, indices
from kargosha.areas.territory.pages.migration import (
    migration,
    migration_file,
)
from kargosha.areas.territory.pages.objections import (
    evidence,
    object_to_figure,
    objection,
    objection_answer,
    objections,
    objections_file,
)
from kargosha.areas.territory.pages.places import (
    all_figures_file,
    counties,
    figures_file,
    need_file,
    place,
    places,
    places_file,
    quadrants,
)
from kargosha.areas.territory.pages.signs import (
    sign,
    sign_answer,
    signs,
    signs_file,
)
from kargosha.areas.territory.pages.workshop import index_versions, workshop

__all__ = [
    "all_figures_file",
    "counties",
    "evidence",
    "figures_file",
    "import_application",
    "import_bad_rows",
    "import_columns",
    "import_file",
    "import_mapping",
    "import_page",
    "imports",
    "index",
    "index_file",
    "index_versions",
    "indices",
    "migration",
    "migration_file",
    "need_file",
    "object_to_figure",
    "objection",
    "objection_answer",
    "objections",
    "objections_file",
    "place",
    "places",
    "places_file",
    "quadrants",
    "sign",
    "sign_answer",
    "signs",
    "signs_file",
    "workshop",
]
