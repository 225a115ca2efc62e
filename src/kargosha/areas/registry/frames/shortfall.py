"""Groups below the legal number of members of their kind, and who owes it to complete them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from kargosha.areas.registry.frames.groups import legal_numbers
from kargosha.areas.registry.models import Group
from kargosha.kernel import clock
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE, Step, close_duty, open_duty
from kargosha.kernel.models import Duty, Office

STEP, DAYS = "complete-group", "duty.group_completion_days"
COUNTY_DIGITS = 4


def settle(groups: Iterable[Group]) -> None:
    """Open what is owed for groups that have fallen below their legal number, and close it for those that
    have it again.

    Raises
    ------
    Refused
        An office that would owe it is not registered.
    """
    least = legal_numbers(clock.today())
    for group in groups:
        members = group.memberships.filter(exited_on=None).count()
        step = _step(group)
        if members >= least[group.kind][0]:
            close_duty(group.subject, step)
        elif not _owed().filter(subject=group.subject).exists():
            open_duty(group.subject, step)


def settle_owing(groups: Iterable[Group]) -> None:
    """Close what is owed for those of the groups that have their legal number again."""
    owing = set(_owed().values_list("subject", flat=True))
    settle(group for group in groups if group.subject in owing)


def _owed() -> QuerySet[Duty]:
    return Duty.objects.filter(step=STEP, done_at=None)


def _step(group: Group) -> Step:
    """Return who owes it to complete a group: an office of its county, else the programme's."""
    county = group.place_code[:COUNTY_DIGITS]
    office = Office.objects.filter(place_code=county).order_by("code").first()
    owner = PROGRAMME_OFFICE if office is None else office.code
    return Step(STEP, owner, COMMITTEE if owner == PROGRAMME_OFFICE else PROGRAMME_OFFICE, DAYS)
