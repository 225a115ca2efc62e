"""Which column of a file is which column of the table."""

import difflib
import re
from collections.abc import Sequence
from typing import Literal

from kargosha.analysis.errors import Fault
from kargosha.analysis.tables import Table
from kargosha.files.letters import identifier
from kargosha.files.tables.grid import quoted

ExtraColumns = Literal["error", "ignore"]


def plain_header(name: str) -> str:
    """Return a header as columns are named: `` Candidate ID `` is ``candidate_id``."""
    return re.sub(r"[\s\-_]+", "_", identifier(name).casefold())


def positions(
    headers: Sequence[str], table: Table, extra_columns: ExtraColumns, faults: list[Fault]
) -> dict[str, int]:
    """Return the position of each of the table's columns that the file has; note what is wrong."""
    found: dict[str, int] = {}
    for position, header in enumerate(headers):
        name = plain_header(header)
        if name in table.by_name:
            if name in found:
                faults.append(Fault("fault.duplicate_column", table.name, 1, name))
            found.setdefault(name, position)
        elif extra_columns == "error":
            faults.append(_unknown(header, name, table))
    faults.extend(
        Fault("fault.missing_column", table.name, 1, column.name)
        for column in table.columns
        if column.required and column.name not in found
    )
    return found


def _unknown(header: str, name: str, table: Table) -> Fault:
    """Say that a column means nothing here, and which one may have been meant."""
    known = [column.name for column in table.columns]
    if not name:
        return Fault("fault.nameless_column", table.name, 1)
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        values: dict[str, object] = {"near": near[0]}
        return Fault("fault.misspelt_column", table.name, 1, quoted(header), values)
    return Fault("fault.unknown_column", table.name, 1, quoted(header), {"known": known})
