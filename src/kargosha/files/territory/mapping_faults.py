"""Everything that can be wrong with a mapping, each fault naming the key at which it stands."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields

import polars as pl

from kargosha.analysis.errors import Fault
from kargosha.analysis.territory.judging.tables import WORDS
from kargosha.files.tables.grid import quoted
from kargosha.files.tables.values import parsed
from kargosha.files.territory.mapping import TABLES, TARGETS, ColumnMapping, Series
from kargosha.files.territory.moments import moment
from kargosha.files.words import LANGUAGES

MAPPING = "mapping"
"""Name under which faults speak of a mapping."""

KEYS = tuple(each.name for each in fields(ColumnMapping))
SERIES_KEYS = tuple(each.name for each in fields(Series))
BOUNDARY_COLUMNS = ("place_code", "valid_from", "source")
SCALARS = str | int | float
ELSEWHERE = "elsewhere"
"""Our word for a place outside the province, at either end of a flow."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST_NAME = 50
_MADE = frozenset({"place_key"})
_PLACE_CHOICES = ("place_code", "place_name")


def faults_of(definition: object) -> list[Fault]:
    """Return what is wrong with the plain data of a mapping; its parts only when it has them."""
    if not isinstance(definition, Mapping):
        return [Fault("fault.mapping_shape", MAPPING)]
    shape = list(_shape(definition))
    return shape or list(_meaning(definition))


def _shape(definition: Mapping[object, object]) -> Iterator[Fault]:
    """Yield which keys are absent, unknown or hold another kind of thing."""
    for key in definition:
        if key not in KEYS:
            yield _fault("fault.mapping_key_unknown", quoted(key), known=list(KEYS))
    for key in ("name", "titles", "target", "columns"):
        if key not in definition:
            yield _fault("fault.mapping_key_missing", key)
    for key, fits in _SHAPES.items():
        if key in definition and definition[key] is not None and not fits(definition[key]):
            yield _fault("fault.mapping_key_shape", key)
    series = definition.get("series")
    for number, row in enumerate(series if isinstance(series, list) else (), start=1):
        for key in row if isinstance(row, Mapping) else ():
            if key not in SERIES_KEYS:
                yield _fault(
                    "fault.mapping_key_unknown", f"series.{number}.{key}", known=list(SERIES_KEYS)
                )
        for key in ("column", "indicator"):
            if isinstance(row, Mapping) and not row.get(key):
                yield _fault("fault.mapping_key_missing", f"series.{number}.{key}")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_table(value: object) -> bool:
    """Say whether texts stand under texts; a number may stand for a text."""
    return isinstance(value, Mapping) and all(
        isinstance(key, SCALARS) and isinstance(each, SCALARS) for key, each in value.items()
    )


def _is_table_of_tables(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(key, str) and _is_table(each) for key, each in value.items()
    )


def _is_table_of_lists(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(key, SCALARS)
        and isinstance(each, list)
        and all(isinstance(word, SCALARS) for word in each)
        for key, each in value.items()
    )


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, list) and all(_is_table(each) for each in value)


_SHAPES: Mapping[str, Callable[[object], bool]] = {
    "name": _is_text,
    "titles": _is_table,
    "target": _is_text,
    "columns": _is_table,
    "constants": _is_table,
    "values_of": _is_table_of_tables,
    "leave_out": _is_table_of_lists,
    "series": _is_list_of_tables,
}


def _meaning(definition: Mapping[object, object]) -> Iterator[Fault]:
    """Yield what is wrong with the words of a mapping of the right shape."""
    name = str(definition["name"])
    if not _NAME.fullmatch(name) or len(name) > _MOST_NAME:
        yield _fault("fault.mapping_name", "name", value=quoted(name))
    titles = definition["titles"]
    for language in LANGUAGES:
        if not isinstance(titles, Mapping) or not titles.get(language):
            yield _fault("fault.mapping_title", f"titles.{language}")
    target = str(definition["target"])
    if target not in TARGETS:
        yield _fault("fault.mapping_target", "target", value=quoted(target), known=list(TARGETS))
        return
    reader = _Meaning(target, definition)
    yield from reader.columns()
    yield from reader.required()
    yield from reader.words()
    yield from reader.series()


