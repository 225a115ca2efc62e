"""What a call may be opened with: its terms, its share of the year, its money, its quotas."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from kargosha.areas.applications.frames.call_money import (
    by_share,
    left_of_agreements,
    left_of_year,
)
from kargosha.areas.applications.frames.classes import may_hold
from kargosha.areas.applications.frames.freezing import WEIGHTS
from kargosha.areas.applications.models import Activity, Call, CallMoney
from kargosha.areas.funding.models import Agreement, Quota
from kargosha.areas.territory.models import Place
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.fitness import refuse_unknown
from kargosha.kernel.rulebook import BOUNDS
from kargosha.kernel.turns import take_turn

Named = TypeVar("Named", Agreement, Quota)


def refuse_unfit_terms(call: Call) -> None:
    """Refuse a call whose code, days, weights, places or activities cannot be."""
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


def refuse_spent_year(call: Call) -> None:
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


def money_put_in(call: Call, asked: Mapping[str, int | None]) -> Sequence[CallMoney]:
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


def refuse_overdrawn(money: Sequence[CallMoney]) -> None:
    """Hold the agreements and refuse more than all calls before leave of each."""
    take_turn(*(f"agreement:{part.agreement.code}" for part in money))
    left = left_of_agreements([part.agreement for part in money])
    for part in money:
        if part.amount > left[part.agreement.code]:
            values = {"code": part.agreement.code, "left": left[part.agreement.code]}
            raise Refused(Refusal("refusal.over_agreement", values))


def quotas_of(call: Call, codes: Collection[str]) -> Sequence[Quota]:
    """Return the quotas of those codes; refuse one whose class holds nobody who may propose."""
    quotas = list(_known(Quota, codes).values())
    idle = [quota for quota in quotas if not may_hold(call, quota.member_class)]
    if idle:
        told = [{"code": each.code, "member_class": each.member_class} for each in idle]
        raise Refused(*(Refusal("refusal.quota_on_nobody", values) for values in told))
    return quotas


def _known(model: type[Named], codes: Collection[str]) -> dict[str, Named]:
    """Return the rows of those codes by their code; refuse codes that no row has."""
    found: dict[str, Named] = {row.code: row for row in model.objects.filter(code__in=codes)}
    refuse_unknown({*codes} - {*found})
    return found
