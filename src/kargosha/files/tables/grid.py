"""A table as it stands in a file, before its values are understood."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from kargosha.analysis.errors import BadTable, Fault

MOST_ROWS = 5_000_000
"""No table has more rows; what is larger belongs in a database."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Columns by their position in the file.

    Attributes
    ----------
    headers
        Text of the first row, by position.
    columns
        One series by position: texts, except where the file's format has types of its own.
    rows
        Number of each row as a spreadsheet counts it, the header being 1. Blank rows are left out.
    faults
        What was wrong on the way.
    has_cells
        Whether the format names its cells (``B7``), so that faults name them too.
    refused
        Row and position of the cells that are at fault whatever they hold: nothing more is said
        of them.
    """

    headers: tuple[str, ...]
    columns: tuple[pl.Series, ...]
    rows: pl.Series
    faults: list[Fault] = field(default_factory=list)
    has_cells: bool = False
    refused: frozenset[tuple[int, int]] = frozenset()


def text_columns(records: Sequence[Sequence[str | None]], width: int) -> tuple[pl.Series, ...]:
    """Return rows of texts as ``width`` columns."""
    columns = zip(*records, strict=True) if records else [()] * width
    return tuple(
        pl.Series(str(position), list(column), dtype=pl.String)
        for position, column in enumerate(columns)
    )


def row_series(rows: Sequence[int]) -> pl.Series:
    """Return the numbers of rows as a series."""
    return pl.Series("rows", rows, dtype=pl.Int64)


def cell_letters(position: int) -> str:
    """Return the letters of a column by its position from 0, as a spreadsheet writes them."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_position(place: str) -> int:
    """Return the position from 0 of the column in which a cell such as ``B7`` stands."""
    number = 0
    for letter in filter(str.isalpha, place):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def quoted(value: object) -> str:
    """Return a value short enough to stand in a sentence."""
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def of_file(code: str, table: str, **values: object) -> BadTable:
    """Return the error for a file of which nothing can be read."""
    return BadTable([Fault(code, table, values=values)])
