"""Duties: the one mechanism of deadlines. Actions open and close them."""

from dataclasses import dataclass
from datetime import date, timedelta

from kargosha.kernel import clock
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.models import Duty, Office
from kargosha.kernel.rulebook import rulebook_on

PROGRAMME_OFFICE = "programme-office"
COMMITTEE = "committee"


@dataclass(frozen=True)
class Step:
    """What is owed: the step's code, who owes it, to whom it goes when late, the rule of its days."""

    code: str
    owner: str
    escalates_to: str
    rule: str


def require_offices(*steps: Step) -> None:
    """Refuse what would come to owe a duty between offices that are not there.

    Raises
    ------
    Refused
        An office of the steps is not registered.
    """
    codes = {code for step in steps for code in (step.owner, step.escalates_to)}
    missing = codes - set(Office.objects.filter(code__in=codes).values_list("code", flat=True))
    if missing:
        raise Refused(Refusal("refusal.office_missing", {"codes": sorted(missing)}))


def open_duty(subject: str, step: Step, from_day: date | None = None) -> Duty:
    """Open a duty on the subject, due the rule's number of days from that day, or from today.

    Raises
    ------
    Refused
        An office of the step is not registered.
    """
    require_offices(step)
    today = clock.today()
    days = rulebook_on(today).number(step.rule)
    return Duty.objects.create(
        subject=subject,
        step=step.code,
        owner=Office.objects.get(code=step.owner),
        escalates_to=Office.objects.get(code=step.escalates_to),
        rule=step.rule,
        opened_at=clock.now(),
        due_on=(from_day or today) + timedelta(days=int(days)),
    )


def close_duty(subject: str, step: Step) -> None:
    """Mark the open duty of that step on the subject as done; without one, nothing happens."""
    Duty.objects.filter(subject=subject, step=step.code, done_at=None).update(done_at=clock.now())
