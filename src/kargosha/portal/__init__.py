"""Puts the programme together: settings, addresses, doors, worker, start. Nothing imports it."""
