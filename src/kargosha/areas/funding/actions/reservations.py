"""What can happen to money that is set aside: asked for, all or none; given back."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Sum

from kargosha.analysis.tables import MOST_RIALS
from kargosha.areas.funding.frames.waiting import serve_in_order, subject_of
from kargosha.areas.funding.models import Agreement, Balance, Release, Reservation
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


@dataclass(frozen=True)
class Ask:
    """Money that is asked for: for what (``award:17``), under which agreement, how much in rials."""

    code: str
    agreement_code: str
    amount: int


@transaction.atomic
def reserve(*, asks: Sequence[Ask], by: Actor) -> list[Reservation]:
    """Set money aside for each ask, all or none, and return the reservations in the order of the asks.

    Each is firm at once as far as free money reaches and nobody waits before it; the rest waits, in this
    order, until money is deposited. Whoever wants several agreements names them in one call, so that
    two who do never wait for each other.

    Raises
    ------
    NotFound
        There is no agreement of one of the codes.
    Conflict
        Money was reserved for one of them before.
    Refused
        More is asked than is approved and unreserved under an agreement; an amount is nothing or
        absurd; a code does not fit; or the offices that follow up waiting money are not registered.
    """
    require(by, Permission.FUND_RESERVE)
    asked = _by_agreement(asks)
    take_turn(*map(subject_of, asked))
    agreements = Agreement.objects.in_bulk(asked, field_name="code")
    for missing in sorted(asked.keys() - agreements.keys()):
        raise NotFound("agreement", missing)
    now = clock.now()
    made = [
        Reservation(
            code=ask.code,
            agreement=agreements[ask.agreement_code],
            amount=ask.amount,
            made_at=now,
        )
        for ask in asks
    ]
    _refuse_unfit(made)
    _refuse_reserved([ask.code for ask in asks])
    _refuse_short({code: sum(ask.amount for ask in own) for code, own in asked.items()})
    _store(made)
    serve_in_order(agreements.values())
    for code, own in asked.items():
        total = sum(ask.amount for ask in own)
        record("money.reserved", by=by, subject=subject_of(code), number=len(own), amount=total)
    return _as_they_stand(made)


@transaction.atomic
def release(*, codes: Sequence[str], reason: str, note: str = "", by: Actor) -> int:
    """Give reservations back whole, serve who waits in order with what became free; return how many.

    Raises
    ------
    NotFound
        Nothing was reserved under one of the codes.
    Conflict
        One of them was given back before, or is named twice.
    Refused
        What is left would no longer cover what was paid; there is no such reason, or the note does
        not fit.
    """
    require(by, Permission.FUND_RESERVE)
    held = Reservation.objects.select_related("agreement").in_bulk(codes, field_name="code")
    for missing in sorted(set(codes) - held.keys()):
        raise NotFound("reservation", missing)
    agreements = {each.agreement.code: each.agreement for each in held.values()}
    take_turn(*map(subject_of, agreements))
    own = [held[code] for code in codes]
    _refuse_released(own)
    now = clock.now()
    given = [Release(reservation=each, reason=reason, note=note, released_at=now) for each in own]
    refuse_unfit(given[:1])
    _refuse_paid_out(own)
    Release.objects.bulk_create(given)
    serve_in_order(agreements.values())
    for code in sorted(agreements):
        back = [each.amount for each in own if each.agreement.code == code]
        record(
            "money.released",
            by=by,
            subject=subject_of(code),
            number=len(back),
            amount=sum(back),
            reason=reason,
        )
    return len(given)


def _by_agreement(asks: Sequence[Ask]) -> dict[str, list[Ask]]:
    asked: dict[str, list[Ask]] = defaultdict(list)
    for ask in asks:
        asked[ask.agreement_code].append(ask)
    return dict(sorted(asked.items()))


def _refuse_unfit(made: Sequence[Reservation]) -> None:
    for each in made:
        if isinstance(each.amount, bool) or not isinstance(each.amount, int):
            raise Refused(Refusal("refusal.unfit", {"row": each.code, "fields": ["amount"]}))
        if not 0 < each.amount <= MOST_RIALS:
            amount = {"code": each.code, "amount": each.amount, "most": MOST_RIALS}
            raise Refused(Refusal("refusal.reservation_amount", amount))
    refuse_unfit(made)


def _refuse_reserved(codes: Sequence[str]) -> None:
    before = set(Reservation.objects.filter(code__in=codes).values_list("code", flat=True))
    twice = before | {code for code, times in Counter(codes).items() if times > 1}
    if twice:
        raise Conflict("conflict.reserved_already", codes=sorted(twice))


def _refuse_short(asked: Mapping[str, int]) -> None:
    """Refuse what is more than approved and unreserved, saying under each agreement how much is missing."""
    balances = Balance.objects.filter(agreement__code__in=asked).select_related("agreement")
    short = [
        Refusal(
            "refusal.money_short",
            {"code": code, "asked": asked[code], "open": open_amount, "short": missing},
        )
        for code, open_amount in sorted(
            (each.agreement.code, each.open_amount) for each in balances
        )
        if (missing := asked[code] - open_amount) > 0
    ]
    if short:
        raise Refused(*short)


def _store(made: Sequence[Reservation]) -> None:
    try:
        Reservation.objects.bulk_create(made)
    except IntegrityError:
        # Someone holds a turn on another agreement and has reserved there under one of these codes.
        raise Conflict("conflict.reserved_already", codes=[each.code for each in made]) from None


def _as_they_stand(made: Sequence[Reservation]) -> list[Reservation]:
    """Return the reservations with the agreement of each, and what made them firm, if anything has."""
    stored = Reservation.objects.select_related("agreement", "firming").in_bulk(
        [each.pk for each in made]
    )
    return [stored[each.pk] for each in made]


def _refuse_released(held: Sequence[Reservation]) -> None:
    given = Release.objects.filter(reservation__in=held)
    back = set(given.values_list("reservation__code", flat=True))
    twice = {code for code, times in Counter(each.code for each in held).items() if times > 1}
    if back | twice:
        raise Conflict("conflict.released_already", codes=sorted(back | twice))


def _refuse_paid_out(held: Sequence[Reservation]) -> None:
    """Refuse to give back what stands behind money that was paid."""
    firm = Reservation.objects.filter(pk__in=[each.pk for each in held], firming__isnull=False)
    sums = firm.order_by().values_list("agreement").annotate(Sum("amount"))
    given = dict(sums)
    paid = Balance.objects.filter(agreement__in=given).select_related("agreement")
    short = [
        Refusal("refusal.money_paid_out", {"code": each.agreement.code, "short": missing})
        for each in paid
        if (missing := each.paid_amount - (each.firm_amount - given[each.agreement_id])) > 0
    ]
    if short:
        raise Refused(*short)
