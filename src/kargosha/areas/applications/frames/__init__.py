"""Rows of a call as methods read them and as they are signed."""
