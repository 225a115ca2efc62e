"""The quotas that the law, and what stands in the rule book for it, lay down by default."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from kargosha.analysis.rules import Rule, Rulebook
from kargosha.areas.funding.models import Quota
from kargosha.areas.territory.models import Observation, Place
from kargosha.files.words import say

UNEMPLOYMENT, RURAL = "unemployment_rate", "population_rural"
CLASSES = {
    "cooperatives": "kind:cooperative",
    "women": "tag:women",
    "youth": "tag:youth",
    "rural": "tag:small-place",
}
"""Whom the rule book names a share for, and the class that counts them."""
TAGS = frozenset(each.removeprefix("tag:") for each in CLASSES.values() if each.startswith("tag:"))
SECTOR = "sector-"
"""Beginning of the tags that name the sector of a proposal's activity."""
WITHOUT_ACTIVITY = frozenset({"working_capital"})
"""Shares of the bylaw that no kind of production belongs to."""
FINEST = Decimal("0.000001")


@dataclass(frozen=True)
class _Bounds:
    floor: Decimal | None = None
    ceiling: Decimal | None = None


def legal_quotas(rules: Rulebook, prefix: str) -> list[Quota]:
    """Return the default quotas by the rules of a day, as shares of the money granted, not yet stored.

    Art. 5 of the rural law gives the provincial half of the money by rural unemployed: as floors of the
    counties. These are published for no county; the rural population times the unemployment rate stands
    for them, and a county of which either is unknown has no floor. The law's other parts (nomads, border,
    deprived) are left out, because no figure of them was found. Floors are rounded down, so that they
    never ask for more than the half.
    """
    begin = f"{prefix}-" if prefix else ""
    return [
        *_of_counties(rules, begin),
        *_of_sectors(rules, begin),
        *_of_people(rules, begin),
    ]


def sectors(rules: Rulebook) -> set[str]:
    """Return the sectors for which the bylaw names a share and in which something can be produced."""
    named = {rule.key.rpartition(".")[2] for rule in rules.below("quota.sector")}
    return named - WITHOUT_ACTIVITY


def _of_counties(rules: Rulebook, begin: str) -> Iterator[Quota]:
    unemployed = _rural_unemployed()
    everyone = sum(unemployed.values())
    half = Decimal(str(rules.number("quota.provincial_share")))
    most = Decimal(str(rules.number("quota.county.ceiling")))
    places = Place.objects.filter(kind=Place.Kind.COUNTY, valid_to=None).exclude(code="")
    for place in places.order_by("code"):
        names = {"fa": place.name_fa, "en": place.name_in_english}
        held = {"member_class": f"place:{place.code}"}
        if unemployed.get(place.code):
            share = half * Decimal(unemployed[place.code] / everyone)
            floor = _Bounds(floor=share.quantize(FINEST, ROUND_DOWN))
            rule = rules.rule("quota.provincial_share")
            code = f"{begin}county-{place.code}-floor"
            yield _quota(code, rule, floor, named=("county_floor", names), **held)
        rule = rules.rule("quota.county.ceiling")
        code = f"{begin}county-{place.code}-ceiling"
        yield _quota(code, rule, _Bounds(ceiling=most), named=("county_ceiling", names), **held)


def _of_sectors(rules: Rulebook, begin: str) -> Iterator[Quota]:
    leeway = Decimal(str(rules.number("quota.sector_leeway")))
    for sector in sorted(sectors(rules)):
        rule = rules.rule(f"quota.sector.{sector}")
        share = Decimal(str(rule.value))
        bounds = _Bounds(share * (1 - leeway), min(share * (1 + leeway), Decimal(1)))
        code, held = f"{begin}sector-{sector}", f"tag:{SECTOR}{sector}"
        yield _quota(code, rule, bounds, named=(f"sector.{sector}", {}), member_class=held)


def _of_people(rules: Rulebook, begin: str) -> Iterator[Quota]:
    for name, held in CLASSES.items():
        keys = {side: f"quota.{name}.{side}" for side in ("floor", "ceiling")}
        bounds = {
            side: Decimal(str(rules.number(key)))
            for side, key in keys.items()
            if key in rules.rules
        }
        if bounds:
            rule = rules.rule(keys[next(iter(bounds))])
            code = f"{begin}{name}"
            yield _quota(code, rule, _Bounds(**bounds), named=(name, {}), member_class=held)


def _quota(
    code: str,
    rule: Rule,
    bounds: _Bounds,
    *,
    named: tuple[str, Mapping[str, str]],
    member_class: str,
) -> Quota:
    """Return a share of the money; ``named`` is the topic of its name, and the place's, by language."""
    topic, places = named
    sentence = f"legal_quota.{topic}"
    return Quota(
        code=code,
        name_fa=say(sentence, {"place": places.get("fa")}, "fa"),
        name_en=say(sentence, {"place": places.get("en")}, "en"),
        member_class=member_class,
        measure=Quota.Measure.AMOUNT,
        floor=bounds.floor,
        ceiling=bounds.ceiling,
        is_relative=True,
        rule=rule.key,
        source=rule.source,
    )


def _rural_unemployed() -> dict[str, float]:
    latest = Observation.objects.latest_values(UNEMPLOYMENT, RURAL)
    return {
        code: rate * latest[code, RURAL]  # type: ignore[operator]
        for (code, indicator), rate in latest.items()
        if indicator == UNEMPLOYMENT and rate is not None and latest.get((code, RURAL)) is not None
    }
