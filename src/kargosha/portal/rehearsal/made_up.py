"""Six hundred made-up groups: where they are, what they produce, and who is in them.

The same seed makes the same province each time. Documents begin with 999 and mobiles with 0999, which
nobody's do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from kargosha.areas.applications.models import Activity
from kargosha.areas.registry.actions import GroupRow, MemberRow, PersonRow
from kargosha.areas.territory.models import Place
from kargosha.portal.rehearsal.counties import counties_now
from kargosha.portal.rehearsal.names import FAMILY, FEMALE, MALE

COUNT = 600
SEED = 1405
STATED_ON = date(2025, 6, 1)
YOUNG_SINCE = date(1991, 3, 21)
SECTOR_WEIGHT = {
    "agriculture": 0.45,
    "industry": 0.15,
    "services": 0.15,
    "tourism": 0.1,
    "handicraft": 0.15,
}
OFFICES = ("head", "treasurer", "secretary")


@dataclass(frozen=True)
class MadeUpGroup:
    """A group as the rehearsal registers it, and what it proposes to do."""

    row: GroupRow
    activity: Activity
    members: tuple[tuple[PersonRow, MemberRow], ...]

    @property
    def tags(self) -> list[str]:
        """Classes that follow from who its members are."""
        half = len(self.members) / 2
        women = sum(person.sex == "female" for person, _ in self.members)
        young = sum((person.born_on or date.min) > YOUNG_SINCE for person, _ in self.members)
        return [
            f"sector-{self.activity.sector}",
            *["women"] * (women >= half),
            *["youth"] * (young >= half),
        ]


@cache
def groups() -> tuple[MadeUpGroup, ...]:
    """Return all groups, in the order of their codes."""
    dice = np.random.default_rng(SEED)
    counties = counties_now()
    weight = np.sqrt(counties["population_rural"].to_numpy() * counties["unemployment"].to_numpy())
    codes = dice.choice(counties["code"].to_list(), size=COUNT, p=weight / weight.sum())
    places = {place.code: place for place in Place.objects.filter(code__in=counties["code"])}
    activities = list(Activity.objects.order_by("code"))
    mates = {each.sector: sum(e.sector == each.sector for e in activities) for each in activities}
    chances = np.array([SECTOR_WEIGHT[each.sector] / mates[each.sector] for each in activities])
    chosen = dice.choice(len(activities), size=COUNT, p=chances / chances.sum())
    return tuple(
        _group(number, places[str(code)], activities[int(which)], dice)
        for number, (code, which) in enumerate(zip(codes, chosen, strict=True), start=1)
    )


def _group(number: int, place: Place, activity: Activity, dice: np.random.Generator) -> MadeUpGroup:
    is_cooperative = bool(dice.random() < 0.2)
    kind_fa, kind_en = ("تعاونی", "co-operative") if is_cooperative else ("گروه", "group")
    formed_on = date(2021, 3, 21) + timedelta(days=int(dice.integers(0, 1_400)))
    row = GroupRow(
        code=f"g{number:03d}",
        kind="cooperative" if is_cooperative else "group",
        name_fa=f"{kind_fa} {activity.name_fa} {place.name_fa} {number}",
        name_en=f"{place.name_en} {activity.name_en} {kind_en} {number}",
        place_code=place.code,
        formed_on=formed_on,
        legal_id=_legal_id(number) if is_cooperative else None,
        bylaws_on=formed_on if is_cooperative or dice.random() < 0.5 else None,
    )
    size = int(dice.integers(7, 13) if is_cooperative else dice.integers(3, 10))
    of_women = bool(dice.random() < 0.38)
    return MadeUpGroup(row, activity, tuple(_members(number, row, size, of_women, dice)))


def _members(
    number: int, group: GroupRow, size: int, of_women: bool, dice: np.random.Generator
) -> Iterator[tuple[PersonRow, MemberRow]]:
    needy, practised = dice.beta(2, 4), dice.beta(3, 2)
    for turn in range(size):
        is_woman = bool(dice.random() < (0.9 if of_women else 0.1))
        serial = number * 20 + turn
        yield (
            PersonRow(
                given_name=str(dice.choice(FEMALE if is_woman else MALE)),
                family_name=str(dice.choice(FAMILY)),
                father_name=str(dice.choice(MALE)),
                sex="female" if is_woman else "male",
                born_on=date(1970, 1, 1) + timedelta(days=int(dice.integers(0, 12_800))),
                document_kind="national_id",
                document_number=_national_id(serial),
                mobile=f"0999{serial:07d}",
                place_code=group.place_code,
                household_code=f"h{serial:05d}",
                household_members=int(dice.integers(2, 7)),
                household_earners=0 if dice.random() < needy else int(dice.integers(1, 3)),
                stated_on=STATED_ON,
            ),
            MemberRow(
                role=OFFICES[turn] if turn < len(OFFICES) else "member",
                production_years=int(dice.integers(1, 13)) if dice.random() < practised else 0,
            ),
        )


def _national_id(serial: int) -> str:
    first = f"999{serial:06d}"
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(first)) % 11
    return f"{first}{rest if rest < 2 else 11 - rest}"


def _legal_id(serial: int) -> str:
    first = f"999{serial:07d}"
    weights = (29, 27, 23, 19, 17)
    more = int(first[9]) + 2
    rest = sum((int(digit) + more) * weights[place % 5] for place, digit in enumerate(first)) % 11
    return f"{first}{rest % 10}"
