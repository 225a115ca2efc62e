"""How a long method is watched and stopped from outside, without a clock of its own."""

from typing import Protocol


class Watch(Protocol):
    """What a long method asks now and then."""

    def stop(self) -> bool:
        """Say whether the method should end with what it has."""
        ...

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        """Hear of progress: share of the work done (0–1), best proven bound, best value found."""
        ...


class Unwatched:
    """A watch that never stops and hears nothing."""

    def stop(self) -> bool:
        """Never."""
        return False

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        """Hear nothing."""
