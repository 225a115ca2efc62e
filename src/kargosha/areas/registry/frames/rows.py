"""People, groups and memberships as they are handed in: typed, read from a list or made up."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PersonRow:
    """Somebody as they are registered; the household is what they state of it on a day.

    A household without a code becomes one of its own where something of it is stated.
    """

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


@dataclass(frozen=True)
class GroupRow:
    """A group or co-operative as it is registered; without an English name it bears the Persian one."""

    code: str
    kind: str
    name_fa: str
    name_en: str
    place_code: str
    formed_on: date
    legal_id: str | None = None
    bylaws_on: date | None = None


@dataclass(frozen=True)
class MemberRow:
    """A person's place in a group, from a day on; without a day, since the group was formed.

    ``person_id`` is None where the person is registered along with the group.
    """

    person_id: int | None = None
    role: str = "member"
    production_years: int = 0
    entered_on: date | None = None
