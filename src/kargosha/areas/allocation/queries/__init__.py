"""What a person may ask about rounds: the figures, the portfolio, the why of each proposal, the conditions.

A published round is seen by anyone, in the public's shape: co-operatives by name, groups by code, amounts as
bands, no cut-offs, no figure of a county behind which too few proposals stand. Who holds RUN_VIEW for the
place sees the case in full.
"""

from kargosha.areas.allocation.queries.awards import awards_behind
from kargosha.areas.allocation.queries.borderline import (
    BorderlineCase,
    BorderlinePage,
    CountyOrder,
    OrderState,
    borderline_page,
    borderline_state,
    orders_given,
    orders_owed,
    orders_owed_count,
)
from kargosha.areas.allocation.queries.differences import (
    CountyTurn,
    Difference,
    ProposalTurn,
    comparison_basis,
    difference,
)
from kargosha.areas.allocation.queries.instruments import instruments_file
from kargosha.areas.allocation.queries.letters import (
    LetterPage,
    group_letters,
    letter,
    letter_list,
    letters,
    letters_file,
    own_letters,
)
from kargosha.areas.allocation.queries.page import latest_round_shown, portfolio_shown, round_shown
from kargosha.areas.allocation.queries.places import PlaceGrant, granted_at
from kargosha.areas.allocation.queries.proposals import Lines, case, portfolio
from kargosha.areas.allocation.queries.rounds import (
    export,
    latest_published,
    names,
    round_page,
    rounds,
    undecided_calls,
)
from kargosha.areas.allocation.queries.shapes import (
    Case,
    ChangeLine,
    FundLine,
    Line,
    QuotaLine,
    Round,
)

__all__ = [
    "BorderlineCase",
    "BorderlinePage",
    "Case",
    "ChangeLine",
    "CountyOrder",
    "CountyTurn",
    "Difference",
    "FundLine",
    "LetterPage",
    "Line",
    "Lines",
    "OrderState",
    "PlaceGrant",
    "ProposalTurn",
    "QuotaLine",
    "Round",
    "awards_behind",
    "borderline_page",
    "borderline_state",
    "case",
    "comparison_basis",
    "difference",
    "export",
    "granted_at",
    "group_letters",
    "instruments_file",
    "latest_published",
    "latest_round_shown",
    "letter",
    "letter_list",
    "letters",
    "letters_file",
    "names",
    "orders_given",
    "orders_owed",
    "orders_owed_count",
    "own_letters",
    "portfolio",
    "portfolio_shown",
    "round_page",
    "round_shown",
    "rounds",
    "undecided_calls",
]
