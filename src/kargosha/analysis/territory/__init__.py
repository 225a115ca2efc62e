"""Where is need greatest? Ranks of places on each axis."""
