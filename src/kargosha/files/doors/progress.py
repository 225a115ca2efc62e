"""How far a long method is, on one line of the terminal."""

import sys

import click

from kargosha.files.words import Language, say, shown


class Progress:
    """A watch that shows its reports where a person sits at the terminal, and never stops."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._is_seen = sys.stderr.isatty()

    def stop(self) -> bool:
        """Never: Ctrl-C ends the command, and the child with it."""
        return False

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        """Write one report over the one before."""
        if self._is_seen:
            values = {"share": share, "bound": self._figure(bound), "value": self._figure(value)}
            line = say("allocate.progress", values, self._language)
            click.echo(f"\r\x1b[K{line}", nl=False, err=True)

    def end(self) -> None:
        """Take the line away."""
        if self._is_seen:
            click.echo("\r\x1b[K", nl=False, err=True)

    def _figure(self, value: float | None) -> str:
        """Return a value that may not be known yet."""
        return "–" if value is None else shown(value, self._language, ".4f")
