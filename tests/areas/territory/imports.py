"""Files and mappings that the tests of imports hand in."""

import json
from collections.abc import Mapping
from pathlib import Path

from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.models import Import, Observation, Place
from kargosha.areas.territory.queries import ImportShown
from kargosha.kernel.access import system
from kargosha.kernel.roles import Permission
from tests.universe import People

WORKER = system("test.importer", Permission.PLACE_IMPORT)

PLACES: Mapping[str, object] = {
    "titles": {"fa": "فهرست مکان‌ها", "en": "List of places"},
    "target": "places",
    "columns": {
        "code": "code",
        "kind": "kind",
        "name_fa": "name",
        "parent_code": "parent",
        "valid_from": "from",
        "predecessor_codes": "out of",
    },
    "constants": {"source": "test"},
}
FIGURES: Mapping[str, object] = {
    "titles": {"fa": "ارقام", "en": "Figures"},
    "target": "observations",
    "columns": {
        "place_code": "code",
        "indicator": "indicator",
        "observed_on": "time",
        "value": "value",
    },
    "constants": {"source": "test"},
}
FLOWS: Mapping[str, object] = {
    "titles": {"fa": "مهاجرت", "en": "Migration"},
    "target": "flows",
    "columns": {"origin_code": "from", "destination_code": "to", "persons": "persons"},
    "constants": {"from_on": "1390", "to_on": "1395", "source": "test"},
}
DESIGNATIONS: Mapping[str, object] = {
    "titles": {"fa": "مناطق محروم", "en": "Deprived places"},
    "target": "designations",
    "columns": {"place_code": "code", "decree_on": "day", "valid_from": "day"},
    "constants": {"designation": "deprived", "decree_number": "76294", "source": "test"},
}
BOUNDARIES: Mapping[str, object] = {
    "titles": {"fa": "مرزها", "en": "Boundaries"},
    "target": "boundaries",
    "columns": {"place_code": "code"},
    "constants": {"valid_from": "1395", "source": "test"},
}
MAPPINGS = {
    "test-places": PLACES,
    "test-figures": FIGURES,
    "test-flows": FLOWS,
    "test-designations": DESIGNATIONS,
    "test-boundaries": BOUNDARIES,
}

PLACES_HEADER = "code,kind,name,parent,from,out of"
FIGURES_HEADER = "code,indicator,time,value"


def table(header: str, *rows: str) -> bytes:
    """Return a CSV of rows under a header."""
    return "\n".join([header, *rows, ""]).encode()


def square(code: str, west: float, *, turned: bool = False) -> dict[str, object]:
    """Return a feature around a tenth of a degree; turned, its sides cross."""
    ring = [[west, 38.0], [west + 0.1, 38.0], [west + 0.1, 38.1], [west, 38.1], [west, 38.0]]
    if turned:
        ring[1], ring[2] = ring[2], ring[1]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def geojson(*features: Mapping[str, object]) -> bytes:
    """Return a collection of features."""
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def save_mappings(people: People) -> None:
    """Save the mappings of these tests."""
    for name, definition in MAPPINGS.items():
        actions.save_mapping(name=name, definition=definition, by=people.analyst)


def handed_in(people: People, name: str, content: bytes, mapping: str) -> Import:
    """Hand in a file, not checked yet."""
    kept = actions.keep_file(name=name, content=content, by=people.analyst)
    return actions.submit_import(file_id=kept.pk, mapping=mapping, told_in="en", by=people.analyst)


def checked(people: People, content: bytes, mapping: str, name: str = "file.csv") -> ImportShown:
    """Hand in a file and have it checked."""
    source = handed_in(people, name, content, mapping)
    actions.check_import(import_id=source.pk, by=WORKER)
    return queries.import_page(by=people.analyst, import_id=source.pk)


def taken_in(
    people: People,
    content: bytes,
    mapping: str,
    name: str = "file.csv",
    *,
    skip_bad: bool = False,
) -> ImportShown:
    """Hand in a file, have it checked, order it and have it taken in."""
    source = checked(people, content, mapping, name).source
    actions.order_import(import_id=source.pk, skip_bad=skip_bad, by=people.analyst)
    actions.apply_import(import_id=source.pk, by=WORKER)
    return queries.import_page(by=people.analyst, import_id=source.pk)


def codes(shown: ImportShown) -> set[tuple[int | None, str]]:
    """Return row and code of all that is wrong."""
    return {(fault.row, fault.code) for fault in shown.faults}


def stored() -> tuple[int, int]:
    """Return how many places and figures there are."""
    return Place.objects.count(), Observation.objects.count()


def written(folder: Path, name: str, content: bytes) -> Path:
    """Write a file where a command finds it."""
    path = folder / name
    path.write_bytes(content)
    return path
