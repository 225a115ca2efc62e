"""What can happen to the dated figures of an agreement: one more entry, by its paper."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kargosha.analysis.tables import MOST_RIALS
from kargosha.areas.funding.frames.waiting import serve_in_order, subject_of
from kargosha.areas.funding.models import FIGURES, Agreement, Balance, MoneyRecord
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn

BEFORE_SIGNING = ("needed", "approved")
"""Figures that may be older than the agreement; no money moves before it is signed."""


@dataclass(frozen=True)
class MoneyEntry:
    """One figure as a paper states it: which, how many rials (below nothing: taken back), of which
    day, the paper's number, and where it comes from."""

    figure: str
    amount: int
    dated_on: date
    reference: str
    source: str


@transaction.atomic
def record_money(*, agreement_code: str, entry: MoneyEntry, by: Actor) -> MoneyRecord:
    """Enter one dated figure of an agreement; a deposit then makes firm who waits for it, in order.

    Raises
    ------
    NotFound
        There is no such agreement.
    Conflict
        That paper was entered for this figure before.
    Refused
        The figure would exceed the one before it, or fall below what rests on it; the amount is
        nothing or absurd; the day lies ahead, or before the signing; or a text does not fit.
    """
    require(by, Permission.FUND_RECORD)
    take_turn(subject_of(agreement_code))
    agreement = Agreement.objects.select_related("balance").filter(code=agreement_code).first()
    if agreement is None:
        raise NotFound("agreement", agreement_code)
    entered = MoneyRecord(
        agreement=agreement,
        figure=entry.figure,
        amount=entry.amount,
        dated_on=entry.dated_on,
        reference=entry.reference.strip(),
        source=entry.source.strip(),
        entered_by_id=by.user_id,
        entered_at=clock.now(),
    )
    _refuse_amount(entered)
    refuse_unfit([entered])
    _refuse_day(entered)
    _refuse_entered(entered)
    _refuse_imbalance(entered, agreement.balance)
    entered.save()
    firmed = serve_in_order([agreement])
    record(
        "money.recorded",
        by=by,
        subject=subject_of(agreement_code),
        entry=entered.pk,
        figure=entered.figure,
        amount=entered.amount,
        firmed=firmed,
    )
    return entered


def _refuse_amount(entered: MoneyRecord) -> None:
    amount = entered.amount
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise Refused(Refusal("refusal.unfit", {"row": "money_record", "fields": ["amount"]}))
    if amount == 0:
        raise Refused(Refusal("refusal.money_nothing"))
    if abs(amount) > MOST_RIALS:
        raise Refused(Refusal("refusal.money_absurd", {"most": MOST_RIALS}))


def _refuse_day(entered: MoneyRecord) -> None:
    if entered.dated_on > clock.today():
        raise Refused(Refusal("refusal.money_ahead", {"day": entered.dated_on}))
    signed_on = entered.agreement.signed_on
    if entered.figure not in BEFORE_SIGNING and entered.dated_on < signed_on:
        days = {"day": entered.dated_on, "signed_on": signed_on}
        raise Refused(Refusal("refusal.money_before_signing", days))


def _refuse_entered(entered: MoneyRecord) -> None:
    before = MoneyRecord.objects.filter(
        agreement=entered.agreement, figure=entered.figure, reference=entered.reference
    ).first()
    if before is not None:
        raise Conflict(
            "conflict.money_entered",
            agreement=entered.agreement.code,
            reference=before.reference,
            amount=before.amount,
            day=before.dated_on,
        )


def _refuse_imbalance(entered: MoneyRecord, now: Balance) -> None:
    """Refuse an entry after which a figure would exceed what it comes from, saying how much is missing."""
    then = {figure: getattr(now, f"{figure}_amount") for figure in FIGURES}
    then[entered.figure] += entered.amount
    code, figure = entered.agreement.code, entered.figure
    if then[figure] > MOST_RIALS:
        raise Refused(Refusal("refusal.money_absurd", {"most": MOST_RIALS}))
    if then[figure] < 0:
        there = {"code": code, "there": then[figure] - entered.amount}
        raise Refused(Refusal("refusal.money_below_nothing", there))
    checks = (
        ("refusal.allotted_above_approved", then["allotted"] - then["approved"]),
        ("refusal.approved_is_reserved", now.reserved_amount - then["approved"]),
        ("refusal.deposited_above_allotted", then["deposited"] - then["allotted"]),
        ("refusal.deposited_is_firm", now.firm_amount - then["deposited"]),
        ("refusal.paid_above_firm", then["paid"] - now.firm_amount),
    )
    short = [Refusal(reason, {"code": code, "short": over}) for reason, over in checks if over > 0]
    if short:
        raise Refused(*short)
