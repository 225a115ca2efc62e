"""Files of territory as others make them: read by a mapping, with every fault by row and column."""

from kargosha.files.territory.checked import Checked, checked, write_bad_rows
from kargosha.files.territory.geojson import Boundaries, Boundary, read_boundaries
from kargosha.files.territory.headers import headers_of
from kargosha.files.territory.mapping import ColumnMapping, Series, definition_of
from kargosha.files.territory.mapping_files import (
    mapping_of,
    mapping_text,
    read_mapping,
    shipped_mappings,
    suggested,
)
from kargosha.files.territory.reading import Mapped, read_mapped

__all__ = [
    "Boundaries",
    "Boundary",
    "Checked",
    "ColumnMapping",
    "Mapped",
    "Series",
    "checked",
    "definition_of",
    "headers_of",
    "mapping_of",
    "mapping_text",
    "read_boundaries",
    "read_mapped",
    "read_mapping",
    "shipped_mappings",
    "suggested",
    "write_bad_rows",
]
