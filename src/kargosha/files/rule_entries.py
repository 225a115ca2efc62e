"""The entries of one rules file, read with the line on which each stands."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeGuard

import yaml

from kargosha.analysis.errors import Fault
from kargosha.analysis.rules import Rule
from kargosha.files.own_yaml import Loader
from kargosha.files.words import LANGUAGES

_ENTRY = {"unit", "meaning", "values"}
_VERSION = {"from", "value", "low", "high", "source"}


@dataclass(frozen=True)
class Entry:
    """One rule with all its dated values.

    Attributes
    ----------
    key, unit, meaning
        As in the file; the meaning by language, empty when the file gives none.
    line
        Line on which the key stands.
    rules
        The values, by their first day.
    """

    key: str
    unit: str
    meaning: Mapping[str, str]
    line: int
    rules: tuple[Rule, ...]


def parsed(
    text: str, table: str, loader_of: Loader = yaml.SafeLoader
) -> tuple[list[Entry], list[Fault]]:
    """Return the entries of a rules file and everything that is wrong with it."""
    try:
        loader = loader_of(text)
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode) or not root.value:
            return [], [Fault("fault.rules_empty", table)]
        reader = _Reader(table)
        entries = [
            reader.entry(
                str(key.value), loader.construct_object(value, deep=True), key.start_mark.line + 1
            )
            for key, value in root.value
        ]
    except yaml.YAMLError as error:
        return [], [_broken(error, table)]
    except (ValueError, RecursionError) as error:  # a date such as 2024-13-45; a thousand brackets
        return [], [Fault("fault.rules_shape", table, values={"problem": str(error)})]
    return [entry for entry in entries if entry is not None], reader.faults


def _broken(error: yaml.YAMLError, table: str) -> Fault:
    """Say where a text stops being YAML."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "not YAML"
    line = None if mark is None else mark.line + 1
    return Fault("fault.rules_shape", table, line, values={"problem": problem})


@dataclass
class _Reader:
    """Reads entries one by one and keeps what is wrong."""

    table: str
    faults: list[Fault] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def entry(self, key: str, content: object, line: int) -> Entry | None:
        """Return one entry, or None when something is wrong with it."""
        before = len(self.faults)
        if key in self.seen:
            self._fault("fault.rule_twice", key, line, first=self.seen[key])
        self.seen.setdefault(key, line)
        if not isinstance(content, dict) or not {"unit", "values"} <= set(content):
            self._fault("fault.rule_parts", key, line)
            return None
        self._refuse_strangers(key, content, _ENTRY, line)
        meaning = content.get("meaning", {})
        if not isinstance(meaning, dict) or not set(meaning) <= set(LANGUAGES):
            self._fault("fault.rule_meaning", key, line)
        unit, versions = str(content["unit"]), content["values"]
        if not isinstance(versions, list) or not versions:
            self._fault("fault.rule_no_values", key, line)
            return None
        rules = [self._rule(key, unit, version, line) for version in versions]
        days = [rule.valid_from for rule in rules if rule is not None]
        if len(days) > len(set(days)):
            self._fault("fault.rule_same_day", key, line)
        if len(self.faults) > before:
            return None
        read = sorted(
            (rule for rule in rules if rule is not None), key=lambda rule: rule.valid_from
        )
        return Entry(key, unit, meaning, line, tuple(read))

    def _rule(self, key: str, unit: str, version: object, line: int) -> Rule | None:
        """Return one dated value, or None when something is wrong with it."""
        if not isinstance(version, dict) or not {"from", "value", "source"} <= set(version):
            self._fault("fault.rule_version_parts", key, line)
            return None
        before = len(self.faults)
        self._refuse_strangers(key, version, _VERSION, line)
        day, value, source = version["from"], version["value"], version["source"]
        low, high = version.get("low"), version.get("high")
        if not isinstance(day, date) or isinstance(day, datetime):
            self._fault("fault.rule_day", key, line, value=day)
        if not (_is_number(value) or (isinstance(value, str) and value)):
            self._fault("fault.rule_value", key, line, value=value)
        if not isinstance(source, str) or not source.strip():
            self._fault("fault.rule_source", key, line)
        if (low, high) != (None, None) and not _holds(low, value, high):
            self._fault("fault.rule_interval", key, line, low=low, value=value, high=high)
        if len(self.faults) > before:
            return None
        return Rule(key, value, unit, day, source, low, high)

    def _refuse_strangers(
        self, key: str, content: Mapping[Hashable, object], known: set[str], line: int
    ) -> None:
        """Refuse parts of an entry that mean nothing, such as a misspelt name."""
        for part in content:
            if part not in known:
                self._fault("fault.rule_unknown_part", key, line, part=part)

    def _fault(self, code: str, key: str, line: int, **values: object) -> None:
        """Keep one fault of a rule."""
        self.faults.append(Fault(code, self.table, line, key, values))


def _is_number(value: object) -> TypeGuard[float]:
    """Say whether a value is a finite number; yes and no are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _holds(low: object, value: object, high: object) -> bool:
    """Say whether three numbers stand in order."""
    return _is_number(low) and _is_number(value) and _is_number(high) and low <= value <= high
