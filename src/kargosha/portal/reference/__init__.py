"""The project's own table of reference: places, figures of the censuses, and the first indices of need."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.resources import files

from kargosha.areas.territory import actions
from kargosha.areas.territory.models import ColumnMapping, IndexVersion, Observation, Place
from kargosha.files.index import shipped_methods
from kargosha.files.jalali import first_day
from kargosha.files.territory import definition_of, shipped_mappings
from kargosha.kernel.access import system
from kargosha.kernel.roles import Permission

LOADER = system("territory.reference", Permission.PLACE_IMPORT, Permission.INDEX_PUBLISH)
FIRST_NOTE = "The first version, from the censuses of 1390 and 1395, as it came with the programme."


def load() -> int:
    """Store the reference data that is not there yet; return how many rows are known.

    What is there stays as it is: it may have been corrected since.
    """
    places = [actions.PlaceRow(**_place(row)) for row in _rows("places")]  # type: ignore[arg-type]
    observations = [_observation(row) for row in _rows("observations")]
    _load_places(places)
    _load_observations(observations)
    _save_mappings()
    _publish_indices()
    return len(places) + len(observations)


def _load_places(places: Sequence[actions.PlaceRow]) -> None:
    there = set(Place.objects.values_list("slug", flat=True))
    missing = [row for row in places if row.slug not in there]
    if missing:
        new = {row.slug for row in missing}
        links = [actions.SuccessionRow(**row) for row in _rows("successions")]
        actions.import_places(
            places=missing,
            successions=[link for link in links if new & {link.predecessor, link.successor}],
            by=LOADER,
        )


def _load_observations(observations: Sequence[actions.ObservationRow]) -> None:
    there = set(
        Observation.objects.values_list("place__slug", "indicator__code", "observed_on", "period")
    )
    missing = [
        row
        for row in observations
        if (row.place, row.indicator, row.observed_on, row.period) not in there
    ]
    if missing:
        indicators = [_indicator(row) for row in _rows("indicators")]
        actions.record_observations(indicators=indicators, observations=missing, by=LOADER)


def _save_mappings() -> None:
    """Save the mappings that came with this version; one that a person changed stays changed."""
    latest = {saved.name: saved for saved in ColumnMapping.objects.order_by("id")}
    for name, mapping in shipped_mappings().items():
        if name not in latest or latest[name].saved_by_id is None:
            actions.save_mapping(name=name, definition=definition_of(mapping), by=LOADER)


def _publish_indices() -> None:
    """Name the indices, and publish the first version of each that has none, by its shipped method."""
    named = [actions.IndexRow(**row) for row in _rows("indices")]
    missing = {row.code for row in named} - set(_published())
    if missing:
        actions.name_indices(indices=named, by=LOADER)
    for code, method in shipped_methods().items():
        if code in missing:
            first = actions.IndexProposal(method, Place.Kind.COUNTY, FIRST_NOTE, after=0)
            actions.publish_index(code=code, proposal=first, by=LOADER)


def _published() -> Iterable[str]:
    return IndexVersion.objects.values_list("index__code", flat=True)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _indicator(row: dict[str, str]) -> actions.IndicatorRow:
    levels = [level for level in row.pop("levels").split(";") if level]
    return actions.IndicatorRow(**row, levels=levels)


def _observation(row: dict[str, str]) -> actions.ObservationRow:
    return actions.ObservationRow(
        row["place"],
        row["indicator"],
        first_day(int(row["year"])),
        _number(row["value"]),
        row["source"],
    )


def _place(row: dict[str, str]) -> dict[str, object]:
    return row | {
        "parent": row["parent"] or None,
        "latitude": _number(row["latitude"]),
        "longitude": _number(row["longitude"]),
        "valid_from": _day(row["valid_from"]),
        "valid_to": _day(row["valid_to"]),
    }


def _number(text: str) -> float | None:
    return float(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
