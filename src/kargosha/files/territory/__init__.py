"""Files of territory as others make them: read by a mapping, with every fault by row and column."""

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
    "ColumnMapping",
    "Mapped",
    "Series",
    "definition_of",
    "mapping_of",
    "mapping_text",
    "read_mapped",
    "read_mapping",
    "shipped_mappings",
    "suggested",
]
