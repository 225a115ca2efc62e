"""One measured number, beside the number it is to be judged by."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A measured number.

    Attributes
    ----------
    name
        What was measured, dotted: ``allocation.5000.seconds``.
    value, unit
        The number and what it counts; less is better in all of them.
    reference, ratio
        The number of the reference measured in the same run, and ``value / reference``.
    target
        The most that is promised.
    note
        What a reader of the table must know, for example how the reference was stopped.
    """

    name: str
    value: float
    unit: str
    reference: float | None = None
    target: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the reference it is."""
        return self.value / self.reference if self.reference else None

    @property
    def met(self) -> bool | None:
        """Whether the promise is kept; None where nothing was promised."""
        return None if self.target is None else self.value <= self.target

    def row(self) -> dict[str, Any]:
        """Return the figure as it stands in ``bench.json``."""
        return asdict(self) | {"ratio": self.ratio, "met": self.met}
