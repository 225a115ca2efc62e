"""The rule book on disk: dated values in YAML, shipped with the package or handed in as a file.

A file maps each key to its unit, its meaning in both languages and its values, each with the day
from which it holds and its source::

    need.deprivation_weight:
      unit: weight
      meaning: {fa: …, en: …}
      values:
        - {from: 2024-03-20, value: 1.0, low: 0.5, high: 1.5, source: "…"}

Money stands at the prices of the Persian year in which its first day lies.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.rules import Rule, Rulebook
from kargosha.files import disk
from kargosha.files.own_yaml import OWN, Loader
from kargosha.files.rule_entries import Entry, parsed

TABLE = "rules"


@dataclass(frozen=True)
class Heading:
    """What a rule is, apart from its values.

    Attributes
    ----------
    key
        Dotted name.
    unit
        What the number counts.
    meaning
        One line in each language, by ``fa`` and ``en``.
    """

    key: str
    unit: str
    meaning: Mapping[str, str]


def shipped_rules() -> tuple[Rule, ...]:
    """Return every version of every rule that ships with the package, by key and first day."""
    return tuple(rule for entry in _shipped() for rule in entry.rules)


@cache
def headings() -> Mapping[str, Heading]:
    """Return unit and meaning of every shipped rule by its key."""
    return {entry.key: Heading(entry.key, entry.unit, entry.meaning) for entry in _shipped()}


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Return the rules of a file in the order in which they stand.

    Raises
    ------
    BadTable
        With every fault of the file, each with its line and key.
    """
    return tuple(rule for entry in _entries(disk.text(path, TABLE)) for rule in entry.rules)


def rulebook(day: date, path: Path | None = None) -> Rulebook:
    """Return the rules in force on a day: those of the file when one is given, else the shipped."""
    return Rulebook.on(day, shipped_rules() if path is None else read_rules(path))


def rules_text(rules: Iterable[Rule]) -> str:
    """Return rules as the text of a file that `read_rules` reads back without loss."""
    known = headings()
    versions: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: (rule.key, rule.valid_from)):
        versions.setdefault(rule.key, []).append(rule)
    entries = {
        key: {
            "unit": dated[0].unit,
            **({"meaning": dict(known[key].meaning)} if key in known else {}),
            "values": [_version(rule) for rule in dated],
        }
        for key, dated in versions.items()
    }
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100)


def _version(rule: Rule) -> dict[str, object]:
    """Return one dated value as it stands in a file."""
    interval = {} if rule.low is None else {"low": rule.low, "high": rule.high}
    return {"from": rule.valid_from, "value": rule.value, **interval, "source": rule.source}


@cache
def _shipped() -> tuple[Entry, ...]:
    """Read the package's own files; a fault in them stops every command, and a test."""
    found: dict[str, Entry] = {}
    folder = files("kargosha").joinpath("rules")
    for topic in sorted(folder.iterdir(), key=lambda file: file.name):
        if topic.name.endswith(".yaml"):
            for entry in _entries(topic.read_text(encoding="utf-8"), OWN):
                if entry.key in found:
                    raise BadTable([Fault("fault.rule_twice", TABLE, entry.line, entry.key)])
                found[entry.key] = entry
    return tuple(found[key] for key in sorted(found))


def _entries(text: str, loader: Loader = yaml.SafeLoader) -> Iterator[Entry]:
    """Yield the entries of a text, or raise with all its faults."""
    entries, faults = parsed(text, TABLE, loader)
    if faults:
        raise BadTable(faults)
    return iter(entries)
