"""What a person may ask about people and groups."""

from kargosha.areas.registry.queries.files import groups_file, members_file, people_file
from kargosha.areas.registry.queries.group_pages import (
    CommitmentLine,
    ConsentLine,
    GroupPage,
    MemberLine,
    PastLine,
    bylaws,
    group_page,
    member_page,
)
from kargosha.areas.registry.queries.groups import group_list, groups, members_of, own_groups
from kargosha.areas.registry.queries.imports import (
    RosterShown,
    roster_bad_rows,
    roster_checked,
    roster_page,
    roster_template,
    roster_to_take_in,
    rosters,
)
from kargosha.areas.registry.queries.people import (
    PersonLine,
    PersonPage,
    people,
    person_lines,
    person_list,
    person_page,
)
from kargosha.areas.registry.queries.seeing import PersonSeen

__all__ = [
    "CommitmentLine",
    "ConsentLine",
    "GroupPage",
    "MemberLine",
    "PastLine",
    "PersonLine",
    "PersonPage",
    "PersonSeen",
    "RosterShown",
    "bylaws",
    "group_list",
    "group_page",
    "groups",
    "groups_file",
    "member_page",
    "members_file",
    "members_of",
    "own_groups",
    "people",
    "people_file",
    "person_lines",
    "person_list",
    "person_page",
    "roster_bad_rows",
    "roster_checked",
    "roster_page",
    "roster_template",
    "roster_to_take_in",
    "rosters",
]
