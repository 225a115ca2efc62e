"""Rows of a call as the tables that the method reads, and its results as rows."""

from kargosha.areas.allocation.frames.gathering import Gathered, gather
from kargosha.areas.allocation.frames.results import (
    Found,
    store_changes,
    store_no_portfolio,
    store_portfolio,
    store_quota_costs,
)
from kargosha.areas.allocation.frames.snapshot import (
    Archive,
    awards_of,
    command_of,
    export,
    portfolio_of,
    question,
    solved_tables,
)

__all__ = [
    "Archive",
    "Found",
    "Gathered",
    "awards_of",
    "command_of",
    "export",
    "gather",
    "portfolio_of",
    "question",
    "solved_tables",
    "store_changes",
    "store_no_portfolio",
    "store_portfolio",
    "store_quota_costs",
]
