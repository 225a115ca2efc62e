"""What can happen to quotas."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from kargosha.areas.funding.models import Quota
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission


@dataclass(frozen=True)
class QuotaRow:
    """A quota as it is set: whom it counts, in which measure, how much, by which rule."""

    code: str
    name_fa: str
    name_en: str
    member_class: str
    measure: str
    floor: Decimal | None
    ceiling: Decimal | None
    is_relative: bool
    rule: str
    source: str


@transaction.atomic
def set_quotas(*, quotas: Sequence[QuotaRow], by: Actor) -> list[Quota]:
    """Set quotas that a call can be bound by.

    Raises
    ------
    Refused
        A quota of one of the codes exists or is given twice, a floor lies above its ceiling, a share
        above one, or a value does not fit.
    """
    require(by, Permission.FUND_SET)
    made = [Quota(**vars(row)) for row in quotas]
    refuse_unfit(made)
    codes = [quota.code for quota in made]
    taken = set(Quota.objects.filter(code__in=codes).values_list("code", flat=True))
    for index, quota in enumerate(made):
        _refuse_taken(quota.code in taken or quota.code in codes[:index], quota.code)
        _refuse_contradiction(quota)
    Quota.objects.bulk_create(made)
    record("quotas.set", by=by, subject="quotas", codes=codes)
    return made


def _refuse_contradiction(quota: Quota) -> None:
    bounds = [each for each in (quota.floor, quota.ceiling) if each is not None]
    if bounds != sorted(bounds):
        raise Refused(Refusal("refusal.floor_above_ceiling", {"code": quota.code}))
    if quota.is_relative and any(bound > 1 for bound in bounds):
        raise Refused(Refusal("refusal.share_above_one", {"code": quota.code}))


def _refuse_taken(is_taken: bool, code: str) -> None:
    if is_taken:
        raise Refused(Refusal("refusal.code_taken", {"code": code}))
