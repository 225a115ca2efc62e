"""An empty list to fill in, with one made-up row that shows how."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from kargosha.analysis.registry.table import ROSTER, WORDS
from kargosha.analysis.tables import Column, Table
from kargosha.files.registry.words import EXAMPLE_GROUP, title_of, word_of
from kargosha.files.tables import write
from kargosha.files.words import Language, say

ENDINGS = ("xlsx", "csv")

_EXAMPLE = {
    "group_code": EXAMPLE_GROUP,
    "kind": "group",
    "place_code": "0311",
    "role": "head",
    "sex": "female",
    "document_kind": "national_id",
    "document_number": "1234567891",
    "mobile": "09000000000",
    "household_code": "home-1",
    "household_members": "4",
    "household_earners": "1",
    "production_years": "6",
}
_DAYS = {
    "formed_on": ("1405/02/01", "2026-04-21"),
    "born_on": ("1368/05/12", "1989-08-03"),
    "stated_on": ("1405/02/01", "2026-04-21"),
}
_SPOKEN = ("group_name", "given_name", "family_name", "father_name")


def template_file(language: Language, ending: str) -> bytes:
    """Return a file with our columns in a language and one row, marked as made up, that is never taken in."""
    cells = {
        title_of(column.name, language): [_cell(column.name, language)] for column in ROSTER.columns
    }
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    table = Table(ROSTER.name, tuple(Column(title, "text", "") for title in cells))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"template.{ending}"
        write(frame, path, table, mark=True)
        return path.read_bytes()


def _cell(column: str, language: Language) -> str | None:
    """Return what the made-up row says in a column."""
    if column in _SPOKEN:
        return say(f"roster_example.{column}", {}, language)
    if column in _DAYS:
        return _DAYS[column][language == "en"]
    example = _EXAMPLE.get(column)
    return word_of(column, example, language) if example and column in WORDS else example
