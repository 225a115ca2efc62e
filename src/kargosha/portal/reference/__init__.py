"""The project's own table of reference: places and figures of the censuses, each with its source."""

import csv
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

from kargosha.areas.territory import actions
from kargosha.areas.territory.models import ColumnMapping, Observation, Place
from kargosha.files.jalali import first_day
from kargosha.files.territory import definition_of, shipped_mappings
from kargosha.kernel.access import system
from kargosha.kernel.roles import Permission

CENSUS = 1395
LOADER = system("territory.reference", Permission.PLACE_IMPORT)


def load() -> int:
    """Store the reference data unless the same rows are there; return how many rows are known."""
    places = [actions.PlaceRow(**_place(row)) for row in _rows("places")]  # type: ignore[arg-type]
    observations = [
        actions.ObservationRow(
            row["place"],
            row["indicator"],
            first_day(int(row["year"])),
            _number(row["value"]),
            row["source"],
        )
        for row in _rows("observations")
    ]
    if Place.objects.count() < len(places) or Observation.objects.count() < len(observations):
        successions = [actions.SuccessionRow(**row) for row in _rows("successions")]
        actions.import_places(places=places, successions=successions, by=LOADER)
        indicators = [actions.IndicatorRow(**row) for row in _rows("indicators")]
        actions.record_observations(indicators=indicators, observations=observations, by=LOADER)
        actions.publish_ranks(year=CENSUS, by=LOADER)
    _save_mappings()
    return len(places) + len(observations)


def _save_mappings() -> None:
    """Save the mappings that came with this version; one that a person changed stays changed."""
    latest = {saved.name: saved for saved in ColumnMapping.objects.order_by("id")}
    for name, mapping in shipped_mappings().items():
        if name not in latest or latest[name].saved_by_id is None:
            actions.save_mapping(name=name, definition=definition_of(mapping), by=LOADER)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


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
