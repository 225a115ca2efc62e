"""Compute an index from a table of figures: point, uncertainty, and how it was made.

`compute_index` runs wherever it is called; `index_apart` runs it in a child that can be killed. The
command on files, the workshop and the publishing of a version call the same function.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import numpy as np
import polars as pl

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.tables import row_numbers
from kargosha.analysis.territory.composing import TABLE, Floats
from kargosha.analysis.territory.composite import Composite, index_values
from kargosha.analysis.territory.index_method import IndexMethod
from kargosha.analysis.territory.uncertainty import RankUncertainty, rank_uncertainty
from kargosha.analysis.watch import Unwatched, Watch
from kargosha.files import clock
from kargosha.files.apart import run_apart
from kargosha.files.index_methods import (
    mapping_of,
    method_of,
    method_text,
    read_method,
    shipped_methods,
)
from kargosha.files.provenance import code_version, fingerprint

__all__ = [
    "IndexOptions",
    "IndexProvenance",
    "IndexResult",
    "compute_index",
    "index_apart",
    "mapping_of",
    "method_of",
    "method_text",
    "read_method",
    "shipped_methods",
]

UNWATCHED = Unwatched()


@dataclass(frozen=True)
class IndexOptions:
    """What is asked of the uncertainty.

    Attributes
    ----------
    draws
        How many draws.
    seed
        Seed of the draws.
    level
        Share of the draws that an interval holds.
    seconds
        After that long a child is killed.
    """

    draws: int = 10_000
    seed: int = 0
    level: float = 0.9
    seconds: float = 3_600.0


@dataclass(frozen=True)
class IndexProvenance:
    """The origin of one index.

    Attributes
    ----------
    inputs
        Fingerprints of the figures and of the method.
    version
        Version of the code.
    numpy
        Version of NumPy, on which the draws depend.
    draws, seed, level
        What was done; fewer draws than asked when it was stopped by hand.
    started
        Instant at which the work began (UTC).
    seconds
        How long it took.
    reproducible
        Whether the same inputs give the same result again: false when it was stopped.
    """

    inputs: Mapping[str, str]
    version: str
    numpy: str
    draws: int
    seed: int
    level: float
    started: datetime
    seconds: float
    reproducible: bool

    def as_json(self) -> dict[str, object]:
        """Return the record as values that JSON holds."""
        return {**asdict(self), "started": self.started.isoformat()}


@dataclass(frozen=True, eq=False)
class IndexResult:
    """An index of n places made of k indicators.

    Attributes
    ----------
    places
        Codes of the places, in the order of all arrays.
    figures
        (n, k) the figures it was made of; nan unknown.
    composite, uncertainty
        Values and ranks, and how sure they are.
    method, options, provenance
        How it was made.
    """

    places: tuple[str, ...]
    figures: Floats
    composite: Composite
    uncertainty: RankUncertainty
    method: IndexMethod
    options: IndexOptions
    provenance: IndexProvenance


def index_apart(
    figures: pl.DataFrame,
    method: IndexMethod,
    options: IndexOptions | None = None,
    watch: Watch = UNWATCHED,
) -> IndexResult:
    """Run `compute_index` in a child process that is killed when it overruns.

    Raises
    ------
    BadTable
        As `compute_index`.
    Killed, Overran
        The child died, or did not end in its time.
    """
    options = options or IndexOptions()
    return run_apart(compute_index, (figures, method, options), options.seconds, watch=watch)


def compute_index(
    figures: pl.DataFrame,
    method: IndexMethod,
    options: IndexOptions | None = None,
    watch: Watch = UNWATCHED,
) -> IndexResult:
    """Compute an index and its uncertainty from figures in long form.

    Parameters
    ----------
    figures
        One row a place and indicator: ``place``, ``indicator``, ``value`` (null unknown) and
        ``margin`` (null none); other columns and other indicators are left aside. A place without
        a row for an indicator is unknown in it. The order of the rows changes nothing.
    method
        The index.
    options
        Draws, seed and level.
    watch
        Hears of progress and may stop the draws.

    Raises
    ------
    BadTable
        With every fault of the method, or of the figures by row.
    """
    options = options or IndexOptions()
    started, began = clock.now(), clock.monotonic()
    method.check()
    faults = figure_faults(figures, method)
    if faults:
        raise BadTable(faults)
    places = figures.get_column("place").unique().sort().to_list()
    used = figures.filter(pl.col("indicator").is_in(method.indicators))
    values, margins = (_wide(used, name, places, method) for name in ("value", "margin"))
    composite = index_values(values, method)
    uncertainty = rank_uncertainty(
        values,
        margins,
        method,
        draws=options.draws,
        seed=options.seed,
        level=options.level,
        watch=watch,
    )
    provenance = IndexProvenance(
        inputs={
            "observations": fingerprint(used.select("place", "indicator", "value", "margin")),
            "method": _digest(method),
        },
        version=code_version(),
        numpy=np.__version__,
        draws=uncertainty.draws,
        seed=options.seed,
        level=options.level,
        started=started,
        seconds=clock.monotonic() - began,
        reproducible=uncertainty.draws == options.draws,
    )
    return IndexResult(tuple(places), values, composite, uncertainty, method, options, provenance)


def figure_faults(figures: pl.DataFrame, method: IndexMethod) -> list[Fault]:
    """Return what is wrong with figures in long form, each by its row."""
    rows = row_numbers(figures)
    faults = _twice(figures, rows)
    for name, least in (("value", None), ("margin", 0)):
        column = figures.get_column(name).cast(pl.Float64)
        wrong = [("fault.not_finite", ~column.is_finite())]
        if least is not None:
            wrong.append(("fault.negative", column.is_finite() & (column < least)))
        for code, found in wrong:
            found = found.fill_null(value=False)
            faults += [
                Fault(code, TABLE, row, name, {"value": value})
                for row, value in zip(rows.filter(found), column.filter(found), strict=True)
            ]
    return faults + (_unknown(figures, method) if method.unknown == "refuse" else [])


def _twice(figures: pl.DataFrame, rows: pl.Series) -> list[Fault]:
    """Return a fault for each row whose place and indicator stand in an earlier one."""
    keyed = figures.select("place", "indicator").with_columns(row=rows)
    first = keyed.with_columns(twin=pl.col("row").first().over("place", "indicator"))
    return [
        Fault("fault.index_twice", TABLE, row, "indicator", {"value": place, "twin": twin})
        for place, _, row, twin in first.filter(pl.col("row") != pl.col("twin")).iter_rows()
    ]


def _unknown(figures: pl.DataFrame, method: IndexMethod) -> list[Fault]:
    """Return a fault for each place and indicator without a figure."""
    known = figures.filter(pl.col("value").is_not_null())
    there = set(known.select("place", "indicator").iter_rows())
    return [
        Fault("fault.index_unknown", TABLE, None, indicator, {"place": place})
        for place in figures.get_column("place").unique().sort()
        for indicator in method.indicators
        if (place, indicator) not in there
    ]


def _wide(used: pl.DataFrame, name: str, places: Sequence[str], method: IndexMethod) -> Floats:
    """Return (n, k) the values of one column; nan where none stands."""
    wide = np.full((len(places), len(method.terms)), np.nan)
    place_at = {place: row for row, place in enumerate(places)}
    term_at = {indicator: column for column, indicator in enumerate(method.indicators)}
    rows = [place_at[place] for place in used.get_column("place")]
    columns = [term_at[indicator] for indicator in used.get_column("indicator")]
    wide[rows, columns] = used.get_column(name).cast(pl.Float64).fill_null(np.nan).to_numpy()
    return wide


def _digest(method: IndexMethod) -> str:
    """Return the SHA-256 of a method's parts."""
    parts = json.dumps(mapping_of(method), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(parts.encode()).hexdigest()
