"""What can happen to places: they are taken in, with which came out of which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kargosha.areas.territory.models import Place, Succession
from kargosha.kernel.access import Actor, require
from kargosha.kernel.fitness import refuse_unfit, refuse_unknown
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission


@dataclass(frozen=True)
class PlaceRow:
    """A place as it is imported; parents stand before their children."""

    slug: str
    code: str
    kind: str
    name_fa: str
    name_en: str
    parent: str | None
    latitude: float | None
    longitude: float | None
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str


@dataclass(frozen=True)
class SuccessionRow:
    """Which place came out of which."""

    predecessor: str
    successor: str
    note: str


@transaction.atomic
def import_places(
    *, places: Sequence[PlaceRow], successions: Sequence[SuccessionRow], by: Actor
) -> int:
    """Store places and which came out of which; a place known by its slug is brought up to date.

    Raises
    ------
    Refused
        A parent, predecessor or successor is not among the places, or a value does not fit.
    """
    require(by, Permission.PLACE_IMPORT)
    known = {place.slug: place for place in Place.objects.all()}
    for row in places:
        known[row.slug] = _store(row, known)
    for link in successions:
        refuse_unknown({link.predecessor, link.successor} - known.keys())
        refuse_unfit([Succession(note=link.note)])
        Succession.objects.update_or_create(
            predecessor=known[link.predecessor],
            successor=known[link.successor],
            defaults={"note": link.note},
        )
    record("places.imported", by=by, subject="places", count=len(places))
    return len(places)


def _store(row: PlaceRow, known: dict[str, Place]) -> Place:
    if row.parent is not None:
        refuse_unknown({row.parent} - known.keys())
    place = known.get(row.slug) or Place(slug=row.slug)
    place.code = row.code
    place.kind = row.kind
    place.name_fa, place.name_en = row.name_fa, row.name_en
    place.parent = known[row.parent] if row.parent is not None else None
    place.latitude, place.longitude = row.latitude, row.longitude
    place.valid_from, place.valid_to = row.valid_from, row.valid_to
    place.note, place.source = row.note, row.source
    place.set_keys()
    refuse_unfit([place])
    place.save()
    return place
