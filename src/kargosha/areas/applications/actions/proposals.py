"""What can happen to proposals that offices hand over in bulk, from paper or an agency's list."""

from collections.abc import Sequence

from django.db import transaction

from kargosha.areas.applications.frames import receiving
from kargosha.areas.applications.frames.rows import ApplicationRow, Spot
from kargosha.areas.applications.models import Call, CallFreeze
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotAllowed, NotFound, Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


@transaction.atomic
def receive_applications(
    *, call_code: str, applications: Sequence[ApplicationRow], by: Actor
) -> int:
    """Receive proposals to a call with their members and pledges, all of them or none, until the
    call is frozen.

    What counts is the day on which a proposal was handed in, not today: officers enter proposals on
    paper after the call has closed.

    Raises
    ------
    NotAllowed
        Proposals are handed in where the actor has no say.
    NotFound
        There is no call of that code.
    Refused
        The call is frozen, a code is taken or given twice, a place, activity, group or person is
        not known, a day lies outside the call, a person stands in two proposals of the call, what
        is counted is not what is named, or a value does not fit.
    """
    if not by.may_somewhere(Permission.APPLICATION_SUBMIT):
        raise NotAllowed(Permission.APPLICATION_SUBMIT)
    for place_code in {row.place_code for row in applications}:
        require(by, Permission.APPLICATION_SUBMIT, on=Spot(place_code))
    call = Call.objects.filter(code=call_code).first()
    if call is None:
        raise NotFound("call", call_code)
    take_turn(call.subject)
    if CallFreeze.objects.filter(call=call).exists():
        raise Refused(Refusal("refusal.call_frozen", {"code": call_code}))
    proposals = receiving.received(call, applications)
    record("applications.received", by=by, subject=call.subject, count=len(proposals))
    return len(proposals)
