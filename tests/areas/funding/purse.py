"""Money of the district's agreements, in billions of rials, as the tests of funding write it."""

from datetime import date

from kargosha.areas.funding import actions
from kargosha.areas.funding.models import Balance, MoneyRecord, Reservation
from kargosha.kernel.access import Actor
from tests.universe import BILLION, STAGE

SIGNED_ON = date(2026, 3, 25)
LETTER_ON = date(2026, 6, 1)


def enter(
    code: str, figure: str, billions: float, reference: str = "1", by: Actor = STAGE
) -> MoneyRecord:
    """Enter one figure of an agreement."""
    amount = round(billions * BILLION)
    stated = actions.MoneyEntry(figure, amount, LETTER_ON, reference, "letter")
    return actions.record_money(agreement_code=code, entry=stated, by=by)


def deposit(code: str, billions: float, reference: str = "1") -> None:
    """Have money allotted and deposited."""
    enter(code, "allotted", billions, reference)
    enter(code, "deposited", billions, reference)


def reserve(*asks: tuple[str, str, float], by: Actor = STAGE) -> list[Reservation]:
    """Reserve billions for codes under agreements."""
    asked = [actions.Ask(code, under, round(billions * BILLION)) for code, under, billions in asks]
    return actions.reserve(asks=asked, by=by)


def release(*codes: str, reason: str = "withdrawn", note: str = "") -> int:
    """Give reservations back."""
    return actions.release(codes=codes, reason=reason, note=note, by=STAGE)


def balance(code: str) -> dict[str, float]:
    """Return what an agreement's money comes to."""
    now = Balance.objects.get(agreement__code=code)
    parts = ("deposited", "firm", "free", "waiting")
    return {part: getattr(now, f"{part}_amount") / BILLION for part in parts}


def standing(code: str) -> dict[str, str]:
    """Return how each reservation under an agreement stands, in the order in which they came."""
    own = Reservation.objects.filter(agreement__code=code).select_related("firming", "release")
    return {
        each.code: "released"
        if hasattr(each, "release")
        else "firm"
        if hasattr(each, "firming")
        else "waiting"
        for each in own.order_by("id")
    }
