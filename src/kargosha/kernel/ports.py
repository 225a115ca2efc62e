"""What the programme asks of the world outside, and what it may be told; adapters live in the portal."""

from typing import Protocol


class NotSent(Exception):
    """A message did not leave, or nobody knows whether it did; it is tried again under the same key."""


class Messenger(Protocol):
    """Whoever carries a message to a mobile."""

    def send(self, *, key: str, mobile: str, text: str) -> None:
        """Carry a text; the same key a second time is the same message, not another one.

        Raises
        ------
        NotSent
            It did not leave.
        """
        ...
