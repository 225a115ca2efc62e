"""The four calls of the rehearsal: two of 1404, long decided, that of spring 1405, and one that is open."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kargosha.areas.allocation.models import Publication
from kargosha.kernel import clock


@dataclass(frozen=True)
class PlannedCall:
    """One call: when, for which year and share of its money, and which groups propose to it."""

    code: str
    letter: str
    """With which the codes of its proposals begin."""
    season_fa: str
    season_en: str
    jalali_year: int
    year_share: Decimal
    opens_on: date
    closes_on: date
    proposals: int
    """How many proposals it holds, with those that the call before left undecided."""
    is_ordered: bool = False
    """Whether counties put their borderline in order before it is decided."""

    @property
    def is_over(self) -> bool:
        """Whether it takes no proposals any more."""
        return self.closes_on < clock.today()


SUMMER = PlannedCall(
    "1404-summer",
    "s",
    "تابستان ۱۴۰۴",
    "summer 1404",
    1404,
    Decimal("0.3"),
    date(2025, 7, 5),
    date(2025, 8, 22),
    110,
)
WINTER = PlannedCall(
    "1404-winter",
    "w",
    "زمستان ۱۴۰۴",
    "winter 1404",
    1404,
    Decimal("0.5"),
    date(2025, 12, 22),
    date(2026, 1, 30),
    140,
)
SPRING = PlannedCall(
    "1405-spring",
    "p",
    "بهار ۱۴۰۵",
    "spring 1405",
    1405,
    Decimal("0.625"),
    date(2026, 4, 4),
    date(2026, 5, 21),
    400,
    is_ordered=True,
)
DECIDED = (SUMMER, WINTER, SPRING)
OPEN_DAYS = 45


def open_call() -> PlannedCall:
    """Return the call that is open on the day of the first start, so that one can propose to it."""
    began = clock.today() - timedelta(days=15)
    return PlannedCall(
        "1405-autumn",
        "a",
        "پاییز ۱۴۰۵",
        "autumn 1405",
        1405,
        Decimal("0.25"),
        began,
        began + timedelta(days=OPEN_DAYS),
        220,
    )


def is_published(planned: PlannedCall) -> bool:
    """Say whether a call has been decided and made public."""
    return Publication.objects.filter(call__code=planned.code).exists()
