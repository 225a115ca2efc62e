"""Who waits for money of an agreement, in strict order, and who is served when some comes in."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from kargosha.areas.funding.models import Agreement, Balance, Firming, Reservation
from kargosha.kernel import clock
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE, Step, close_duty, open_duty
from kargosha.kernel.models import Duty

AWAIT = Step("await-money", PROGRAMME_OFFICE, COMMITTEE, "duty.money_waiting_days")
"""Owed as long as money of an agreement is reserved and not deposited."""


def subject_of(agreement_code: str) -> str:
    """Return the name under which the journal knows an agreement, and by which turns on it are taken."""
    return f"agreement:{agreement_code}"


def waiting_in_order(agreement_ids: Collection[int]) -> QuerySet[Any]:
    """Return who waits under the agreements, the first come first.

    Each knows its ``turn`` under its agreement, 1 for who is served next, and ``up_to``: the money that
    serves all before it, and itself.
    """
    order: dict[str, Any] = {"partition_by": [F("agreement")], "order_by": F("id").asc()}
    return (
        Reservation.objects.filter(agreement__in=agreement_ids, firming=None, release=None)
        .annotate(turn=Window(RowNumber(), **order), up_to=Window(Sum("amount"), **order))
        .order_by("agreement", "id")
    )


def serve_in_order(agreements: Collection[Agreement]) -> int:
    """Make firm, as far as free money reaches, who waits under agreements on which one has the turn.

    Nobody is overtaken: where the money does not reach the first who waits, those behind wait too,
    however little they need. Returns how many were made firm.
    """
    some_wait = {"agreement__in": agreements, "waiting_amount__gt": 0, "free_amount__gt": 0}
    able = list(Balance.objects.filter(**some_wait).values_list("agreement", flat=True))
    within = Q(up_to__lte=F("agreement__balance__free_amount"))
    reached = waiting_in_order(able).filter(within)
    now = clock.now()
    served = [Firming(reservation=held, firmed_at=now) for held in reached] if able else []
    Firming.objects.bulk_create(served)
    _follow_up(agreements)
    return len(served)


def _follow_up(agreements: Collection[Agreement]) -> None:
    """Have it followed up, where money is waited for; no longer, where it has all come."""
    waited = dict(
        Balance.objects.filter(agreement__in=agreements).values_list(
            "agreement__code", "waiting_amount"
        )
    )
    subjects = [subject_of(code) for code in waited]
    owed = set(
        Duty.objects.filter(subject__in=subjects, step=AWAIT.code, done_at=None).values_list(
            "subject", flat=True
        )
    )
    for code, amount in waited.items():
        subject = subject_of(code)
        if amount and subject not in owed:
            open_duty(subject, AWAIT)
        elif not amount and subject in owed:
            close_duty(subject, AWAIT)
