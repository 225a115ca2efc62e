"""What an officer needs to see before a call is opened: what is left to give, and what the terms come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kargosha.areas.applications.frames.call_money import (
    by_share,
    left_of_agreements,
    left_of_year,
)
from kargosha.areas.applications.frames.freezing import WEIGHTS
from kargosha.areas.applications.models import Activity
from kargosha.areas.funding.models import Agreement, Quota
from kargosha.areas.territory.models import Place
from kargosha.files.jalali import jalali_year
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on


@dataclass(frozen=True)
class Pot:
    """An agreement with the rials of it that no call takes."""

    agreement: Agreement
    left_amount: int


@dataclass(frozen=True)
class Opening:
    """What a call can be opened with, and the weights that hold where it signs none."""

    pots: Sequence[Pot]
    quotas: Sequence[Quota]
    activities: Sequence[Activity]
    counties: Sequence[Place]
    year: int
    year_left: Decimal
    weights: Mapping[str, float]


@dataclass(frozen=True)
class MoneyLine:
    """What one agreement would put into a call, and whether that is more than other calls leave of it."""

    agreement: Agreement
    amount: int
    left_amount: int

    @property
    def is_over(self) -> bool:
        """Say whether other calls leave less."""
        return self.amount > self.left_amount


def opening(*, by: Actor) -> Opening:
    """Return what a call can be opened with."""
    require(by, Permission.CALL_OPEN)
    today = clock.today()
    rules, year = rulebook_on(today), jalali_year(today)
    agreements = list(Agreement.objects.select_related("source").order_by("code"))
    left = left_of_agreements(agreements)
    counties = Place.objects.filter(kind=Place.Kind.COUNTY).exclude(code="")
    return Opening(
        pots=[Pot(each, left[each.code]) for each in agreements],
        quotas=list(Quota.objects.order_by("code")),
        activities=list(Activity.objects.order_by("code")),
        counties=list(counties.order_by("code")),
        year=year,
        year_left=left_of_year(year),
        weights={name: rules.number(rule) for name, rule in WEIGHTS.items()},
    )


def money_of_terms(
    *, by: Actor, money: Mapping[str, int | None], year_share: Decimal | None
) -> Sequence[MoneyLine]:
    """Return what each agreement would put in, in the order of their codes; without a share or amounts,
    nothing."""
    require(by, Permission.CALL_OPEN)
    asked = Agreement.objects.order_by("code")
    agreements = list(asked.filter(code__in=money) if money else asked)
    left = left_of_agreements(agreements)
    lines = []
    for each in agreements:
        amount = money.get(each.code)
        if amount is None and year_share is not None:
            amount = by_share(each, year_share)
        if amount is not None:
            lines.append(MoneyLine(each, amount, left[each.code]))
    return lines
