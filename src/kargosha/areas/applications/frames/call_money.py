"""How much of an agreement, and of a year's money, calls take and leave."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db.models import Sum

from kargosha.areas.applications.models import Call, CallMoney
from kargosha.areas.funding.models import Agreement


def by_share(agreement: Agreement, year_share: Decimal) -> int:
    """Return a call's share of what an agreement was signed for, less the part of a rial."""
    return int(agreement.approved_amount * year_share)


def left_of_agreements(agreements: Collection[Agreement]) -> Mapping[str, int]:
    """Return the rials of each agreement that no call takes, by its code."""
    parts = CallMoney.objects.filter(agreement__in=agreements).values_list("agreement__code")
    taken = dict(parts.order_by().annotate(Sum("amount")))
    return {each.code: each.approved_amount - int(taken.get(each.code, 0)) for each in agreements}


def left_of_year(year: int) -> Decimal:
    """Return the share of a Persian year's money that no call takes."""
    taken = Call.objects.filter(jalali_year=year).aggregate(taken=Sum("year_share"))["taken"]
    return Decimal(1) - (taken or 0)
