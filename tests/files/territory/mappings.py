"""Small mappings and files for the tests."""

from pathlib import Path

from kargosha.analysis.errors import Fault
from kargosha.files.faults import told
from kargosha.files.territory import ColumnMapping, mapping_of
from kargosha.files.words import LANGUAGES

LONG: dict[str, object] = {
    "name": "long",
    "titles": {"fa": "رقم‌ها", "en": "Figures"},
    "target": "observations",
    "columns": {
        "place_code": "County code",
        "indicator": "What",
        "observed_on": "When",
        "value": "Figure",
        "margin": "Error",
        "source": "Source",
    },
}

WIDE: dict[str, object] = {
    "name": "wide",
    "titles": {"fa": "رقم‌ها", "en": "Figures"},
    "target": "observations",
    "columns": {"place_code": "code"},
    "constants": {"source": "census"},
    "series": [
        {"column": "pop 90", "indicator": "population", "period": "1390", "boundary": "1395"},
        {"column": "jobless", "indicator": "unemployment_rate", "period": "1395", "margin": "±"},
    ],
}

FLOWS: dict[str, object] = {
    "name": "moves",
    "titles": {"fa": "جابه‌جایی", "en": "Moves"},
    "target": "flows",
    "columns": {"origin_code": "from", "destination_code": "to", "persons": "n"},
    "constants": {"from_on": "1390", "to_on": "1395", "source": "census"},
}

HEADER = "County code,What,When,Figure,Error,Source"


def mapping(base: dict[str, object], **other: object) -> ColumnMapping:
    return mapping_of(base | other)


def csv_file(folder: Path, text: str, name: str = "figures.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def spoken(faults: tuple[Fault, ...] | list[Fault]) -> list[tuple[str, int | None, str | None]]:
    """Return faults as code, row and column; each must have its sentence in both languages."""
    for fault in faults:
        for language in LANGUAGES:
            assert told(fault, {}, language)
    return [(fault.code, fault.row, fault.column) for fault in faults]
