"""Faults as plain data, to be kept with the file they were found in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kargosha.analysis.errors import Fault
from kargosha.analysis.registry.table import ROSTER

DAY = "day"


def plain_fault(fault: Fault) -> dict[str, object]:
    """Return a fault as plain data; `fault_of` reads it back."""
    return {
        "code": fault.code,
        "row": fault.row,
        "column": fault.column,
        "values": {name: _plain(value) for name, value in fault.values.items()},
    }


def fault_of(plain: Mapping[str, Any]) -> Fault:
    """Return the fault that plain data describes."""
    values = {name: _told(value) for name, value in plain["values"].items()}
    return Fault(plain["code"], ROSTER.name, plain["row"], plain["column"], values)


def _plain(value: object) -> object:
    """Return a value that JSON can hold; a day is marked, so that it is shown as one."""
    match value:
        case date():
            return {DAY: value.isoformat()}
        case list() | tuple():
            return [str(each) for each in value]
        case _:
            return value


def _told(value: object) -> object:
    match value:
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case _:
            return value
