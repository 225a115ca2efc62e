"""The only reader of the time above the ring of files."""

from kargosha.files.clock import monotonic, now, today

__all__ = ["monotonic", "now", "today"]
