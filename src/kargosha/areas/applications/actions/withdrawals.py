"""A group takes its proposal back."""

from django.db import transaction

from kargosha.areas.applications.frames.drafts import is_own
from kargosha.areas.applications.models import (
    Application,
    ApplicationMember,
    CallFreeze,
    Undecided,
    Withdrawal,
)
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


@transaction.atomic
def withdraw_application(*, code: str, reason: str = "", by: Actor) -> Withdrawal:
    """Take a proposal back; its members are free for another proposal of the call.

    Until the call is frozen; what a round left undecided may be taken back later too, so that it does
    not go on to the next call.

    Raises
    ------
    NotFound
        There is no such proposal.
    NotAllowed
        The actor neither enters proposals of its place nor is a member of its group.
    Refused
        The call is frozen, or the reason does not fit.
    Conflict
        It has been taken back already.
    """
    application = Application.objects.filter(code=code).select_related("call", "group").first()
    if application is None:
        raise NotFound("application", code)
    if not is_own(by, application.group):
        require(by, Permission.APPLICATION_SUBMIT, on=application)
    take_turn(application.call.subject)
    if Withdrawal.objects.filter(application=application).exists():
        raise Conflict("conflict.withdrawn", proposal=code)
    _refuse_frozen(application)
    withdrawal = Withdrawal(
        application=application,
        reason=reason.strip(),
        withdrawn_by_id=by.user_id,
        withdrawn_at=clock.now(),
    )
    refuse_unfit([withdrawal])
    withdrawal.save()
    members = ApplicationMember.objects.filter(application=application, left_at=None)
    members.update(left_at=withdrawal.withdrawn_at)
    record("application.withdrawn", by=by, subject=application.subject, call=application.call.code)
    return withdrawal


def _refuse_frozen(application: Application) -> None:
    """Refuse while the call is being decided, and when the proposal went on to another one."""
    waits = Undecided.objects.filter(application=application, application__rolled_into=None)
    if CallFreeze.objects.filter(call=application.call).exists() and not waits.exists():
        raise Refused(Refusal("refusal.call_frozen", {"code": application.call.code}))
