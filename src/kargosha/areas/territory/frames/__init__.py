"""Rows of territory as tables for the methods."""

from kargosha.areas.territory.frames.comparability import changes_of_shape
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
    plain_fault,
)
from kargosha.areas.territory.frames.imports_storing import store
from kargosha.areas.territory.frames.index_files import INDEX_FILES, IndexFile, index_file
from kargosha.areas.territory.frames.indices import (
    latest_figures,
    published_figures,
    store_index,
)
from kargosha.areas.territory.frames.signs import series

__all__ = [
    "INDEX_FILES",
    "IndexFile",
    "JudgedFile",
    "ReadFile",
    "changes_of_shape",
    "fault_of",
    "index_file",
    "judged_file",
    "keep_check",
    "keep_import",
    "keep_result",
    "keep_unreadable",
    "laid_out",
    "latest_figures",
    "plain_fault",
    "published_figures",
    "read_file",
    "series",
    "store",
    "store_index",
]
