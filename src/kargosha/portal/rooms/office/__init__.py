"""Offices, users, roles, rules and the journal."""
