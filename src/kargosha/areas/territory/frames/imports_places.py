"""Places of a file into the table of places, the larger ones first, with which came out of which."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from kargosha.areas.territory.frames.imports_rows import Counts
from kargosha.areas.territory.models import Place, Succession
from kargosha.areas.territory.models.places import KINDS
from kargosha.files.letters import search_key
from kargosha.kernel.fitness import refuse_unfit

FIELDS = (
    "code",
    "kind",
    "name_fa",
    "name_en",
    "latitude",
    "longitude",
    "valid_from",
    "valid_to",
    "note",
    "source",
)
KEYS = ("search_key", "sound_key", "sort_key")
CHANGING = (*FIELDS, "parent", *KEYS)
AT_ONCE = 500


def store_places(frame: pl.DataFrame) -> Counts:
    """Store places under their codes, and which came out of which.

    A blank cell takes nothing away from what is known. A place that was known without a code is
    recognised by its kind, its name and the place it lies in.

    Raises
    ------
    Refused
        A value does not fit its field.
    """
    rows = frame.rows(named=True)
    shelf = _Shelf()
    for kind in KINDS:
        shelf.take_in([row for row in rows if row["kind"] == kind])
    shelf.connect(rows)
    return Counts(
        new=len(shelf.new),
        changed=len(shelf.changed),
        unchanged=len(rows) - len(shelf.new) - len(shelf.changed),
    )


class _Shelf:
    """The places that are known, and what became of them."""

    def __init__(self) -> None:
        places = list(Place.objects.select_related("parent"))
        self.known = {place.code: place for place in places if place.code}
        self.nameless = {_description(place): place for place in places if not place.code}
        self.new: set[str] = set()
        self.changed: set[str] = set()

    def take_in(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Store the rows of one kind; the places they lie in are known by now."""
        new: list[Place] = []
        changed: list[Place] = []
        for row in rows:
            place = self.known.get(row["code"]) or self.nameless.get(_described(row))
            if place is None:
                place = Place(slug=row["code"])
                new.append(place)
                self.new.add(row["code"])
            elif self._differs(place, row):
                changed.append(place)
                self.changed.add(row["code"])
            self._write(place, row)
            self.known[row["code"]] = place
        refuse_unfit([*new, *changed])
        Place.objects.bulk_create(new, batch_size=AT_ONCE)
        Place.objects.bulk_update(changed, CHANGING, batch_size=AT_ONCE)

    def connect(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Store which places came out of which, where that is not known."""
        there = set(Succession.objects.values_list("predecessor_id", "successor_id"))
        links: list[Succession] = []
        for row in rows:
            for code in row["predecessor_codes"] or ():
                link = Succession(predecessor=self.known[code], successor=self.known[row["code"]])
                if (link.predecessor_id, link.successor_id) not in there:
                    there.add((link.predecessor_id, link.successor_id))
                    links.append(link)
                    self.changed |= {row["code"]} - self.new
        Succession.objects.bulk_create(links)

    def _differs(self, place: Place, row: Mapping[str, Any]) -> bool:
        parent = self._parent(row)
        return (parent is not None and parent.pk != place.parent_id) or any(
            row[name] not in (None, getattr(place, name)) for name in FIELDS
        )

    def _write(self, place: Place, row: Mapping[str, Any]) -> None:
        for name in FIELDS:
            if row[name] is not None:
                setattr(place, name, row[name])
        place.parent = self._parent(row) or place.parent
        place.set_keys()

    def _parent(self, row: Mapping[str, Any]) -> Place | None:
        return self.known[row["parent_code"]] if row["parent_code"] else None


def _description(place: Place) -> tuple[str, str, str]:
    return place.kind, search_key(place.name_fa), place.parent.code if place.parent else ""


def _described(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["kind"], search_key(row["name_fa"]), row["parent_code"] or ""
