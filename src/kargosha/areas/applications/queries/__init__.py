"""What a person may ask about calls and proposals."""

from kargosha.areas.applications.queries.activities import (
    ACTIVITY_SORTS,
    ActivitySeen,
    activities,
    activities_file,
    activity_list,
)
from kargosha.areas.applications.queries.calls import (
    CallPage,
    call_lines,
    call_list,
    call_page,
    calls,
    calls_file,
)
from kargosha.areas.applications.queries.guided import Proposing, proposing
from kargosha.areas.applications.queries.lists import (
    ListPage,
    activity_columns,
    activity_sectors,
    activity_template,
    faults_file,
    proposal_list,
    proposal_template,
)
from kargosha.areas.applications.queries.opening import Opening, money_of_terms, opening
from kargosha.areas.applications.queries.openings import (
    open_to_group,
    open_to_own_groups,
    proposing_for,
)
from kargosha.areas.applications.queries.proposal_pages import ProposalPage, application_page
from kargosha.areas.applications.queries.proposals import (
    ProposalSeen,
    application_lines,
    application_list,
    applications,
    applications_file,
    group_applications,
    own_applications,
)
from kargosha.areas.applications.queries.signatures import (
    signed_paper,
    signed_proposals,
    to_be_signed,
)

__all__ = [
    "ACTIVITY_SORTS",
    "ActivitySeen",
    "CallPage",
    "ListPage",
    "Opening",
    "ProposalPage",
    "ProposalSeen",
    "Proposing",
    "activities",
    "activities_file",
    "activity_columns",
    "activity_list",
    "activity_sectors",
    "activity_template",
    "application_lines",
    "application_list",
    "application_page",
    "applications",
    "applications_file",
    "call_lines",
    "call_list",
    "call_page",
    "calls",
    "calls_file",
    "faults_file",
    "group_applications",
    "money_of_terms",
    "open_to_group",
    "open_to_own_groups",
    "opening",
    "own_applications",
    "proposal_list",
    "proposal_template",
    "proposing",
    "proposing_for",
    "signed_paper",
    "signed_proposals",
    "to_be_signed",
]
