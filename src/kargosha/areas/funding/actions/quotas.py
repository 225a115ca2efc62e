"""What can happen to quotas."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kargosha.analysis.rules import Rulebook
from kargosha.areas.funding.frames.classes import classes_of_nobody
from kargosha.areas.funding.frames.legal import legal_quotas
from kargosha.areas.funding.models import Quota
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on


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
        A quota of one of the codes exists or is given twice; it counts nobody, or demands nothing; a
        floor lies above its ceiling, a share above one; or a value does not fit.
    """
    require(by, Permission.FUND_SET)
    return _set([Quota(**vars(row)) for row in quotas], rulebook_on(clock.today()), by)


@transaction.atomic
def set_legal_quotas(*, prefix: str, on: date, by: Actor) -> list[Quota]:
    """Set the law's default quotas by the rules of a day: of counties, sectors, women, youth, co-operatives
    and small places; their codes begin with the prefix, such as a year.

    Raises
    ------
    Refused
        Quotas of one of the codes exist, or the prefix does not fit into a code.
    UnknownRule
        The rule book lays none down on that day.
    """
    require(by, Permission.FUND_SET)
    rules = rulebook_on(on)
    return _set(legal_quotas(rules, prefix), rules, by)


def _set(made: list[Quota], rules: Rulebook, by: Actor) -> list[Quota]:
    refuse_unfit(made)
    codes = [quota.code for quota in made]
    taken = set(Quota.objects.filter(code__in=codes).values_list("code", flat=True))
    nobody = classes_of_nobody((quota.member_class for quota in made), rules)
    for index, quota in enumerate(made):
        _refuse_taken(quota.code in taken or quota.code in codes[:index], quota.code)
        _refuse_contradiction(quota)
        _refuse_idle(quota, nobody)
    Quota.objects.bulk_create(made)
    record("quotas.set", by=by, subject="quotas", codes=codes)
    return made


def _refuse_idle(quota: Quota, nobody: Set[str]) -> None:
    """Refuse a quota that could never bind anyone."""
    if quota.member_class in nobody:
        told = {"code": quota.code, "member_class": quota.member_class}
        raise Refused(Refusal("refusal.quota_class", told))
    if quota.floor is None and quota.ceiling is None:
        raise Refused(Refusal("refusal.quota_of_nothing", {"code": quota.code}))


def _refuse_contradiction(quota: Quota) -> None:
    bounds = [each for each in (quota.floor, quota.ceiling) if each is not None]
    if bounds != sorted(bounds):
        raise Refused(Refusal("refusal.floor_above_ceiling", {"code": quota.code}))
    if quota.is_relative and any(bound > 1 for bound in bounds):
        raise Refused(Refusal("refusal.share_above_one", {"code": quota.code}))


def _refuse_taken(is_taken: bool, code: str) -> None:
    if is_taken:
        raise Refused(Refusal("refusal.code_taken", {"code": code}))
