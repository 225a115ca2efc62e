"""What a person may ask about proposals."""

from django.db.models import Q, QuerySet

from kargosha.areas.applications.models import Application
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.roles import Permission


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
