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
from kargosha.areas.applications.queries.openings import open_to_own_groups, proposing_for
from kargosha.areas.applications.queries.proposal_pages import (
    Proposing,
    application_page,
    proposal_of,
    proposing,
)
from kargosha.areas.applications.queries.proposals import (
    application_list,
    applications,
    applications_file,
    own_applications,
    row_of,
)
from kargosha.areas.applications.queries.signatures import (
    signed_paper,
    signed_proposals,
    to_be_signed,
)

__all__ = [
    "CallPage",
    "Opening",
    "Proposing",
    "application_list",
    "application_page",
    "applications",
    "applications_file",
    "call_lines",
    "call_list",
    "call_page",
    "calls",
    "calls_file",
    "money_of_terms",
    "open_to_own_groups",
    "opening",
    "own_applications",
    "proposal_of",
    "proposing",
    "proposing_for",
    "row_of",
    "signed_paper",
    "signed_proposals",
    "to_be_signed",
]
