"""The only reader of the time above the ring of files."""

from kargosha.files.clock import day_of, monotonic, now, today

__all__ = ["day_of", "monotonic", "now", "today"]
