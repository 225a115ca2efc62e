"""Files and folders that appear whole or not at all.

What is written goes to a name of its own in the same folder and takes its real name by renaming,
which no reader sees half done. When writing fails or is interrupted, nothing of it stays.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a name to write to; when the block ends well, it becomes ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    os.close(number)
    draft = Path(name)
    try:
        yield draft
        draft.chmod(0o666 & ~_mask())
        _settle(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a folder to write to; when the block ends well, it becomes ``path``.

    What stood at ``path`` is replaced; asking whether it may be is the caller's duty.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        yield draft
        draft.chmod(0o777 & ~_mask())
        for file in draft.rglob("*"):
            if file.is_file():
                _settle(file)
        _take_name(draft, path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _take_name(draft: Path, path: Path) -> None:
    """Put the finished folder at its name, moving what stood there out of the way first."""
    if not path.exists():
        draft.rename(path)
        return
    earlier = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        path.rename(earlier / "earlier")
        try:
            draft.rename(path)
        except OSError:
            (earlier / "earlier").rename(path)
            raise
    finally:
        shutil.rmtree(earlier, ignore_errors=True)


def _settle(file: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    number = os.open(file, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _mask() -> int:
    """Return the mask of rights that this process gives to new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
