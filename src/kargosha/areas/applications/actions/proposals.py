"""What can happen to proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kargosha.areas.applications.models import Activity, Application, Call
from kargosha.areas.territory.models import Place
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


@dataclass(frozen=True)
class ApplicationRow:
    """A proposal as it is submitted."""

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


@transaction.atomic
def receive_applications(
    *, call_code: str, applications: Sequence[ApplicationRow], by: Actor
) -> int:
    """Receive proposals to a call, all of them or none, until a portfolio of it has been asked for.

    What counts is the day on which a proposal was handed in, not today: officers enter proposals on
    paper after the call has closed.

    Raises
    ------
    NotFound
        There is no call of that code.
    Refused
        A portfolio of the call has been asked for, a code is taken or given twice, a place or
        activity is not known, a day lies outside the call, or a value does not fit.
    """
    require(by, Permission.APPLICATION_SUBMIT)
    call = Call.objects.filter(code=call_code).first()
    if call is None:
        raise NotFound("call", call_code)
    take_turn(call.subject)
    if call.runs.exists():  # allocation's: a run was made from the proposals as they were
        raise Refused(Refusal("refusal.call_decided", {"code": call_code}))
    places = {place.code: place for place in Place.objects.exclude(code="")}
    activities = {activity.code: activity for activity in Activity.objects.all()}
    _refuse_unfit_rows(call, applications, {*places}, {*activities})
    proposals = [
        Application(
            **(vars(row) | {"activity": activities[row.activity], "tags": list(row.tags)}),
            call=call,
            place=places[row.place_code],
        )
        for row in applications
    ]
    refuse_unfit(proposals)
    Application.objects.bulk_create(proposals)
    record("applications.received", by=by, subject=call.subject, count=len(proposals))
    return len(proposals)


def _refuse_unfit_rows(
    call: Call, rows: Sequence[ApplicationRow], places: set[str], activities: set[str]
) -> None:
    codes = [row.code for row in rows]
    taken = set(Application.objects.filter(code__in=codes).values_list("code", flat=True))
    twice = (
        {code for code in codes if codes.count(code) > 1} if len({*codes}) < len(codes) else set()
    )
    for code in sorted(taken | twice):
        raise Refused(Refusal("refusal.code_taken", {"code": code}))
    unknown = {row.place_code for row in rows} - places | {
        row.activity for row in rows
    } - activities
    if unknown:
        raise Refused(Refusal("refusal.unknown_code", {"codes": sorted(unknown)}))
    late = [row.code for row in rows if not call.opens_on <= row.submitted_on <= call.closes_on]
    if late:
        raise Refused(Refusal("refusal.outside_call", {"codes": late}))
