"""Whose awarded money is set aside, and who waits for it in which turn."""

from collections.abc import Iterable, Mapping

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from kargosha.areas.allocation.models import Award
from kargosha.areas.funding.models import Reservation


def with_turns(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Return awards with what is set aside for each; ``turn`` is its place among those who wait for money
    of the same agreement, None where it does not wait."""
    waits = Q(firming=None, release=None)
    before = (
        Reservation.objects.filter(
            waits,
            agreement=OuterRef("agreement"),
            pk__lte=OuterRef("held__reservation"),
        )
        .order_by()
        .values("agreement")
        .annotate(turn=Count("pk"))
        .values("turn")
    )
    return awards.select_related(
        "agreement__source", "held__reservation__firming", "held__reservation__release"
    ).annotate(before=Subquery(before))


def money_state(awards: Iterable[Award]) -> str:
    """Return whether the money of a proposal's awards is firm or waits; empty before it was reserved."""
    held = [award.held.reservation for award in awards if hasattr(award, "held")]
    if not held:
        return ""
    return "firm" if all(hasattr(each, "firming") for each in held) else "waits"


def turns_of(awards: Iterable[Award]) -> Mapping[str, int]:
    """Return by the code of each agreement under which awards wait the place in its line."""
    return {
        award.agreement.code: award.before  # type: ignore[attr-defined]
        for award in awards
        if hasattr(award, "held") and not hasattr(award.held.reservation, "firming")
    }
