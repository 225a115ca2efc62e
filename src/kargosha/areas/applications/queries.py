"""What a person may ask about calls and applications."""

from django.db.models import Count, Q, QuerySet, Sum

from kargosha.areas.applications.models import Application, Call
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.errors import NotFound
from kargosha.kernel.roles import Permission


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


def applications(*, by: Actor, call_code: str, search: str = "") -> QuerySet[Application]:
    """Return the proposals to a call that lie where the asker may look, in the order of their codes."""
    found = Application.objects.filter(
        visible_to(by, Permission.APPLICATION_VIEW), call__code=call_code
    ).select_related("place", "activity")
    if search:
        found = found.filter(
            Q(code__icontains=search) | Q(name_fa__icontains=search) | Q(name_en__icontains=search)
        )
    return found.order_by("code")
