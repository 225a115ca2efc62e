"""What a person may ask about rounds: the figures, the portfolio, the why of each proposal, the conditions.

A published round is seen by anyone, in the public's shape: co-operatives by name, groups by code, amounts as
bands, no prices and no cut-offs. Who holds RUN_VIEW for the place sees the case in full.
"""

from kargosha.areas.allocation.queries.page import portfolio_shown, round_shown
from kargosha.areas.allocation.queries.proposals import case, case_of, line_of, portfolio
from kargosha.areas.allocation.queries.rounds import (
    export,
    latest_published,
    names,
    round_page,
    rounds,
    undecided_calls,
)
from kargosha.areas.allocation.queries.shapes import Case, FundLine, Line, QuotaLine, Round

__all__ = [
    "Case",
    "FundLine",
    "Line",
    "QuotaLine",
    "Round",
    "case",
    "case_of",
    "export",
    "latest_published",
    "line_of",
    "names",
    "portfolio",
    "portfolio_shown",
    "round_page",
    "round_shown",
    "rounds",
    "undecided_calls",
]
