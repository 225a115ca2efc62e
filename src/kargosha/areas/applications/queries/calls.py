"""What a person may ask about calls."""

from django.db.models import Count, QuerySet, Sum

from kargosha.areas.applications.models import Call
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound


def calls(*, by: Actor) -> QuerySet[Call]:
    """Return the calls, the latest first, with how many proposals and how much they ask; public to all."""
    del by  # a call is published text
    return Call.objects.annotate(
        application_count=Count("applications"), asked_amount=Sum("applications__amount")
    ).order_by("-closes_on")


def call_page(*, by: Actor, code: str) -> Call:
    """Return a call with its money and quotas; public to all.

    Raises
    ------
    NotFound
        There is no such call.
    """
    call = (
        calls(by=by)
        .filter(code=code)
        .prefetch_related("money__agreement__source", "quotas")
        .first()
    )
    if call is None:
        raise NotFound("call", code)
    return call
