"""What a person may ask about money."""

from django.db.models import QuerySet

from kargosha.areas.funding.models import Agreement, Quota
from kargosha.kernel.access import Actor, require
from kargosha.kernel.roles import Permission


def agreements(*, by: Actor) -> QuerySet[Agreement]:
    """Return the agreements with their sources, in the order of their codes."""
    require(by, Permission.FUND_VIEW)
    return Agreement.objects.select_related("source").order_by("code")


def quotas(*, by: Actor) -> QuerySet[Quota]:
    """Return the quotas, in the order of their codes."""
    require(by, Permission.FUND_VIEW)
    return Quota.objects.order_by("code")
