"""The geometry of the drawings on pages, in the drawing's own units; knows nothing of what is drawn."""
