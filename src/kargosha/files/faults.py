"""A fault as a line that a person can act on: file, row, column, what, and how to mend it."""

from collections.abc import Iterator, Mapping, Sequence

from kargosha.analysis.errors import Fault
from kargosha.files.words import Language, say

MOST_SHOWN = 200
"""Nobody mends more than this in one go; the rest is counted."""


def told(fault: Fault, files: Mapping[str, str], language: Language) -> str:
    """Return a fault as one line, for example ``candidates.csv, row 7, column amount: …``.

    ``files`` gives the name of the file by the name of the table; without one, the table's stands.
    """
    sentence = say(fault.code, fault.values, language)
    place = {
        "file": files.get(fault.table, fault.table),
        "row": fault.row,
        "column": fault.column,
        "cell": fault.values.get("cell"),
    }
    return f"{say(f'place.{_place(fault)}', place, language)}: {sentence}"


def all_told(
    faults: Sequence[Fault], files: Mapping[str, str], language: Language
) -> Iterator[str]:
    """Yield faults as lines, at most `MOST_SHOWN`, then how many more there are."""
    for fault in faults[:MOST_SHOWN]:
        yield told(fault, files, language)
    if len(faults) > MOST_SHOWN:
        yield say("fault.more", {"count": len(faults) - MOST_SHOWN}, language)


def _place(fault: Fault) -> str:
    """Return which of the phrases for a place fits."""
    column = fault.column is not None
    if "cell" in fault.values:
        return "cell_column" if column else "cell"
    if fault.row is None:
        return "column" if column else "file"
    return "row_column" if column else "row"
