"""A closed call is frozen: by signature, what it is decided by can no longer change."""

from collections.abc import Sequence

from django.db import transaction

from kargosha.analysis.rules import Rulebook
from kargosha.areas.applications.actions.calls import FREEZE
from kargosha.areas.applications.frames import freezing
from kargosha.areas.applications.models import Call, CallFreeze, EligibilityFinding
from kargosha.areas.territory.models import AXES, IndexVersion
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE, Step, close_duty, open_duty
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn

PROPOSE = Step("propose-run", PROGRAMME_OFFICE, COMMITTEE, "duty.run_proposal_days")


@transaction.atomic
def freeze_call(*, call_code: str, by: Actor) -> CallFreeze:
    """Sign what a closed call is decided by: its proposals with what the rules say of each, the indices
    as published now, the weights, the money, the quotas.

    Raises
    ------
    NotFound
        There is no call of that code.
    Refused
        The call still takes proposals, an index of need is not published, or an office of the duty
        that follows is not registered.
    Conflict
        Someone has frozen it already.
    """
    require(by, Permission.CALL_FREEZE)
    call = Call.objects.filter(code=call_code).first()
    if call is None:
        raise NotFound("call", call_code)
    take_turn(call.subject)
    if call.closes_on >= clock.today():
        raise Refused(Refusal("refusal.freeze_early", {"closes_on": call.closes_on}))
    if CallFreeze.objects.filter(call=call).exists():
        raise Conflict("conflict.call_frozen", call=call_code)
    signed_at = clock.now()
    basis = freezing.basis(call, _published_indices(), signed_at)
    findings = _findings(call, basis.rulebook)
    freeze = CallFreeze.objects.create(
        call=call,
        **basis.indices,
        **basis.weights,
        application_count=len(findings),
        eligible_count=sum(each.is_eligible for each in findings),
        fingerprint=freezing.paper(call, basis, findings, signed_at).fingerprint,
        signed_by_id=by.person,
        signed_at=signed_at,
    )
    EligibilityFinding.objects.bulk_create(findings)
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


def _published_indices() -> dict[str, IndexVersion]:
    """Return the latest version of the index of each axis."""
    latest = {axis: IndexVersion.objects.latest_of(axis) for axis in AXES}
    known = {axis: version for axis, version in latest.items() if version is not None}
    if missing := [axis for axis in AXES if axis not in known]:
        raise Refused(Refusal("refusal.index_missing", {"codes": missing}))
    return known


def _findings(call: Call, rulebook: Rulebook) -> Sequence[EligibilityFinding]:
    """Find every living proposal eligible, until the rules of eligibility are asked."""
    now = clock.now()
    return [
        EligibilityFinding(application=each, rules_on=rulebook.day, is_eligible=True, found_at=now)
        for each in freezing.living(call, now)
    ]
