"""A proposal as it is handed over: its own row, its members, the jobs that it pledges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MemberLine:
    """A member as the proposal names them; whether nobody in the household earns, None for not known."""

    person_id: int
    production_years: int = 0
    is_without_earner: bool | None = None


@dataclass(frozen=True)
class Pledge:
    """A job that is pledged for a post, or for a named person in it."""

    title: str
    person_id: int | None = None


@dataclass(frozen=True)
class ApplicationRow:
    """A proposal as it is submitted.

    ``group`` is the code of the group, empty where a list does not say whose proposal it is; then
    members and pledges may be missing too, and only their counts are known.
    """

    code: str
    kind: str
    name_fa: str
    name_en: str
    place_code: str
    activity: str
    amount: int
    own_amount: int
    jobs_promised: int
    jobs_pledged: int
    jobs_payable: float
    member_count: int
    no_earner_share: float
    has_record: bool
    has_conduct: bool
    has_course: bool
    tags: Sequence[str]
    submitted_on: date
    group: str = ""
    production_years: int = 0
    record_member_count: int = 0
    members: Sequence[MemberLine] = ()
    pledges: Sequence[Pledge] = ()

    @property
    def own_fields(self) -> dict[str, object]:
        """Fields that the proposal's own row holds as they are."""
        told = {"place_code", "activity", "group", "members", "pledges", "tags"}
        return {name: value for name, value in vars(self).items() if name not in told}


@dataclass(frozen=True)
class Spot:
    """Where a proposal is handed in."""

    place_code: str
