"""Rows of territory as tables for the methods."""

from kargosha.areas.territory.frames.ranks import ranked_counties

__all__ = ["ranked_counties"]
