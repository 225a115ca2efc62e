"""Lists of groups and members as people keep them: read, checked, given back to be mended."""

from kargosha.files.registry.checked import (
    CheckedRoster,
    bad_rows_file,
    checked_roster,
    kept_fault,
)
from kargosha.files.registry.kept import fault_of, plain_fault
from kargosha.files.registry.reading import ReadRoster, read_roster
from kargosha.files.registry.template import ENDINGS, template_file
from kargosha.files.registry.words import EXAMPLE_GROUP, spoken

__all__ = [
    "ENDINGS",
    "EXAMPLE_GROUP",
    "CheckedRoster",
    "ReadRoster",
    "bad_rows_file",
    "checked_roster",
    "fault_of",
    "kept_fault",
    "plain_fault",
    "read_roster",
    "spoken",
    "template_file",
]
