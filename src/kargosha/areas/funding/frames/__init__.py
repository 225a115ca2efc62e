"""Rows of funding as the acts on them need them."""
