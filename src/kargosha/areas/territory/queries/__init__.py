"""What a person may ask about places, figures and what is made of them."""

from kargosha.areas.territory.queries.imports import (
    FileKept,
    ImportShown,
    bad_rows,
    file_judged,
    file_kept,
    file_page,
    import_page,
    import_seen,
    imports,
    mapping_named,
    mappings,
)
from kargosha.areas.territory.queries.places import CountyNeed, counties_by_need, place_page

__all__ = [
    "CountyNeed",
    "FileKept",
    "ImportShown",
    "bad_rows",
    "counties_by_need",
    "file_judged",
    "file_kept",
    "file_page",
    "import_page",
    "import_seen",
    "imports",
    "mapping_named",
    "mappings",
    "place_page",
]
