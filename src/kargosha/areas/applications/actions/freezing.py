"""A closed call is frozen: by signature, what it is decided by can no longer change."""

from django.db import transaction

from kargosha.areas.applications.actions.calls import FREEZE
from kargosha.areas.applications.frames.freezing import drawn_up
from kargosha.areas.applications.models import Call, CallFreeze, EligibilityFinding
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE, Step, close_duty, open_duty
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn

PROPOSE = Step("propose-run", PROGRAMME_OFFICE, COMMITTEE, "duty.run_proposal_days")


@transaction.atomic
def freeze_call(*, call_code: str, by: Actor, fingerprint: str = "") -> CallFreeze:
    """Sign what a closed call is decided by: its proposals with what the rules say of each, the indices
    as published now, the weights, the money, the quotas.

    Parameters
    ----------
    fingerprint
        That of the paper which the signer has read; empty signs what there is.

    Raises
    ------
    NotFound
        There is no call of that code.
    Refused
        The call still takes proposals, an index of need is not published, or an office of the duty
        that follows is not registered.
    Conflict
        Someone has frozen it already, or the paper is no longer the one that was read.
    """
    require(by, Permission.CALL_FREEZE)
    call = Call.objects.filter(code=call_code).first()
    if call is None:
        raise NotFound("call", call_code)
    take_turn(call.subject)
    if CallFreeze.objects.filter(call=call).exists():
        raise Conflict("conflict.call_frozen", call=call_code)
    if call.closes_on >= clock.today():
        raise Refused(Refusal("refusal.freeze_early", {"closes_on": call.closes_on}))
    signing = drawn_up(call, clock.now())
    if fingerprint and fingerprint != signing.paper.fingerprint:
        raise Conflict("conflict.paper_changed", call=call_code)
    freeze = CallFreeze.objects.create(
        call=call,
        **signing.basis.indices,
        **signing.basis.weights,
        application_count=len(signing.findings),
        eligible_count=len(signing.eligible),
        fingerprint=signing.paper.fingerprint,
        signed_by_id=by.person,
        signed_at=signing.at,
    )
    EligibilityFinding.objects.bulk_create(signing.findings)
    close_duty(call.subject, FREEZE)
    open_duty(call.subject, PROPOSE)
    record(
        "call.frozen",
        by=by,
        subject=call.subject,
        fingerprint=freeze.fingerprint,
        count=freeze.application_count,
        eligible=freeze.eligible_count,
    )
    return freeze
