"""What can happen to activities and calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kargosha.areas.applications.frames import opening
from kargosha.areas.applications.frames.rolling import taken_over
from kargosha.areas.applications.models import Activity, Call, CallMoney, CallQuota
from kargosha.files.jalali import jalali_year
from kargosha.kernel.access import Actor, require
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE, Step, open_duty
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission

CALL_TEXTS = ("name_fa", "name_en", "text_fa", "text_en", "goals_fa", "goals_en")
FREEZE = Step("freeze-call", COMMITTEE, PROGRAMME_OFFICE, "duty.call_freeze_days")


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
    opening.refuse_unfit_terms(call)
    opening.refuse_spent_year(call)
    money = opening.money_put_in(call, terms.money)
    quotas = opening.quotas_of(call, terms.quotas)
    refuse_unfit(money)
    opening.refuse_overdrawn(money)
    call.save()
    CallMoney.objects.bulk_create(money)
    CallQuota.objects.bulk_create([CallQuota(call=call, quota=each) for each in quotas])
    open_duty(call.subject, FREEZE, from_day=call.closes_on)
    record("call.opened", by=by, subject=call.subject)
    if copies := taken_over(call):
        record("applications.rolled", by=by, subject=call.subject, count=len(copies))
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
