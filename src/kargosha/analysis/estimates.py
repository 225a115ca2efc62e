"""A number that is an estimate, never apart from its interval."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A value with the interval in which it is believed to lie.

    Attributes
    ----------
    value
        The point estimate.
    low, high
        Ends of the interval, ``low <= value <= high``, same unit as the value.
    level
        Coverage the interval claims, 0–1.
    method
        Name of the method page that says how it was made.
    """

    value: float
    low: float
    high: float
    level: float
    method: str

    def __post_init__(self) -> None:
        """Refuse an interval that does not hold its value."""
        if not self.low <= self.value <= self.high:
            message = f"interval {self.low} to {self.high} does not hold {self.value}"
            raise ValueError(message)
        if not 0 < self.level < 1:
            message = f"level {self.level} is not between 0 and 1"
            raise ValueError(message)
