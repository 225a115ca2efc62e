"""The law's default quotas, and which of them bind each call of the rehearsal."""

from kargosha.areas.funding import actions
from kargosha.areas.funding.models import Quota
from kargosha.portal.rehearsal.people import STAGE
from kargosha.portal.rehearsal.plan import SPRING, PlannedCall

OF_EVERY_CALL = ("cooperatives", "women", "youth", "rural")


def load() -> None:
    """Set the quotas where they are missing."""
    if not Quota.objects.exists():
        actions.set_legal_quotas(prefix="", on=SPRING.closes_on, by=STAGE)


def codes_of(planned: PlannedCall) -> list[str]:
    """Return the codes of the quotas that bind a call: all of them the large one, else the common ones."""
    if planned == SPRING:
        return list(Quota.objects.values_list("code", flat=True))
    return list(OF_EVERY_CALL)
