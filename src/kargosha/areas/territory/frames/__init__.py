"""Rows of territory as tables for the methods."""

from kargosha.areas.territory.frames.imports import (
    JudgedFile,
    ReadFile,
    judged_file,
    laid_out,
    read_file,
)
from kargosha.areas.territory.frames.imports_records import (
    fault_of,
    keep_check,
    keep_import,
    keep_result,
    keep_unreadable,
)
from kargosha.areas.territory.frames.imports_storing import store
from kargosha.areas.territory.frames.index_files import INDEX_FILES, IndexFile, index_file
from kargosha.areas.territory.frames.indices import (
    latest_figures,
    place_keys,
    published_figures,
    store_index,
)

__all__ = [
    "INDEX_FILES",
    "IndexFile",
    "JudgedFile",
    "ReadFile",
    "fault_of",
    "index_file",
    "judged_file",
    "keep_check",
    "keep_import",
    "keep_result",
    "keep_unreadable",
    "laid_out",
    "latest_figures",
    "place_keys",
    "published_figures",
    "read_file",
    "store",
    "store_index",
]
