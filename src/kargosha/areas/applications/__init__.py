"""Calls and the proposals that groups and co-operatives make to them."""
