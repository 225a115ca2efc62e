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
from kargosha.areas.territory.frames.ranks import ranked_counties

__all__ = [
    "JudgedFile",
    "ReadFile",
    "fault_of",
    "judged_file",
    "keep_check",
    "keep_import",
    "keep_result",
    "keep_unreadable",
    "laid_out",
    "ranked_counties",
    "read_file",
    "store",
]
