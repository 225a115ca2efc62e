"""For whom money was set aside: the awards behind reservations, of which funding knows the codes only."""

from collections.abc import Collection, Mapping

from kargosha.areas.allocation.models import Award
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.roles import Permission


def awards_behind(*, by: Actor, codes: Collection[str]) -> Mapping[str, Award]:
    """Return the awards for which money was reserved, by the code of the reservation, as far as the
    asker reads the places of their proposals."""
    seen = visible_to(by, Permission.RUN_VIEW, "candidate__place_code")
    found = Award.objects.filter(seen, held__reservation__code__in=codes)
    related = ("held__reservation", "candidate__application__group", "candidate__run")
    return {each.held.reservation.code: each for each in found.select_related(*related)}