class _Meaning:
    """A definition against the columns of its target."""

    def __init__(self, target: str, definition: Mapping[object, object]) -> None:
        table = TABLES.get(target)
        self.target = target
        self.known = BOUNDARY_COLUMNS if table is None else tuple(set(table.by_name) - _MADE)
        self.columns_of = _part(definition, "columns")
        self.constants = _part(definition, "constants")
        self.values_of = _part(definition, "values_of")
        rows = definition.get("series") or ()
        self.rows: Sequence[Mapping[str, object]] = rows if isinstance(rows, list) else ()

    def columns(self) -> Iterator[Fault]:
        """Yield names that are no columns of the target, and those given twice."""
        for key, part in (("columns", self.columns_of), ("constants", self.constants)):
            for name in part:
                if name not in self.known:
                    known = sorted(self.known)
                    yield _fault(
                        "fault.mapping_column", f"{key}.{name}", known=known, target=self.target
                    )
        for name in self.columns_of.keys() & self.constants.keys():
            yield _fault("fault.mapping_twice", f"constants.{name}")

    def required(self) -> Iterator[Fault]:
        """Yield the columns that nothing gives."""
        given = {*self.columns_of, *self.constants}
        for name in self._needed():
            if name not in given and not (self.rows and self._in_every_series(name)):
                yield _fault("fault.mapping_required", name)
        if self.target == "observations" and not given & set(_PLACE_CHOICES):
            yield _fault("fault.mapping_required", "place_code")

    def _needed(self) -> list[str]:
        """Return the columns that a row of the target cannot be without."""
        table = TABLES.get(self.target)
        if table is None:
            return ["place_code", "source"]
        ends = ["origin_code", "destination_code"] if self.target == "flows" else []
        value = ["value"] if self.target == "observations" else []
        return [*(column.name for column in table.columns if column.required), *ends, *value]

    def _in_every_series(self, name: str) -> bool:
        keys = {"value": "column", "indicator": "indicator", "observed_on": "period"}
        return all(row.get(keys.get(name, name)) for row in self.rows)

    def words(self) -> Iterator[Fault]:
        """Yield constants and translated words that cannot stand in their column."""
        for name, value in self.constants.items():
            if name in self.known and not self._fits(name, str(value)):
                yield _fault("fault.mapping_constant", f"constants.{name}", value=quoted(value))
        for name, words in self.values_of.items():
            if name not in self.columns_of:
                yield _fault("fault.mapping_values_of", f"values_of.{name}")
                continue
            for word, ours in words.items() if isinstance(words, Mapping) else ():
                if not self._fits(name, str(ours)):
                    yield _fault(
                        "fault.mapping_constant", f"values_of.{name}.{word}", value=quoted(ours)
                    )

    def _fits(self, name: str, value: str) -> bool:
        if name in WORDS:
            return value in WORDS[name]
        table = TABLES.get(self.target)
        kind = "date" if table is None and name == "valid_from" else "text"
        kind = kind if table is None or name not in table.by_name else table.column(name).kind
        if kind == "date":
            return _is_moment(value)
        if kind == "number":
            return parsed(pl.Series([value], dtype=pl.String), "number").values[0] is not None
        return bool(value.strip())

    def series(self) -> Iterator[Fault]:
        """Yield series that do not fit the target, or whose times cannot be understood."""
        if self.rows and self.target != "observations":
            yield _fault("fault.mapping_series_target", "series", target=self.target)
        for name in ("value", "indicator", "margin"):
            if self.rows and name in {*self.columns_of, *self.constants}:
                yield _fault("fault.mapping_series_twice", name)
        seen: set[tuple[str, str]] = set()
        for number, row in enumerate(self.rows, start=1):
            for key in ("period", "boundary"):
                if row.get(key) and not _is_moment(str(row[key])):
                    yield _fault(
                        "fault.mapping_moment", f"series.{number}.{key}", value=quoted(row[key])
                    )
            figure = (str(row["indicator"]), str(row.get("period", "")))
            if figure in seen:
                yield _fault(
                    "fault.mapping_series_repeated", f"series.{number}", indicator=figure[0]
                )
            seen.add(figure)


def _part(definition: Mapping[object, object], key: str) -> Mapping[str, object]:
    part = definition.get(key) or {}
    return {str(name): each for name, each in part.items()} if isinstance(part, Mapping) else {}


def _is_moment(text: str) -> bool:
    try:
        moment(text)
    except ValueError:
        return False
    return True


def _fault(code: str, key: str, **values: object) -> Fault:
    return Fault(code, MAPPING, None, key, values)
