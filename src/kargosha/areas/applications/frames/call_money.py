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
    """Return the rials of each agreement that no call takes, by its code.

    A call takes what was put into it until its round is public; from then on, what its awards took and
    still hold. The rest is there for later calls.
    """
    undecided = CallMoney.objects.filter(agreement__in=agreements, call__publication=None)
    put_in = dict(undecided.values_list("agreement__code").order_by().annotate(Sum("amount")))
    held = Agreement.objects.filter(
        pk__in=[each.pk for each in agreements],
        awards__candidate__run__publication__isnull=False,
        awards__held__reservation__release=None,
    )
    awarded = dict(held.values_list("code").order_by().annotate(Sum("awards__amount")))
    return {
        each.code: each.approved_amount
        - int(put_in.get(each.code, 0))
        - int(awarded.get(each.code, 0))
        for each in agreements
    }


def left_of_year(year: int) -> Decimal:
    """Return the share of a Persian year's money that no call takes."""
    taken = Call.objects.filter(jalali_year=year).aggregate(taken=Sum("year_share"))["taken"]
    return Decimal(1) - (taken or 0)
