"""The journal as it is exported: one JSON object a line, and the check that nothing was changed.

``{"entry": {…}, "leaf": "…"}`` for each entry in its order, and after each batch
``{"seal": "…", "root": "…", "previous": "…", "first": n, "last": n}``.
Whoever got a seal from elsewhere, for example printed in a newspaper, finds it in the file or knows
that the file tells another story.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kargosha.files.journal import NOTHING, leaf_hash, merkle_root, seal_hash


@dataclass(frozen=True)
class Seal:
    """One seal: the hash of the one before, the batch's root, its bounds, and its own hash."""

    previous: bytes
    root: bytes
    first: int
    last: int
    hash: bytes


@dataclass(frozen=True)
class Misfit:
    """The first line that does not fit.

    Attributes
    ----------
    line
        Its number in the file, from 1.
    code
        Key of the sentence that says what is wrong.
    values
        What the sentence quotes.
    """

    line: int
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What the check of a journal found.

    Attributes
    ----------
    entries, sealed
        Entries read, and how many of them a seal covers.
    seals
        Hash of each seal, as hexadecimal text, in order.
    misfit
        The first line that does not fit; None when all do.
    """

    entries: int
    sealed: int
    seals: tuple[str, ...]
    misfit: Misfit | None


def entry_line(entry: Mapping[str, object]) -> str:
    """Return the line of one entry."""
    return _line({"entry": entry, "leaf": leaf_hash(entry).hex()})


def seal_line(seal: Seal) -> str:
    """Return the line of one seal."""
    return _line(
        {
            "seal": seal.hash.hex(),
            "root": seal.root.hex(),
            "previous": seal.previous.hex(),
            "first": seal.first,
            "last": seal.last,
        }
    )


def verified(lines: Iterable[str]) -> Verdict:
    """Check an exported journal line by line, up to the first that does not fit."""
    reader = _Reader()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        misfit = reader.take(number, line)
        if misfit is not None:
            return reader.verdict(misfit)
    return reader.verdict(None)


def _line(content: Mapping[str, object]) -> str:
    """Return one JSON object in one line."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@dataclass
class _Reader:
    """The state of the chain after each line."""

    entries: int = 0
    sealed: int = 0
    seals: list[bytes] = field(default_factory=list)
    batch: list[bytes] = field(default_factory=list)
    batch_begins: int = 0

    def take(self, number: int, line: str) -> Misfit | None:
        """Read one line; say what does not fit."""
        try:
            content = json.loads(line)
            if "entry" in content:
                return self._entry(number, content)
            return self._seal(number, content)
        except (ValueError, TypeError, KeyError):
            return Misfit(number, "journal.unreadable")

    def verdict(self, misfit: Misfit | None) -> Verdict:
        """Return what was found so far."""
        return Verdict(self.entries, self.sealed, tuple(seal.hex() for seal in self.seals), misfit)

    def _entry(self, number: int, content: Mapping[str, Any]) -> Misfit | None:
        leaf = leaf_hash(content["entry"])
        if leaf.hex() != content["leaf"]:
            return Misfit(number, "journal.entry_changed", {"entry": content["entry"].get("id")})
        self.batch_begins = self.batch_begins or number
        self.batch.append(leaf)
        self.entries += 1
        return None

    def _seal(self, number: int, content: Mapping[str, Any]) -> Misfit | None:
        previous = self.seals[-1] if self.seals else NOTHING
        root = merkle_root(self.batch)
        if content["previous"] != previous.hex():
            return Misfit(number, "journal.seal_out_of_chain")
        if content["root"] != root.hex():
            # Each entry fits its own hash, so one was left out, added, moved or hashed anew.
            begins = self.batch_begins or number
            return Misfit(number, "journal.batch_changed", {"first": begins, "last": number - 1})
        seal = seal_hash(previous, root, content["first"], content["last"])
        if content["seal"] != seal.hex():
            return Misfit(number, "journal.seal_changed")
        self.seals.append(seal)
        self.sealed += len(self.batch)
        self.batch, self.batch_begins = [], 0
        return None
