"""What can happen to activities, calls and applications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Sum

from kargosha.areas.applications.models import (
    Activity,
    Application,
    Call,
    CallMoney,
    CallQuota,
)
from kargosha.areas.funding.models import Agreement, Quota
from kargosha.areas.territory.models import Place
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotFound, Refusal, Refused
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


@dataclass(frozen=True)
class ApplicationRow:
    """A proposal as it is submitted."""

    code: str
    kind: str
    name_fa: str
    name_en: str
    place_code: str
    activity: str
    amount: int
    own_amount: int
    jobs_promised: int
    jobs_pledged: int
    jobs_payable: float
    member_count: int
    no_earner_share: float
    has_record: bool
    has_conduct: bool
    has_course: bool
    tags: Sequence[str]
    submitted_on: date


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


@transaction.atomic
def receive_applications(
    *, call_code: str, applications: Sequence[ApplicationRow], by: Actor
) -> int:
    """Receive proposals to a call, all of them or none, until a portfolio of it has been asked for.

    What counts is the day on which a proposal was handed in, not today: officers enter proposals on
    paper after the call has closed.

    Raises
    ------
    NotFound
        There is no call of that code.
    Refused
        A portfolio of the call has been asked for, a code is taken or given twice, a place or
        activity is not known, a day lies outside the call, or a value does not fit.
    """
    require(by, Permission.APPLICATION_SUBMIT)
    call = Call.objects.filter(code=call_code).first()
    if call is None:
        raise NotFound("call", call_code)
    take_turn(call.subject)
    if call.runs.exists():  # allocation's: a run was made from the proposals as they were
        raise Refused(Refusal("refusal.call_decided", {"code": call_code}))
    places = {place.code: place for place in Place.objects.exclude(code="")}
    activities = {activity.code: activity for activity in Activity.objects.all()}
    _refuse_unfit_rows(call, applications, {*places}, {*activities})
    proposals = [
        Application(
            **(vars(row) | {"activity": activities[row.activity], "tags": list(row.tags)}),
            call=call,
            place=places[row.place_code],
        )
        for row in applications
    ]
    refuse_unfit(proposals)
    Application.objects.bulk_create(proposals)
    record("applications.received", by=by, subject=call.subject, count=len(proposals))
    return len(proposals)


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


def _refuse_unfit_rows(
    call: Call, rows: Sequence[ApplicationRow], places: set[str], activities: set[str]
) -> None:
    codes = [row.code for row in rows]
    taken = set(Application.objects.filter(code__in=codes).values_list("code", flat=True))
    twice = (
        {code for code in codes if codes.count(code) > 1} if len({*codes}) < len(codes) else set()
    )
    for code in sorted(taken | twice):
        raise Refused(Refusal("refusal.code_taken", {"code": code}))
    unknown = {row.place_code for row in rows} - places | {
        row.activity for row in rows
    } - activities
    if unknown:
        raise Refused(Refusal("refusal.unknown_code", {"codes": sorted(unknown)}))
    late = [row.code for row in rows if not call.opens_on <= row.submitted_on <= call.closes_on]
    if late:
        raise Refused(Refusal("refusal.outside_call", {"codes": late}))
