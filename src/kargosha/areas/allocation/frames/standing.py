"""Where a run stands beside its own rows: money set aside for it, and how far its counties have come;
asked with the run itself, in one question."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models import Value as Text
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject

from kargosha.areas.allocation.frames.orders import STEP
from kargosha.areas.allocation.models import Award, BorderlineOrder, Decision, Run
from kargosha.kernel.models import Duty


@dataclass(frozen=True)
class Held:
    """Money of a run's awards that is set aside: deposited for them, or waiting for a deposit."""

    firm_amount: int
    waiting_amount: int
    firm_count: int
    waiting_count: int


@dataclass(frozen=True)
class OrderSummary:
    """How far the counties of a run have come with their borderline."""

    county_count: int
    ordered_count: int
    owing_count: int
    due_on: date | None
    is_settled: bool
    """Whether a portfolio of the call has been approved, this one or another."""


def with_standing(runs: QuerySet[Run]) -> QuerySet[Run]:
    """Return runs that know where they stand."""
    return runs.annotate(held_sums=_held(), order_sums=_owed()).annotate(
        ordered_count=_ordered(),
        is_settled=Exists(
            Decision.objects.filter(run__call=OuterRef("call"), verdict=Decision.Verdict.APPROVED)
        ),
    )


def held_of(run: Run) -> Held | None:
    """Return what is set aside for the awards of a run that knows where it stands; None before it was
    approved."""
    sums = run.held_sums  # type: ignore[attr-defined]
    return None if sums is None else Held(**sums)


def orders_of(run: Run) -> OrderSummary:
    """Return how far the counties of a run have come that knows where it stands."""
    sums = run.order_sums or {"count": 0, "due_on": None}  # type: ignore[attr-defined]
    due_on = sums["due_on"]
    return OrderSummary(
        county_count=len(run.solution.figures.get("borderline", ())),
        ordered_count=run.ordered_count,  # type: ignore[attr-defined]
        owing_count=sums["count"],
        due_on=None if due_on is None else date.fromisoformat(due_on),
        is_settled=run.is_settled,  # type: ignore[attr-defined]
    )


def _held() -> Subquery:
    firm = Q(held__reservation__firming__isnull=False)
    awards = Award.objects.filter(
        candidate__run=OuterRef("pk"), held__isnull=False, held__reservation__release=None
    )
    return Subquery(
        awards.order_by()
        .values("candidate__run")
        .annotate(
            sums=JSONObject(
                firm_amount=Coalesce(Sum("amount", filter=firm), 0),
                waiting_amount=Coalesce(Sum("amount", filter=~firm), 0),
                firm_count=Count("candidate", distinct=True)
                - Count("candidate", filter=~firm, distinct=True),
                waiting_count=Count("candidate", filter=~firm, distinct=True),
            )
        )
        .values("sums")
    )


def _owed() -> Subquery:
    subject = Concat(
        Text("borderline:"), Cast(OuterRef("pk"), CharField()), Text("/"), output_field=CharField()
    )
    owed = Duty.objects.filter(step=STEP, done_at=None, subject__startswith=subject)
    return Subquery(
        owed.order_by()
        .values("step")
        .annotate(sums=JSONObject(count=Count("pk"), due_on=Max("due_on")))
        .values("sums")
    )


def _ordered() -> Coalesce:
    orders = BorderlineOrder.objects.filter(run=OuterRef("pk")).order_by().values("run")
    return Coalesce(Subquery(orders.annotate(count=Count("pk")).values("count")), 0)
