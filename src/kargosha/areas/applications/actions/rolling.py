"""What a round leaves undecided goes on by itself: into the next call that it fits, at most twice."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from kargosha.areas.applications.frames.rolling import ROLLING, taken_over
from kargosha.areas.applications.models import Application, Call, Undecided
from kargosha.areas.applications.models.proposals import MOST_ROLLS
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


@transaction.atomic
def mark_undecided(*, application_ids: Iterable[int], by: Actor) -> int:
    """Mark proposals that a published round left undecided, and let each open call that they fit take
    them over; what fits none waits for the next call. Return how many were marked.

    A proposal that was withdrawn, found not eligible, marked before or rolled over twice stays where
    it is.
    """
    require(by, Permission.APPLICATION_ROLL)
    take_turn(ROLLING)
    left = Application.objects.filter(
        pk__in=list(application_ids),
        withdrawal=None,
        undecided=None,
        rolled_count__lt=MOST_ROLLS,
    ).exclude(eligibility__is_eligible=False)
    marked = list(left.select_related("call").order_by("pk"))
    now = clock.now()
    Undecided.objects.bulk_create([Undecided(application=each, marked_at=now) for each in marked])
    for subject, count in Counter(each.call.subject for each in marked).items():
        record("applications.undecided", by=by, subject=subject, count=count)
    for call in Call.objects.filter(closes_on__gte=clock.today()).order_by("closes_on", "pk"):
        if copies := taken_over(call):
            record("applications.rolled", by=by, subject=call.subject, count=len(copies))
    return len(marked)
