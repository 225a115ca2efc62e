"""Lists of activities: one row a kind of production, every fault by its row."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.rules import Rulebook
from kargosha.analysis.tables import ROW, Column, Table

ACTIVITIES = Table(
    "activities",
    (
        Column("code", "text", "code of the activity", required=True),
        Column("sector", "text", "the law's sector it counts in", required=True),
        Column("name_fa", "text", "Persian name", required=True),
        Column("name_en", "text", "English name", required=True),
    ),
)


def sectors(rules: Rulebook) -> list[str]:
    """Return the sectors that the rule book knows, by code."""
    return sorted(rule.key.rpartition(".")[2] for rule in rules.below("quota.sector"))


def activities_of(frame: pl.DataFrame, rules: Rulebook) -> list[Mapping[str, Any]]:
    """Return the activities of a list that was read by `ACTIVITIES`.

    Raises
    ------
    BadTable
        With every fault, each by its row.
    """
    lines = frame.to_dicts()
    faults = [] if lines else [Fault("fault.empty_table", ACTIVITIES.name)]
    faults += _faults(lines, sectors(rules))
    if faults:
        raise BadTable(faults)
    return [{name: line[name] for name in ACTIVITIES.by_name} for line in lines]


def _faults(lines: Sequence[Mapping[str, Any]], known: Sequence[str]) -> list[Fault]:
    found: list[Fault] = []
    first: dict[str, int] = {}
    for line in lines:
        row, code, sector = line[ROW], line["code"], line["sector"]
        twin = first.setdefault(code, row)
        if twin != row:
            values = {"value": code, "twin": twin}
            found.append(Fault("fault.duplicate", ACTIVITIES.name, row, "code", values))
        if sector not in known:
            said = {"value": sector, "known": list(known)}
            found.append(Fault("fault.sector", ACTIVITIES.name, row, "sector", said))
    return found
