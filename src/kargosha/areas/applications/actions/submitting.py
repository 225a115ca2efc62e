"""A group hands in its proposal."""

from django.db import transaction

from kargosha.areas.applications.frames import receiving
from kargosha.areas.applications.frames.composing import Proposal, composed, refuse_slip
from kargosha.areas.applications.frames.drafts import call_of, group_of, is_own
from kargosha.areas.applications.models import Application, Call, Draft
from kargosha.areas.registry.models import Group
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on
from kargosha.kernel.turns import take_turn


@transaction.atomic
def submit_proposal(
    *, group_code: str, call_code: str, proposal: Proposal, by: Actor
) -> Application:
    """Hand in the proposal of a group, with its members as they are now; its draft is done with.

    Counted are the jobs pledged for a named person or post; the members with a record in
    production; and the share of the members whose household is known to have no earner: what is
    not known earns no weight, and is stored as not known. Whether the proposal may be funded is
    found when the call is frozen.

    Raises
    ------
    NotFound
        There is no such group or call.
    NotAllowed
        The actor neither enters proposals of the group's place nor is a member of it.
    Refused
        The call is not open; the group has a proposal in it, or a member stands in
        another one, which is named; the activity or place is not known; the amount is far from
        what its jobs cost and was not confirmed; or a value does not fit. The draft is kept.
    """
    group, call = group_of(group_code), call_of(call_code)
    if not is_own(by, group):
        require(by, Permission.APPLICATION_SUBMIT, on=group)
    take_turn(call.subject)
    today = clock.today()
    _refuse_not_open(call)
    _refuse_second(call, group)
    rulebook = rulebook_on(today)
    row = composed(call, group, proposal, rulebook, today)
    if not row.members:
        raise Refused(Refusal("refusal.group_empty", {"group": group.code}))
    refuse_slip(proposal, rulebook)
    (application,) = receiving.received(call, [row])
    Draft.objects.filter(call=call, group=group).delete()
    record(
        "application.submitted",
        by=by,
        subject=application.subject,
        call=call.code,
        group=group.code,
    )
    return application


def _refuse_not_open(call: Call) -> None:
    if not call.opens_on <= clock.today() <= call.closes_on:
        days = {"code": call.code, "opens_on": call.opens_on, "closes_on": call.closes_on}
        raise Refused(Refusal("refusal.call_not_open", days))


def _refuse_second(call: Call, group: Group) -> None:
    living = Application.objects.filter(call=call, group=group, withdrawal=None).first()
    if living is not None:
        raise Refused(Refusal("refusal.proposed_already", {"code": living.code}))
