"""Targeting as anyone would write it down: one person at a time, in exact fractions.

Plain Python, no array; right by being obvious. It shares no line with ``kargosha``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class County:
    """A county with its people, its unemployed and what it was paid; rank None is unknown."""

    people: int
    unemployed: int
    rank: int | None
    money: int


@dataclass(frozen=True)
class Mistakes:
    """The shares of money that leaks, and of the needy who are reached and missed."""

    leakage: Fraction
    reached: Fraction
    undercoverage: Fraction


def index(counties: Sequence[County]) -> Fraction:
    """Return 2 cov(y, r) / mean(y) over all persons; y is what a person got, r the rank among all."""
    persons = list(_persons(counties))
    mean = sum(got for got, _ in persons) / len(persons)
    middle = sum(place for _, place in persons) / len(persons)
    covariance = sum((got - mean) * (place - middle) for got, place in persons) / len(persons)
    return 2 * covariance / mean


def mistakes(counties: Sequence[County], parts: Sequence[Fraction], to_share: int) -> Mistakes:
    """Return the mistakes when so large a part of each county is needy, unemployed by unemployed."""
    money = sum(county.money for county in counties)
    unemployed = sum(county.unemployed for county in counties)
    inside = needy = reached = missed = Fraction(0)
    for county, part in zip(counties, parts, strict=True):
        inside += part * county.money
        due = Fraction(to_share * county.unemployed, unemployed)
        for _ in range(county.unemployed):
            needy += part
            reached += part * min(Fraction(1), Fraction(county.money) / due)
            missed += part if county.money < due else 0
    return Mistakes(1 - inside / money, reached / needy, missed / needy)


def _persons(counties: Sequence[County]) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield what each person got and the middle of the places in the queue that persons of equal
    need share, the worst first, as a share of all."""
    ranked = [county for county in counties if county.rank is not None]
    everyone = sum(county.people for county in ranked)
    for county in ranked:
        before = sum(other.people for other in ranked if (other.rank or 0) > (county.rank or 0))
        equal = sum(other.people for other in ranked if other.rank == county.rank)
        place = (before + Fraction(equal, 2)) / everyone
        for _ in range(county.people):
            yield Fraction(county.money, county.people), place
