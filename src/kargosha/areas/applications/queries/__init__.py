"""What a person may ask about calls and proposals."""

from kargosha.areas.applications.queries.calls import (
    CallPage,
    call_lines,
    call_list,
    call_page,
    calls,
    calls_file,
)
from kargosha.areas.applications.queries.opening import Opening, money_of_terms, opening
from kargosha.areas.applications.queries.proposals import applications
from kargosha.areas.applications.queries.signatures import (
    signed_paper,
    signed_proposals,
    to_be_signed,
)

__all__ = [
    "CallPage",
    "Opening",
    "applications",
    "call_lines",
    "call_list",
    "call_page",
    "calls",
    "calls_file",
    "money_of_terms",
    "opening",
    "signed_paper",
    "signed_proposals",
    "to_be_signed",
]
