"""What can happen to activities and calls."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db import transaction

from kargosha.areas.applications.actions.rolling import take_over
from kargosha.areas.applications.frames.call_money import (
    by_share,
    left_of_agreements,
    left_of_year,
)
from kargosha.areas.applications.frames.classes import may_hold
from kargosha.areas.applications.frames.freezing import WEIGHTS
from kargosha.areas.applications.models import Activity, Call, CallMoney, CallQuota
from kargosha.areas.funding.models import Agreement, Quota
from kargosha.areas.territory.models import Place
from kargosha.files.jalali import jalali_year
from kargosha.kernel.access import Actor, require
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE, Step, open_duty
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit, refuse_unknown
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import BOUNDS
from kargosha.kernel.turns import take_turn

CALL_TEXTS = ("name_fa", "name_en", "text_fa", "text_en", "goals_fa", "goals_en")
FREEZE = Step("freeze-call", COMMITTEE, PROGRAMME_OFFICE, "duty.call_freeze_days")

Named = TypeVar("Named", Agreement, Quota)


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
    goals_fa: str = ""
    goals_en: str = ""


@dataclass(frozen=True)
class CallTerms:
    """When a call is open, by the rules of which day, with how much money and under which quotas; and,
    where it says so, for which year, season, places, activities and by which weights of its own.

    ``money`` is rials by the code of the agreement; None stands for the call's share of the year.
    """

    opens_on: date
    closes_on: date
    rules_on: date
    money: Mapping[str, int | None]
    quotas: Sequence[str]
    jalali_year: int | None = None
    season: str = ""
    year_share: Decimal | None = None
    place_codes: Sequence[str] = ()
    activity_codes: Sequence[str] = ()
    deprivation_weight: float | None = None
    emigration_weight: float | None = None
    household_weight: float | None = None


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
    """Open a call with its money, its quotas and, if it has its own, its weights; it takes over what
    earlier calls left undecided, and the committee owes its freeze once it has closed.

    Where a part of the money is not named, or no money at all, each agreement gives the call's share
    of the year.

    Raises
    ------
    Refused
        A call of that code exists; it would close before it opens or count by the rules of a later
        day; an agreement, quota, place or activity is not known; money is left to a share that the
        call does not name; the calls of its year would spend more than the year's money, or more than
        other calls leave of an agreement; a quota counts nobody who may propose; an office of the duty
        is not registered; or a value does not fit.
    """
    require(by, Permission.CALL_OPEN)
    call = _call(code, text, terms)
    refuse_unfit([call])
    _refuse_unfit_terms(call)
    _refuse_spent_year(call)
    money = _money(call, terms.money)
    quotas = _known(Quota, terms.quotas)
    _refuse_quotas_on_nobody(call, quotas.values())
    refuse_unfit(money)
    _refuse_overdrawn(money)
    call.save()
    CallMoney.objects.bulk_create(money)
    CallQuota.objects.bulk_create([CallQuota(call=call, quota=each) for each in quotas.values()])
    open_duty(call.subject, FREEZE, from_day=call.closes_on)
    record("call.opened", by=by, subject=call.subject)
    take_over(call, by)
    return call


def _call(code: str, text: CallText, terms: CallTerms) -> Call:
    """Return the call as it is opened; its year is that of its first day where none is named."""
    own = vars(terms) | {
        "place_codes": list(terms.place_codes),
        "activity_codes": list(terms.activity_codes),
        "jalali_year": terms.jalali_year or jalali_year(terms.opens_on),
    }
    stored = {name: value for name, value in own.items() if name not in ("money", "quotas")}
    return Call(code=code, **vars(text), **stored)


def _refuse_unfit_terms(call: Call) -> None:
    if Call.objects.filter(code=call.code).exists():
        raise Refused(Refusal("refusal.code_taken", {"code": call.code}))
    if call.closes_on < call.opens_on:
        raise Refused(Refusal("refusal.call_backward", {"code": call.code}))
    if call.rules_on > call.closes_on:
        raise Refused(Refusal("refusal.call_rules_late", {"closes_on": call.closes_on}))
    least, most = BOUNDS["weight"]
    beyond = [
        name
        for name in WEIGHTS
        if (weight := getattr(call, name)) is not None and not least <= weight <= most
    ]
    if beyond:
        raise Refused(Refusal("refusal.unfit", {"row": call.code, "fields": beyond}))
    places = {
        code
        for code in call.place_codes
        if not Place.objects.filter(code__startswith=code).exists()
    }
    activities = {*call.activity_codes} - {*Activity.objects.values_list("code", flat=True)}
    refuse_unknown(places | activities)


def _refuse_spent_year(call: Call) -> None:
    """Hold the year and refuse more than the other calls leave of its money."""
    if call.year_share is None or call.jalali_year is None:
        return
    if not call.year_share:
        raise Refused(Refusal("refusal.share_of_nothing"))
    take_turn(f"year:{call.jalali_year}")
    left = left_of_year(call.jalali_year)
    if call.year_share > left:
        values = {"year": call.jalali_year, "left": left}
        raise Refused(Refusal("refusal.over_year", values))


def _money(call: Call, asked: Mapping[str, int | None]) -> Sequence[CallMoney]:
    """Return what each agreement puts in; a call with a share and no amounts takes it of each."""
    if not asked and call.year_share is not None:
        asked = dict.fromkeys(Agreement.objects.values_list("code", flat=True))
    agreements = _known(Agreement, asked)
    return [
        CallMoney(
            call=call,
            agreement=agreements[code],
            amount=_named_or_share(agreements[code], amount, call.year_share),
        )
        for code, amount in asked.items()
    ]


def _named_or_share(agreement: Agreement, amount: int | None, share: Decimal | None) -> int:
    if amount is not None:
        return amount
    if share is None:
        raise Refused(Refusal("refusal.share_missing", {"codes": [agreement.code]}))
    return by_share(agreement, share)


def _known(model: type[Named], codes: Collection[str]) -> dict[str, Named]:
    """Return the rows of those codes by their code; refuse codes that no row has."""
    found: dict[str, Named] = {row.code: row for row in model.objects.filter(code__in=codes)}
    refuse_unknown({*codes} - {*found})
    return found


def _refuse_quotas_on_nobody(call: Call, quotas: Iterable[Quota]) -> None:
    """Refuse quotas whose class holds nobody who may propose to the call."""
    idle = [quota for quota in quotas if not may_hold(call, quota.member_class)]
    if idle:
        raise Refused(
            *(
                Refusal(
                    "refusal.quota_on_nobody",
                    {"code": quota.code, "member_class": quota.member_class},
                )
                for quota in idle
            )
        )


def _refuse_overdrawn(money: Sequence[CallMoney]) -> None:
    """Hold the agreements and refuse more than all calls before leave of each."""
    take_turn(*(f"agreement:{part.agreement.code}" for part in money))
    left = left_of_agreements([part.agreement for part in money])
    for part in money:
        if part.amount > left[part.agreement.code]:
            values = {"code": part.agreement.code, "left": left[part.agreement.code]}
            raise Refused(Refusal("refusal.over_agreement", values))
