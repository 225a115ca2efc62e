"""What can happen to duties by the mere passing of days."""

from django.db import transaction

from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.journal import record
from kargosha.kernel.models import Duty
from kargosha.kernel.roles import Permission


@transaction.atomic
def escalate_duties(*, by: Actor) -> int:
    """Let each duty that has become late go, once, to the office that it escalates to; return how many.

    The owner still owes it; the other office sees it on its desk from then on.
    """
    require(by, Permission.DUTY_ESCALATE)
    late = Duty.objects.select_for_update(of=("self",), skip_locked=True).select_related(
        "owner", "escalates_to"
    )
    found = list(late.filter(done_at=None, escalated_at=None, due_on__lt=clock.today()))
    for duty in found:
        record(
            "duty.escalated",
            by=by,
            subject=duty.subject,
            step=duty.step,
            owner=duty.owner.code,
            to=duty.escalates_to.code,
        )
    Duty.objects.filter(pk__in=[each.pk for each in found]).update(escalated_at=clock.now())
    return len(found)
