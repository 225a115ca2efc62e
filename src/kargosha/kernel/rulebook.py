"""The rule book as of a day: the shipped base, then the approved changes."""

from collections.abc import Mapping
from datetime import date, datetime

from kargosha.analysis.rules import Rule, Rulebook
from kargosha.analysis.tables import MOST_RIALS
from kargosha.files.rulebook import shipped_rules
from kargosha.kernel.models import RuleVersion

BOUNDS: Mapping[str, tuple[float, float]] = {
    "share": (0, 1),
    "rials": (0, MOST_RIALS),
    "weight": (0, 1_000),
    "index": (0.001, 1_000_000),  # prices are divided by it
    "count": (0, 1_000_000),
    "people": (0, 100_000_000),
    "days": (0, 3_650),
    "seconds": (1, 86_400),
    "minutes": (1, 1_440),
    "years": (0, 100),
    "percent": (-100, 1_000),
    "points": (0, 100),
    "per_thousand": (0, 1_000),
}
"""Between which ends a rule that counts in this unit may lie."""


def rulebook_on(day: date, *, as_known_at: datetime | None = None) -> Rulebook:
    """Return the rules in force on that day; without those approved later than an instant, if asked."""
    versions = approved_versions(as_known_at=as_known_at)
    return Rulebook.on(day, [*shipped_rules(), *map(as_rule, versions)])


def approved_versions(*, as_known_at: datetime | None = None) -> list[RuleVersion]:
    """Return the approved changes in the order of their approval, up to an instant if asked."""
    found = RuleVersion.objects.filter(approved_by__isnull=False).order_by("approved_at", "id")
    return list(found if as_known_at is None else found.filter(approved_at__lte=as_known_at))


def as_rule(version: RuleVersion) -> Rule:
    """Return a stored change as a rule."""
    return Rule(
        key=version.key,
        value=version.value,
        unit=version.unit,
        valid_from=version.valid_from,
        source=version.source,
        low=version.low,
        high=version.high,
    )
