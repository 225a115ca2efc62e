"""What is visible does not change unseen: each document equals what the code makes of it today.

`make snapshots` (KARGOSHA_SNAPSHOTS=write) writes them anew; a review then reads the difference.
"""

import os
from collections.abc import Callable

import pytest

from tests.snapshots.promises import help_pages, openapi
from tests.snapshots.tables import ROOT, area_map, columns, roles, rule_book

DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/areas/map.md": area_map,
    "docs/roles.md": roles,
    "docs/rule_book.md": rule_book,
    "docs/tables.md": columns,
    "tests/snapshots/openapi.json": openapi,
    "tests/snapshots/help.txt": help_pages,
}


@pytest.mark.parametrize("place", DOCUMENTS)
def test_the_document_says_what_the_code_says(place: str) -> None:
    made = DOCUMENTS[place]()
    if os.environ.get("KARGOSHA_SNAPSHOTS") == "write":
        (ROOT / place).write_text(made, encoding="utf-8")

    kept = (ROOT / place).read_text(encoding="utf-8")

    assert kept == made, f"{place} is out of date: run `make snapshots` and read the difference"
