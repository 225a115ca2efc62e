"""Which folder a command may fill: a new one, an empty one, or one of its own making."""

import os
from collections.abc import Collection
from pathlib import Path

import click

from kargosha.files.words import Language, say


class BadFolder(Exception):
    """The folder may not or cannot be filled; the message says why in words."""


def refuse_folder(path: Path, own_names: Collection[str], language: Language) -> None:
    """Raise `BadFolder` unless the folder can appear at that path.

    A folder that holds anything but files of ``own_names`` is somebody's work and is left alone;
    there is no way to force it.
    """
    if path.exists() and not path.is_dir():
        raise BadFolder(say("allocate.out_is_file", {"folder": str(path)}, language))
    if path.is_dir():
        others = sorted(each.name for each in path.iterdir() if each.name not in own_names)
        if others:
            values = {"folder": str(path), "files": others[:3]}
            raise BadFolder(say("allocate.out_not_empty", values, language))
    near = next(each for each in path.resolve().parents if each.exists())
    if not near.is_dir() or not os.access(near, os.W_OK):
        raise unwritable(path, os.strerror(13), language)


def tell_earlier_result(path: Path, own_names: Collection[str], language: Language) -> None:
    """Say on standard error that files of the command's own making stand in the folder, if they do."""
    if path.is_dir() and any(each.name in own_names for each in path.iterdir()):
        values = {"folder": str(path)}
        click.echo(say("allocate.earlier_result", values, language), err=True)


def unwritable(path: Path, reason: str | None, language: Language) -> BadFolder:
    """Return the error for a folder that the system will not let us write."""
    values = {"folder": str(path), "reason": reason}
    return BadFolder(say("allocate.out_unwritable", values, language))
