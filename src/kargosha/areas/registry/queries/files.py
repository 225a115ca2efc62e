"""What an office may take away of people and groups."""

from collections.abc import Mapping

from kargosha.analysis.tables import Column, Table
from kargosha.areas.registry.queries.group_pages import group_page
from kargosha.areas.registry.queries.groups import groups
from kargosha.areas.registry.queries.people import people, person_lines
from kargosha.kernel.access import Actor
from kargosha.kernel.exports import TakenAlong, taken_along

GROUPS = Table(
    "groups",
    (
        Column("code", "text", "code of the group", required=True),
        Column("kind", "text", "group or cooperative", required=True),
        Column("name_fa", "text", "Persian name", required=True),
        Column("name_en", "text", "English name"),
        Column("place_code", "text", "code of the place", required=True),
        Column("place_fa", "text", "Persian name of the place", required=True),
        Column("place_en", "text", "its English name"),
        Column("member_count", "count", "members today", required=True),
        Column("formed_on", "date", "day on which it was formed", required=True),
        Column("legal_id", "text", "legal id of a registered co-operative"),
        Column("bylaws_on", "date", "day of its by-laws"),
    ),
)

_PERSON = (
    Column("person", "text", "code of the person", required=True),
    Column("name", "text", "name; empty where it is not to be seen"),
    Column("father_name", "text", "father's name, likewise"),
    Column("document", "text", "the document's last digits, likewise"),
    Column("mobile", "text", "mobile, likewise"),
    Column("place_code", "text", "code of the place of living", required=True),
    Column("is_without_earner", "flag", "whether nobody in the household earns; empty is unknown"),
)

MEMBERS = Table(
    "members",
    (
        *_PERSON,
        Column("role", "text", "role in the group", required=True),
        Column("since", "date", "member since", required=True),
        Column("production_years", "count", "years of production stated on entering"),
        Column("has_record", "flag", "whether these count as a record", required=True),
        Column("has_agreed", "flag", "whether a consent to the membership stands", required=True),
    ),
)

PEOPLE = Table("people", (*_PERSON, Column("groups", "list", "codes of the groups they are in")))


def groups_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return all groups that the list asks for, in its order, as a file.

    Raises
    ------
    NotFound
        There are no such files.
    """
    chosen = {name: asked.get(name, "") for name in ("search", "place", "kind", "sort")}
    rows = (
        {
            **{column.name: getattr(each, column.name, None) for column in GROUPS.columns},
            "place_fa": each.place.name_fa,
            "place_en": each.place.name_en,
        }
        for each in groups(by=by, **chosen)
    )
    return taken_along(rows, GROUPS, ending)


def members_file(*, by: Actor, code: str, ending: str = "csv") -> TakenAlong:
    """Return the members of a group as a file, people as far as the asker may see them.

    Raises
    ------
    NotFound
        There is no such group or file.
    """
    rows = (each.row for each in group_page(by=by, code=code).members)
    return taken_along(rows, MEMBERS, ending)


def people_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return all people that the list asks for, in its order, as far as the asker may see them.

    Raises
    ------
    NotFound
        There are no such files.
    """
    chosen = {name: asked.get(name, "") for name in ("search", "place", "sort")}
    lines = person_lines(by=by, found=list(people(by=by, **chosen)))
    rows = (
        {**each.seen.row, "groups": [held.group.code for held in each.memberships]}
        for each in lines
    )
    return taken_along(rows, PEOPLE, ending)
