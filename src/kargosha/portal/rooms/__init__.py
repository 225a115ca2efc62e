"""Rooms that are no area: the public's, the account's, the office's. They read queries and call actions."""
