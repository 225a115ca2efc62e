"""What a result was made from and how, so that another person can make it again."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

import polars as pl

from kargosha import __version__
from kargosha.analysis.tables import ROW

EXACT = 2**53
"""Below it a float holds every whole number."""


@dataclass(frozen=True)
class Provenance:
    """The origin of one result.

    Attributes
    ----------
    inputs
        Fingerprint of each input's content by its name (see `fingerprint`).
    rule_date
        Day on which the rules held.
    version
        Version of the code (see `code_version`).
    seed
        Seed of every draw and of the solver.
    solver
        Name and version of the solver.
    started
        Instant at which the work began (UTC).
    seconds
        How long it took.
    stopped_by
        ``gap``, ``work`` or ``seconds``.
    reproducible
        Whether the same inputs give the same result again: false when the clock stopped it.
    """

    inputs: Mapping[str, str]
    rule_date: date
    version: str
    seed: int
    solver: str
    started: datetime
    seconds: float
    stopped_by: str
    reproducible: bool

    def as_json(self) -> dict[str, object]:
        """Return the record as values that JSON holds."""
        return {
            **asdict(self),
            "inputs": dict(sorted(self.inputs.items())),
            "rule_date": self.rule_date.isoformat(),
            "started": self.started.isoformat(),
        }


def fingerprint(frame: pl.DataFrame) -> str:
    """Return the SHA-256 of a frame's content, whatever file and order it came in.

    The order of rows and columns, the row numbers of the file, columns without any value and the
    file's format do not count, nor whether a whole number is held as a fraction, nor whether a
    list or text that holds nothing is empty or absent, which no file can tell. So a page's export
    and the rows in the database agree.
    """
    flat = frame.select(
        _text(frame.get_column(name)) for name in sorted(frame.columns) if name != ROW
    )
    kept = [column.name for column in flat if column.null_count() < flat.height]
    ordered = flat.select(kept).sort(kept, nulls_last=True) if kept else flat.select(kept)
    # Texts stand in quotes; a null is this one character.
    content = ordered.write_csv(quote_style="non_numeric", null_value="\x00")
    return hashlib.sha256(content.encode()).hexdigest()


def _text(column: pl.Series) -> pl.Series:
    """Return a column as texts, the same whatever type held its values; null where none stands."""
    if isinstance(column.dtype, pl.List):
        column = column.cast(pl.List(pl.String)).list.join(";")
    elif column.dtype.is_float():
        whole = column.is_finite() & (column == column.round()) & (column.abs() < EXACT)
        digits = column.set(~whole, None).cast(pl.Int64).cast(pl.String)
        column = digits.zip_with(whole, column.cast(pl.String))
    texts = column.cast(pl.String)
    return texts.set(texts == "", None)


@cache
def code_version() -> str:
    """Return the release with a digest of the methods' source, for example ``0.1.0+c0ffee123456``.

    A checkout between two releases carries the release's number; the digest tells them apart.
    """
    digest = hashlib.sha256()
    root = files("kargosha.analysis")
    pending = [("", root)]
    sources: dict[str, bytes] = {}
    while pending:
        prefix, folder = pending.pop()
        for item in folder.iterdir():
            path = f"{prefix}/{item.name}"
            if item.is_dir():
                pending.append((path, item))
            elif item.name.endswith(".py"):
                sources[path] = item.read_bytes()
    for path, source in sorted(sources.items()):
        digest.update(f"{path}:{len(source)}:".encode() + source)
    return f"{__version__}+{digest.hexdigest()[:12]}"
