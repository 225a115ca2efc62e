"""The table in which groups are handed in with their members, and what is known beside it.

One row is one member. What holds for the group stands in each of its rows, or in one of them.
"""

from collections.abc import Mapping

import polars as pl

from kargosha.analysis.tables import Column, Table

ROSTER = Table(
    "roster",
    (
        Column("group_code", "text", "short code of the group, in Latin letters", required=True),
        Column("group_name", "text", "name of the group; in one of its rows at least"),
        Column("kind", "text", "group or cooperative; in one of its rows at least"),
        Column("place_code", "text", "code of the group's place; in one of its rows at least"),
        Column("formed_on", "date", "day on which it was formed; in one of its rows at least"),
        Column("legal_id", "text", "eleven digits of a registered co-operative"),
        Column("role", "text", "head, treasurer, secretary, inspector or member; empty is member"),
        Column("given_name", "text", "given name", required=True),
        Column("family_name", "text", "family name", required=True),
        Column("father_name", "text", "father's name"),
        Column("born_on", "date", "day of birth"),
        Column("sex", "text", "female or male", required=True),
        Column("document_kind", "text", "national_id, foreign_id or none; empty is national_id"),
        Column("document_number", "text", "number of the document; empty for who has none"),
        Column("mobile", "text", "mobile number, any way it is written"),
        Column("member_place_code", "text", "code of the place of living; empty is the group's"),
        Column("household_code", "text", "one code for those who live together"),
        Column("household_members", "count", "people of the household", least=1, most=99),
        Column("household_earners", "count", "how many of them earn", least=0, most=99),
        Column("stated_on", "date", "day on which the household was stated"),
        Column("production_years", "count", "years of own production", least=0, most=80),
        Column("entered_on", "date", "day of entry; empty is the day the group was formed"),
    ),
)

OF_THE_GROUP = ("group_name", "kind", "place_code", "formed_on", "legal_id")
"""Columns that speak of the group and not of the member."""

NEEDED_OF_A_GROUP = ("group_name", "kind", "place_code", "formed_on")

PERSONAL = frozenset(
    {
        "given_name", "family_name", "father_name", "born_on", "document_kind",
        "document_number", "mobile", "household_code",
    }
)  # fmt: skip
"""Columns whose values are told to whoever mends the file, and kept nowhere else."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "kind": ("group", "cooperative"),
    "role": ("head", "treasurer", "secretary", "inspector", "member"),
    "sex": ("female", "male"),
    "document_kind": ("national_id", "foreign_id", "none"),
}
"""Columns that hold one of a few words."""

HELD_BY_ONE = ("head", "treasurer", "secretary")
"""Roles that one member of a group holds at a time."""

LEGAL_NUMBER: Mapping[str, str] = {
    "group": "eligibility.group_members",
    "cooperative": "eligibility.cooperative_members",
}
"""The rule of the least members, by the kind of the group."""

LONGEST: Mapping[str, int] = {
    "group_code": 40,
    "group_name": 160,
    "given_name": 80,
    "family_name": 80,
    "father_name": 80,
    "household_code": 40,
}

KNOWN_PLACES: Mapping[str, pl.DataType] = {
    "key": pl.String(),
    "is_reached": pl.Boolean(),
}
"""Codes, or names in addresses, of places; and whether whoever hands in the list may act there."""

KNOWN_GROUPS: Mapping[str, pl.DataType] = {
    "group_code": pl.String(),
    "name_keys": pl.List(pl.String()),
    "kind": pl.String(),
    "place_keys": pl.List(pl.String()),
    "formed_on": pl.Date(),
    "legal_id": pl.String(),
}
"""Groups that are registered under a code, or hold a legal id, of the list."""

KNOWN_PEOPLE: Mapping[str, pl.DataType] = {
    "person_id": pl.Int64(),
    "document_kind": pl.String(),
    "document_number": pl.String(),
    "name_key": pl.String(),
    "father_name": pl.String(),
    "born_on": pl.Date(),
    "mobile": pl.String(),
}
"""People who are registered with a document of the list, or are in a group of it."""

KNOWN_MEMBERS: Mapping[str, pl.DataType] = {
    "person_id": pl.Int64(),
    "group_code": pl.String(),
    "role": pl.String(),
    "entered_on": pl.Date(),
    "exited_on": pl.Date(),
}
"""Memberships of those people, ended ones too, and all open ones of the groups."""

KNOWN_HOMES: Mapping[str, pl.DataType] = {
    "household_code": pl.String(),
    "place_keys": pl.List(pl.String()),
}
"""Households that are registered under a code of the list, and where they live."""

NAME_KEY = "_name_key"
"""Names of a row folded, as the known people's are."""

GROUP_KEY = "_group_key"
"""Name of a row's group folded, as the known groups' are."""
