"""The shapes of people and groups over the API, shared by its operations."""

from datetime import date

from ninja import Schema

from kargosha.areas.registry import queries
from kargosha.areas.registry.models import Group, Membership


class GroupShape(Schema):
    code: str
    kind: str
    name_fa: str
    name_en: str
    place_code: str
    formed_on: date
    legal_id: str | None
    bylaws_on: date | None
    member_count: int


class PersonShape(Schema):
    person: str
    name: str | None
    father_name: str | None
    document: str | None
    mobile: str | None
    place_code: str
    is_without_earner: bool | None


class PersonInGroupsShape(PersonShape):
    groups: list[str]


class MemberShape(PersonShape):
    role: str
    since: date
    production_years: int
    has_record: bool
    has_agreed: bool


class PastShape(Schema):
    person: str
    role: str
    entered_on: date
    exited_on: date
    exit_kind: str
    replaced_by: str | None


class GroupPageShape(GroupShape):
    least_members: int
    members: list[MemberShape]
    past: list[PastShape]


class MembershipShape(Schema):
    group: str
    person: str
    role: str
    entered_on: date
    exited_on: date | None
    exit_kind: str


class ExitShape(MembershipShape):
    member_count: int
    least_members: float
    is_below_least: bool


class MemberRequest(Schema):
    person_id: int
    role: str = "member"
    production_years: int = 0
    entered_on: date | None = None


class PersonRequest(Schema):
    given_name: str
    family_name: str
    sex: str
    place_code: str
    father_name: str = ""
    born_on: date | None = None
    document_kind: str = "none"
    document_number: str = ""
    mobile: str = ""
    household_code: str = ""
    household_members: int | None = None
    household_earners: int | None = None
    stated_on: date | None = None


class GroupRequest(Schema):
    code: str = ""
    kind: str
    name_fa: str
    name_en: str = ""
    place_code: str
    formed_on: date
    legal_id: str | None = None
    bylaws_on: date | None = None


def group_row(group: Group, member_count: int) -> dict[str, object]:
    """Return a group as the API says it."""
    names = set(GroupShape.model_fields) - {"member_count"}
    return {name: getattr(group, name) for name in names} | {"member_count": member_count}


def page_row(page: queries.GroupPage) -> dict[str, object]:
    """Return a group with its members and past ones as the API says them."""
    return {
        **group_row(page.group, len(page.members)),
        "least_members": page.least,
        "members": [line.row for line in page.members],
        "past": [
            {
                "person": line.seen.code,
                "role": line.membership.role,
                "entered_on": line.membership.entered_on,
                "exited_on": line.membership.exited_on,
                "exit_kind": line.membership.exit_kind,
                "replaced_by": line.successor and line.successor.code,
            }
            for line in page.past
        ],
    }


def membership_row(held: Membership) -> dict[str, object]:
    """Return a membership as the API says it."""
    return {
        "group": held.group.code,
        "person": held.person.code,
        "role": held.role,
        "entered_on": held.entered_on,
        "exited_on": held.exited_on,
        "exit_kind": held.exit_kind,
    }


def exit_row(ended: Membership, page: queries.GroupPage) -> dict[str, object]:
    """Return an exit as the API says it, with whether the group has its legal number of members still."""
    return membership_row(ended) | {
        "member_count": len(page.members),
        "least_members": page.least,
        "is_below_least": page.is_below_least,
    }
