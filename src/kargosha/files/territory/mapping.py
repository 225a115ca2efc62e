"""How the columns of somebody's file become ours: a mapping, as data that can be saved and shared.

In YAML::

    name: survey-2016
    titles: {fa: …, en: …}
    target: observations
    columns: {place_code: County code, source: Publication}
    constants: {observed_on: "1395"}
    values_of: {place_kind: {rd: rural_district}}
    leave_out: {County code: [Total]}
    series:
      - {column: Unemployed, indicator: unemployed, margin: Error of unemployed}

`columns` names, for a column of ours, the file's header; `constants` gives what holds for every
row; `values_of` says the file's words in ours; `leave_out` names rows that are none, such as
totals. A file with one column a figure has `series`: each makes observations of one indicator.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal, get_args

from kargosha.analysis.tables import Table
from kargosha.analysis.territory.judging.tables import TERRITORY_INPUTS

Target = Literal["places", "observations", "flows", "designations", "boundaries"]
TARGETS: tuple[Target, ...] = get_args(Target)

TABLES: Mapping[str, Table] = {table.name: table for table in TERRITORY_INPUTS}
"""The table of each target; boundaries are no table."""


@dataclass(frozen=True)
class Series:
    """One column of a file that holds one indicator of each place.

    Attributes
    ----------
    column
        Header of the file's column.
    indicator
        Code of the indicator.
    period
        When it was observed, such as ``1395``; empty where another column says it.
    source
        Who says so; empty where another column says it.
    margin
        Header of the column with half the width of the 95 % interval; empty for none.
    boundary
        Day or year whose boundaries were used; empty for those of the period.
    """

    column: str
    indicator: str
    period: str = ""
    source: str = ""
    margin: str = ""
    boundary: str = ""


@dataclass(frozen=True)
class ColumnMapping:
    """How one kind of file is read.

    Attributes
    ----------
    name
        Letters, digits and hyphens.
    titles
        What people call the kind of file, by ``fa`` and ``en``.
    target
        What its rows become.
    columns
        The file's header by our column.
    constants
        What holds for every row, by our column; as text.
    values_of
        Our word by the file's word, by our column.
    leave_out
        Words by the file's header: a row that holds one of them is left out.
    series
        Columns that hold a figure each.
    """

    name: str
    titles: Mapping[str, str]
    target: Target
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    values_of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    leave_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    series: tuple[Series, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Headers that the file must have, each once."""
        of_series = [name for each in self.series for name in (each.column, each.margin) if name]
        return tuple(dict.fromkeys([*self.columns.values(), *of_series, *self.leave_out]))

    @property
    def gives(self) -> frozenset[str]:
        """Columns of ours that a file read by it has; the others stay as they are known."""
        ours = {*self.columns, *self.constants}
        for each in self.series:
            ours |= {"indicator", "value"}
            ours |= {"observed_on", "period"} if each.period else set()
            ours |= {"boundary_on"} if each.boundary else set()
            ours |= {name for name in ("source", "margin") if getattr(each, name)}
        return frozenset(ours)


def definition_of(mapping: ColumnMapping) -> dict[str, object]:
    """Return a mapping as plain data for JSON or YAML; `mapping_of` reads it back."""
    return {
        "name": mapping.name,
        "titles": dict(mapping.titles),
        "target": mapping.target,
        "columns": dict(mapping.columns),
        "constants": dict(mapping.constants),
        "values_of": {column: dict(words) for column, words in mapping.values_of.items()},
        "leave_out": {header: list(words) for header, words in mapping.leave_out.items()},
        "series": [
            {key: text for key, text in asdict(each).items() if text} for each in mapping.series
        ],
    }
