"""The journal: `verify` from the files' door, `export` from the database."""

from collections.abc import Iterator
from pathlib import Path

import click

from kargosha.files.doors.journal import command
from kargosha.files.journal import NOTHING
from kargosha.files.journal_lines import Seal, entry_line, seal_line
from kargosha.files.whole import whole_file
from kargosha.kernel import queries
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting
from kargosha.kernel.journal import entry_mapping

__all__ = ["command"]


@command.command()
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
@acting
def export(out: Path, by: Actor) -> None:
    """Write every entry and seal to a file that `kargosha journal verify` checks."""
    with whole_file(out) as draft, draft.open("w", encoding="utf-8") as lines:
        for line in _lines(by):
            lines.write(line + "\n")
    click.echo(out)


def _lines(by: Actor) -> Iterator[str]:
    """Yield each batch's entries and its seal, then the entries that no seal covers yet."""
    entries = queries.journal_entries(by=by).order_by("id")
    previous, end = NOTHING, 0
    for seal in queries.journal_seals(by=by):
        start, end = seal.from_transaction, seal.to_transaction
        batch = entries.filter(transaction__gte=start, transaction__lt=end)
        yield from (entry_line(entry_mapping(entry)) for entry in batch.iterator())
        own = bytes.fromhex(seal.seal)
        yield seal_line(Seal(previous, bytes.fromhex(seal.root), start, end, own))
        previous = own
    tail = entries.filter(transaction__gte=end)
    yield from (entry_line(entry_mapping(entry)) for entry in tail.iterator())
