"""Boundaries of places as GeoJSON: sound rings in degrees, or refused by name.

RFC 7946: longitude before latitude, WGS 84, rings closed, holes inside.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from kargosha.analysis.errors import Fault
from kargosha.files import disk
from kargosha.files.letters import identifier
from kargosha.files.tables.grid import of_file, quoted
from kargosha.files.territory.grids import refuse_large
from kargosha.files.territory.rings import NotDegrees, Polygon, Unsound, area_km2, sound_polygons

TABLE = "boundaries"

MOST_BYTES = 50 * 1024**2
"""A map of every village is a tenth of it once it is simplified for a screen."""

_DEGREES = re.compile(r"CRS84|EPSG:[\d.]*:?4326\b|^WGS ?84$")
_CREDITS = ("license", "licence", "attribution", "source")


@dataclass(frozen=True)
class Boundary:
    """The line around one place.

    Attributes
    ----------
    place_code
        Code of the place.
    feature
        Number of the feature in the file, from 1.
    polygons
        Each a list of rings of (longitude, latitude) in degrees: the outer one, then holes.
    area_km2
        Area on the sphere of the earth's size, square kilometres.
    """

    place_code: str
    feature: int
    polygons: tuple[Polygon, ...]
    area_km2: float


@dataclass(frozen=True)
class Boundaries:
    """What a file of boundaries holds.

    Attributes
    ----------
    boundaries
        The sound ones, in the order of the file.
    faults
        What is wrong with the others; the row is the number of the feature.
    notes
        What was closed or left out on the way.
    source
        Licence and source as the file states them; empty where it says nothing.
    feature_count
        Features in the file.
    """

    boundaries: tuple[Boundary, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    source: str
    feature_count: int


def read_boundaries(path: Path, code_property: str = "code") -> Boundaries:
    """Return the boundaries of a GeoJSON file by the codes of their places.

    Parameters
    ----------
    path
        A ``FeatureCollection`` of polygons in longitude and latitude.
    code_property
        Name of the property that holds the code of the place.

    Raises
    ------
    BadTable
        When nothing in the file can be read, or it is in another projection.
    """
    collection = _collection(path)
    reader = _Reader(code_property)
    for number, feature in enumerate(collection.features, start=1):
        reader.read(feature, number)
    notes = []
    if reader.closed:
        values = {"count": len(reader.closed), "features": reader.closed}
        notes.append(Fault("note.rings_closed", TABLE, values=values))
    return Boundaries(
        boundaries=tuple(reader.found.values()),
        faults=tuple(reader.faults),
        notes=tuple(notes),
        source="; ".join(
            str(collection.members[name]) for name in _CREDITS if collection.members.get(name)
        ),
        feature_count=len(collection.features),
    )


def properties(path: Path) -> list[str]:
    """Return the names of the properties that a file's features have, in their order."""
    return list(dict.fromkeys(name for each in _collection(path).features for name in _named(each)))


@dataclass(frozen=True)
class _Collection:
    """A feature collection: its features, and its other members."""

    features: list[object]
    members: Mapping[str, object]


def _collection(path: Path) -> _Collection:
    """Return a file's features, or refuse a file that is no collection of them in degrees."""
    refuse_large(path, TABLE, MOST_BYTES)
    text = disk.text(path, TABLE)
    if not text.strip():
        raise of_file("fault.empty_file", TABLE)
    try:
        members = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise of_file("fault.not_json", TABLE, line=line) from error
    kind = members.get("type") if isinstance(members, dict) else type(members).__name__
    if kind != "FeatureCollection" or not isinstance(members.get("features"), list):
        raise of_file("fault.not_features", TABLE, found=quoted(kind))
    if not members["features"]:
        raise of_file("fault.no_features", TABLE)
    crs = members.get("crs")
    if crs is not None and not _DEGREES.search(str(_name_of(crs))):
        raise of_file("fault.other_projection", TABLE, found=quoted(_name_of(crs)))
    return _Collection(members["features"], members)


def _no_number(text: str) -> NoReturn:
    """Refuse NaN and infinities, which JSON does not know."""
    raise ValueError(text)


def _name_of(crs: object) -> object:
    named = crs.get("properties") if isinstance(crs, dict) else None
    return named.get("name", crs) if isinstance(named, dict) else crs


def _named(feature: object) -> Mapping[str, object]:
    """Return the properties of a feature; none where it has none."""
    named = feature.get("properties") if isinstance(feature, dict) else None
    return named if isinstance(named, dict) else {}


@dataclass
class _Reader:
    """Reads features one by one and keeps what is wrong."""

    code_property: str
    found: dict[str, Boundary] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)

    def read(self, feature: object, number: int) -> None:
        """Keep the boundary of a feature, or say what is wrong with it."""
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        code = identifier(str(_named(feature).get(self.code_property) or ""))
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            self._refuse("fault.not_a_feature", number, code)
        elif not code:
            known = list(_named(feature))
            self._refuse("fault.feature_code", number, code, name=self.code_property, known=known)
        elif code in self.found:
            self._refuse("fault.feature_twice", number, code, twin=self.found[code].feature)
        else:
            self._keep(geometry, number, code)

    def _keep(self, geometry: object, number: int, code: str) -> None:
        try:
            polygons, closed = sound_polygons(geometry)
        except Unsound as error:
            self._refuse(error.code, number, code, **error.values)
            return
        except NotDegrees as error:
            values = {"feature": _feature(number, code), "x": error.x, "y": error.y}
            raise of_file("fault.not_degrees", TABLE, **values) from error
        if closed:
            self.closed.append(number)
        self.found[code] = Boundary(code, number, polygons, area_km2(polygons))

    def _refuse(self, fault: str, number: int, code: str, **values: object) -> None:
        values = {"feature": _feature(number, code), **values}
        self.faults.append(Fault(fault, TABLE, number, None, values))


def _feature(number: int, code: str) -> str:
    return f"{number} ({code})" if code else str(number)
