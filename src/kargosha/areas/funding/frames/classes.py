"""Whom terms and quotas speak of: which places, activities, borrowers and classes there are."""

from collections.abc import Iterable

from kargosha.analysis.rules import Rulebook
from kargosha.areas.funding.frames.legal import SECTOR, TAGS, sectors
from kargosha.areas.territory.models import Place

BORROWERS = ("group", "cooperative")
CONTRACTS = ("qarz", "instalment_sale", "lease_to_own", "partnership", "mudaraba", "joala", "salaf")
"""The banking law's contracts that pay for production: qarz al-hasana, forugh-e aqsati and so on."""
ALL = "all"
GENERAL = "general"
"""Cost of a job of no activity in particular."""


def unknown_places(codes: Iterable[str]) -> set[str]:
    """Return the codes that are no beginning of a place's code."""
    asked = {code for code in codes if code}
    exact = set(Place.objects.filter(code__in=asked).values_list("code", flat=True))
    begun = {code for code in asked - exact if Place.objects.filter(code__startswith=code).exists()}
    return set(codes) - exact - begun


def unknown_activities(codes: Iterable[str], rules: Rulebook) -> set[str]:
    """Return the codes for which the rule book names no cost of a job: nothing of them could be weighed."""
    known = {rule.key.partition(".")[2] for rule in rules.below("cost_per_job")} - {GENERAL}
    return set(codes) - known


def classes_of_nobody(classes: Iterable[str], rules: Rulebook) -> set[str]:
    """Return the classes that nobody can ever be in: of a place, an activity, a kind, a tag that is none."""
    parts = {each: each.partition(":") for each in set(classes)}
    places = {code for sort, _, code in parts.values() if sort == "place"}
    no_place = unknown_places(places)
    known_tags = TAGS | {f"{SECTOR}{sector}" for sector in sectors(rules)}
    holds = {
        "place": lambda code: code not in no_place,
        "activity": lambda code: not unknown_activities([code], rules),
        "kind": lambda code: code in BORROWERS,
        "tag": lambda code: code in known_tags,
    }
    return {
        each
        for each, (sort, _, code) in parts.items()
        if each != ALL and not (code and sort in holds and holds[sort](code))
    }
