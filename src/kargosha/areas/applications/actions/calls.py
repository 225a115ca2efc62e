"""What can happen to activities and calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Sum

from kargosha.areas.applications.models import Activity, Call, CallMoney, CallQuota
from kargosha.areas.funding.models import Agreement, Quota
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


@dataclass(frozen=True)
class ActivityRow:
    """A kind of production with the law's sector it counts in."""

    code: str
    sector: str
    name_fa: str
    name_en: str


@dataclass(frozen=True)
class CallText:
    """What a call is named and says, in both languages."""

    name_fa: str
    name_en: str
    text_fa: str
    text_en: str


@dataclass(frozen=True)
class CallTerms:
    """When a call is open, by the rules of which day, with how much money and under which quotas."""

    opens_on: date
    closes_on: date
    rules_on: date
    money: Mapping[str, int]
    quotas: Sequence[str]


@transaction.atomic
def register_activities(*, activities: Sequence[ActivityRow], by: Actor) -> int:
    """Register kinds of production; one known by its code is brought up to date.

    Raises
    ------
    Refused
        A value does not fit.
    """
    require(by, Permission.CALL_OPEN)
    kinds = [Activity(**vars(row)) for row in activities]
    refuse_unfit(kinds)
    Activity.objects.bulk_create(
        kinds,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["sector", "name_fa", "name_en"],
    )
    record("activities.registered", by=by, subject="activities", count=len(activities))
    return len(activities)


@transaction.atomic
def open_call(*, code: str, text: CallText, terms: CallTerms, by: Actor) -> Call:
    """Open a call with its money and quotas.

    Raises
    ------
    Refused
        A call of that code exists, it would close before it opens, an agreement or quota is not
        known, more is put in than other calls leave of an agreement, or a value does not fit.
    """
    require(by, Permission.CALL_OPEN)
    call = Call(
        code=code,
        **vars(text),
        opens_on=terms.opens_on,
        closes_on=terms.closes_on,
        rules_on=terms.rules_on,
    )
    refuse_unfit([call])
    agreements = {each.code: each for each in Agreement.objects.filter(code__in=terms.money)}
    quotas = list(Quota.objects.filter(code__in=terms.quotas))
    unknown = {*terms.money, *terms.quotas} - {*agreements, *(quota.code for quota in quotas)}
    _refuse_unfit_call(code, terms, unknown)
    money = [
        CallMoney(call=call, agreement=agreements[each], amount=amount)
        for each, amount in terms.money.items()
    ]
    refuse_unfit(money)
    _refuse_overdrawn(money)
    call.save()
    CallMoney.objects.bulk_create(money)
    CallQuota.objects.bulk_create([CallQuota(call=call, quota=quota) for quota in quotas])
    record("call.opened", by=by, subject=call.subject)
    return call


def _refuse_unfit_call(code: str, terms: CallTerms, unknown: set[str]) -> None:
    if Call.objects.filter(code=code).exists():
        raise Refused(Refusal("refusal.code_taken", {"code": code}))
    if terms.closes_on < terms.opens_on:
        raise Refused(Refusal("refusal.call_backward", {"code": code}))
    if unknown:
        raise Refused(Refusal("refusal.unknown_code", {"codes": sorted(unknown)}))


def _refuse_overdrawn(money: Sequence[CallMoney]) -> None:
    """Hold the agreements and refuse more than all calls before leave of each."""
    codes = {part.agreement.code for part in money}
    take_turn(*(f"agreement:{code}" for code in codes))
    others = CallMoney.objects.filter(agreement__code__in=codes).values_list("agreement__code")
    spent = dict(others.order_by().annotate(Sum("amount")))
    for part in money:
        left = part.agreement.approved_amount - int(spent.get(part.agreement.code, 0))
        if part.amount > left:
            values = {"code": part.agreement.code, "left": left}
            raise Refused(Refusal("refusal.over_agreement", values))
