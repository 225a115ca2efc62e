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
    file's format do not count; so a page's export and the rows in the database agree.
    """
    kept = sorted(
        name
        for name in frame.columns
        if name != ROW and frame.get_column(name).null_count() < frame.height
    )
    flat = frame.select(
        pl.col(name).list.join(";") if isinstance(frame.schema[name], pl.List) else pl.col(name)
        for name in kept
    )
    ordered = flat.sort(kept, nulls_last=True) if kept else flat
    # A null and an empty text differ: texts stand in quotes, a null is this one character.
    content = ordered.write_csv(quote_style="non_numeric", null_value="\x00")
    return hashlib.sha256(content.encode()).hexdigest()


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
