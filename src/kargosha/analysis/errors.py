"""What can be wrong with an input, said as codes and values; the doors find the words.

MethodError
├── BadTable        rows of an input table are wrong: one `Fault` each
└── NotConverged    a method stopped before it reached its answer
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one place of an input table.

    Attributes
    ----------
    code
        Key of the sentence in ``files/words``, for example ``fault.negative``.
    table
        Name of the table, for example ``candidates``.
    row
        Row as the reader of the file counts it (the header is row 1); None for the whole table.
    column
        Name of the column; None for the whole row.
    values
        What the sentence quotes: the value found, the bound, the row of the twin.
    """

    code: str
    table: str
    row: int | None = None
    column: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


class MethodError(Exception):
    """Root of what a method can say about its input or itself."""


class BadTable(MethodError):
    """Rows of an input are wrong; nothing was computed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} fault(s), first: {self.faults[0]}")


class NotConverged(MethodError):
    """A method stopped before it reached its answer."""
