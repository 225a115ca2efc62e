"""What a person may ask about money: how it stands, what was entered, who waits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from kargosha.areas.funding.frames.waiting import waiting_in_order
from kargosha.areas.funding.models import FIGURES, Agreement, Balance, MoneyRecord, Reservation
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.roles import Permission

ROWS_A_PAGE = 25
PARTS = ("needed", "approved", "allotted", "deposited", "firm", "free", "waiting", "paid")


@dataclass(frozen=True)
class Piece:
    """A piece of money by the code of its name, whole rials."""

    code: str
    amount: int


@dataclass(frozen=True)
class MoneyBar:
    """Money from what is needed to what was paid, in whole rials."""

    needed: int
    approved: int
    allotted: int
    deposited: int
    firm: int
    free: int
    waiting: int
    paid: int

    @property
    def whole(self) -> int:
        """The length of the bar: what is needed, or approved if that is more."""
        return max(self.needed, self.approved)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """How far the money has come, the furthest first; the pieces add up to the whole."""
        return (
            Piece("paid", self.paid),
            Piece("firm", self.firm - self.paid),
            Piece("free", self.free),
            Piece("allotted", self.allotted - self.deposited),
            Piece("approved", self.approved - self.allotted),
            Piece("needed", self.whole - self.approved),
        )

    @property
    def promises(self) -> tuple[Piece, ...]:
        """To whom approved money is promised; the pieces add up to what is approved."""
        return (
            Piece("paid", self.paid),
            Piece("firm", self.firm - self.paid),
            Piece("waiting", self.waiting),
            Piece("open", self.approved - self.firm - self.waiting),
        )


@dataclass(frozen=True)
class WaitingLine:
    """Who waits for money: its turn under its agreement, and how much must still come in until then."""

    reservation: Reservation
    turn: int
    missing: int

    @property
    def row(self) -> dict[str, object]:
        """The line for whoever takes it away."""
        held = self.reservation
        return {
            "agreement": held.agreement.code,
            "turn": self.turn,
            "code": held.code,
            "amount": held.amount,
            "missing": self.missing,
            "reserved_on": clock.day_of(held.made_at),
        }


def balances(*, by: Actor) -> QuerySet[Balance]:
    """Return what the money of each agreement comes to, in the order of their codes."""
    require(by, Permission.FUND_VIEW)
    return Balance.objects.select_related("agreement__source").order_by("agreement__code")


def money_bar(*, by: Actor, agreement_codes: Collection[str] | None = None) -> MoneyBar:
    """Return the money of all agreements together, or of some."""
    require(by, Permission.FUND_VIEW)
    counted = Balance.objects.all()
    if agreement_codes is not None:
        counted = counted.filter(agreement__code__in=agreement_codes)
    sums = {part: Coalesce(Sum(f"{part}_amount"), 0) for part in PARTS}
    return MoneyBar(**{part: int(amount) for part, amount in counted.aggregate(**sums).items()})


def records(*, by: Actor, agreement_code: str = "", figure: str = "") -> QuerySet[MoneyRecord]:
    """Return the entries, of one agreement or one figure if asked, the latest day first."""
    require(by, Permission.FUND_VIEW)
    found = MoneyRecord.objects.select_related("agreement", "entered_by__office")
    if agreement_code:
        found = found.filter(agreement__code=agreement_code)
    if figure:
        found = found.filter(figure=figure)
    return found.order_by("-dated_on", "-id")


def waiting(*, by: Actor, agreement_code: str = "") -> list[WaitingLine]:
    """Return who waits for money, under one agreement if asked, in the order of agreements and turns."""
    require(by, Permission.FUND_VIEW)
    asked = Agreement.objects.filter(balance__waiting_amount__gt=0)
    if agreement_code:
        asked = asked.filter(code=agreement_code)
    waits = waiting_in_order(list(asked.values_list("pk", flat=True)))
    found = waits.select_related("agreement__balance").order_by("agreement__code", "id")
    return [
        WaitingLine(held, held.turn, int(held.up_to) - held.agreement.balance.free_amount)
        for held in found
    ]


def record_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of `records`, with the figures that can be chosen."""
    chosen = {name: asked.get(name, "") for name in ("agreement_code", "figure")}
    page = Paginator(records(by=by, **chosen), ROWS_A_PAGE).get_page(asked.get("page"))
    return {"page": page, "chosen": chosen, "figures": FIGURES}


def waiting_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of who waits for money."""
    chosen = {"agreement_code": asked.get("agreement_code", "")}
    page = Paginator(waiting(by=by, **chosen), ROWS_A_PAGE).get_page(asked.get("page"))
    return {"page": page, "chosen": chosen}
