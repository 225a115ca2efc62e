"""Classes of places: by kind and size from the rule book, and by decree from what was imported."""

from collections.abc import Sequence
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from kargosha.analysis.territory.settlements import TOWNS, Thresholds, settlement_class
from kargosha.areas.territory.models import Designation, Observation, Place, valid_on
from kargosha.kernel.rulebook import rulebook_on

METROPOLIS = Designation.Kind.METROPOLIS
DECREE = ("kind", "decree_number", "decree_on", "valid_from", "source")


def classed(found: QuerySet[Place], day: date) -> QuerySet[Place]:
    """Return places with what their classes of a day are told from: ``people`` and ``decrees``."""
    people = Observation.objects.filter(
        place=OuterRef("pk"), indicator__code="population", value__isnull=False
    )
    decrees = Designation.objects.filter(valid_on(day), place=OuterRef("pk"))
    each = JSONObject(**{name: name for name in DECREE})
    return found.annotate(
        people=Subquery(people.order_by("-observed_on", "-pk").values("value")[:1]),
        decrees=ArraySubquery(decrees.order_by("kind", "decree_on").values(decree=each)),
    )


def thresholds_for(places: Sequence[Place], day: date) -> Thresholds:
    """Return the sizes that tell towns apart on a day; the rule book is read only for towns."""
    if not any(place.kind in TOWNS for place in places):
        return Thresholds(0, 0)
    rules = rulebook_on(day)
    return Thresholds(
        small_town=rules.number("eligibility.rural_town_population"),
        metropolis=rules.number("territory.metropolis"),
    )


def designations_of(place: Place) -> list[Designation]:
    """Return the decrees that `classed` has found."""
    days = ("decree_on", "valid_from")
    return [
        Designation(**{**decree, **{name: date.fromisoformat(decree[name]) for name in days}})
        for decree in place.decrees  # type: ignore[attr-defined]
    ]


def classes_of(place: Place, thresholds: Thresholds) -> list[str]:
    """Return the classes of a place that `classed` has found, each once: by size, then by decree."""
    decreed = [decree["kind"] for decree in place.decrees]  # type: ignore[attr-defined]
    settled = settlement_class(
        place.kind,
        place.people,  # type: ignore[attr-defined]
        thresholds,
        decreed_metropolis=METROPOLIS in decreed,
    )
    return list(dict.fromkeys([*([settled] if settled else []), *decreed]))
