"""What can happen to money that people or groups already have for work."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kargosha.areas.registry.models import Commitment, CommitmentEnd, Group, Person
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


@dataclass(frozen=True)
class CommitmentRow:
    """Public money for work, as its lender calls it: of a person or of a group."""

    code: str
    lender: str
    amount: int
    began_on: date
    source: str
    person_id: int | None = None
    group_code: str = ""


@transaction.atomic
def record_commitment(*, row: CommitmentRow, by: Actor) -> Commitment:
    """Record money that a person or a group has for work, so that nobody is paid twice for a job.

    Raises
    ------
    NotFound
        There is no such person or group.
    Refused
        It is of both or of neither, the day is to come, or a value does not fit.
    Conflict
        It is recorded already.
    """
    person, group = _whose(row)
    require(by, Permission.COMMITMENT_RECORD, on=person or group)
    take_turn(f"commitment:{row.code}")
    commitment = Commitment(
        code=row.code.strip(),
        person=person,
        group=group,
        lender=row.lender.strip(),
        amount=row.amount,
        began_on=row.began_on,
        source=row.source.strip(),
        recorded_at=clock.now(),
    )
    if row.began_on > clock.today():
        raise Refused(Refusal("refusal.day_future", {"row": row.code, "day": row.began_on}))
    refuse_unfit([commitment])
    if Commitment.objects.filter(code=commitment.code).exists():
        raise Conflict("conflict.commitment_recorded", commitment=commitment.code)
    commitment.save()
    subject = person.subject if person is not None else f"group:{row.group_code}"
    record("commitment.recorded", by=by, subject=subject, code=commitment.code)
    return commitment


@transaction.atomic
def end_commitment(*, code: str, ended_on: date, source: str, by: Actor) -> CommitmentEnd:
    """Record that such money was repaid or closed.

    Raises
    ------
    NotFound
        No such money is recorded.
    Refused
        The day is to come or before the money was given, or a value does not fit.
    Conflict
        Its end is recorded already.
    """
    found = Commitment.objects.select_related("person", "group").filter(code=code)
    commitment = found.first()
    if commitment is None:
        raise NotFound("commitment", code)
    whose = commitment.person or commitment.group
    require(by, Permission.COMMITMENT_RECORD, on=whose)
    take_turn(f"commitment:{code}")
    if CommitmentEnd.objects.filter(commitment=commitment).exists():
        raise Conflict("conflict.commitment_ended", commitment=code)
    if ended_on > clock.today():
        raise Refused(Refusal("refusal.day_future", {"row": code, "day": ended_on}))
    if ended_on < commitment.began_on:
        values = {"row": code, "day": ended_on, "began_on": commitment.began_on}
        raise Refused(Refusal("refusal.commitment_backward", values))
    end = CommitmentEnd(
        commitment=commitment,
        ended_on=ended_on,
        source=source.strip(),
        recorded_at=clock.now(),
    )
    refuse_unfit([end])
    end.save()
    record("commitment.ended", by=by, subject=whose.subject, code=code)  # type: ignore[union-attr]
    return end


def _whose(row: CommitmentRow) -> tuple[Person | None, Group | None]:
    if (row.person_id is None) == (row.group_code == ""):
        raise Refused(Refusal("refusal.commitment_of_one", {"row": row.code}))
    if row.person_id is None:
        group = Group.objects.filter(code=row.group_code).first()
        if group is None:
            raise NotFound("group", row.group_code)
        return None, group
    person = Person.objects.filter(pk=row.person_id).first()
    if person is None:
        raise NotFound("person", row.person_id)
    return person, None
