"""Kargosha: the operating system of a province's targeted job-creation programme."""

__version__ = "0.1.0"
