"""Rows of a call as the tables that the method reads, and its results as rows."""

from kargosha.areas.allocation.frames.answers import store_changes, store_quota_costs
from kargosha.areas.allocation.frames.archive import ORDERS, Archive, command_of, export
from kargosha.areas.allocation.frames.borderline import found_by_method, found_by_order
from kargosha.areas.allocation.frames.gathering import Gathered, gather, rules_of
from kargosha.areas.allocation.frames.results import (
    Found,
    store_no_portfolio,
    store_portfolio,
)
from kargosha.areas.allocation.frames.snapshot import (
    awards_of,
    decided_tables,
    gathered_again,
    portfolio_of,
    question,
    solved_tables,
)

__all__ = [
    "ORDERS",
    "Archive",
    "Found",
    "Gathered",
    "awards_of",
    "command_of",
    "decided_tables",
    "export",
    "found_by_method",
    "found_by_order",
    "gather",
    "gathered_again",
    "portfolio_of",
    "question",
    "rules_of",
    "solved_tables",
    "store_changes",
    "store_no_portfolio",
    "store_portfolio",
    "store_quota_costs",
]
