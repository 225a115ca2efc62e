"""Why a solve came to nothing, as a stored solution tells it: a code and plain values."""

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.rules import UnknownRule
from kargosha.files.faults import MOST_SHOWN
from kargosha.kernel.errors import Conflict


def cause_of(error: Exception) -> dict[str, object]:
    """Return the cause of a failed solve: the faults of the rows, the rule that is missing, or its name."""
    match error:
        case BadTable(faults=faults):
            return {"cause": "bad_table", "faults": [_stored(each) for each in faults[:MOST_SHOWN]]}
        case UnknownRule(key=key):
            return {"cause": "unknown_rule", "key": key}
        case Conflict():
            return {"cause": "inputs_changed"}
        case _:
            return {"cause": type(error).__name__.lower()}


def _stored(fault: Fault) -> dict[str, object]:
    values = {
        name: value if isinstance(value, int) else str(value)
        for name, value in fault.values.items()
    }
    return vars(fault) | {"values": values}
