"""Bytes and text of one file that a person named, or the fault that says why not."""

import codecs
from pathlib import Path

from kargosha.analysis.errors import BadTable, Fault

MOST_BYTES = 2 * 1024**3
"""No file is larger than this; a table of a million rows is a tenth of it."""

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def content(path: Path, table: str) -> bytes:
    """Return a file's bytes; `BadTable` when it is missing, no file, unreadable or too large."""
    try:
        if not path.exists():
            raise _fault("fault.file_missing", table)
        if path.is_dir():
            raise _fault("fault.file_is_folder", table)
        if not path.is_file():
            raise _fault("fault.file_unreadable", table, reason="not a regular file")
        if path.stat().st_size > MOST_BYTES:
            raise _fault("fault.file_too_large", table, most=MOST_BYTES // 1024**2)
        return path.read_bytes()
    except OSError as error:
        raise _fault("fault.file_unreadable", table, reason=error.strerror) from error


def text(path: Path, table: str) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 with its mark; `BadTable` otherwise."""
    return decoded(content(path, table), table)


def decoded(raw: bytes, table: str) -> str:
    """Return bytes as text without the byte order mark; `BadTable` when they are not Unicode."""
    encoding = "utf-16" if raw.startswith(UTF16) else "utf-8-sig"
    try:
        found = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _fault("fault.encoding", table, line=line) from error
    if "\x00" in found:
        # UTF-16 without a mark, or no text at all.
        raise _fault("fault.encoding", table, line=found.count("\n", 0, found.index("\x00")) + 1)
    return found


def _fault(code: str, table: str, **values: object) -> BadTable:
    """Return one fault of a whole file."""
    return BadTable([Fault(code, table, values=values)])
