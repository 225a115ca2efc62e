"""Rows and tables of people and groups ↔ what is stored of them."""
