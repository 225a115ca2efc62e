"""What is kept of a file that is taken in: the file, what was found in it, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from kargosha.analysis.errors import Fault
from kargosha.areas.territory.frames.imports import JudgedFile
from kargosha.areas.territory.frames.imports_rows import Counts
from kargosha.areas.territory.models import (
    Import,
    ImportCheck,
    ImportProgress,
    ImportResult,
)
from kargosha.files.territory import write_bad_rows
from kargosha.files.words import Language
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.attachments import MOST_BYTES, attach
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.models import Attachment

MOST_KEPT = 500
"""Faults and notes that are kept; the file of bad rows holds the others."""

DAY = "day"


def keep_import(source: Import, by: Actor) -> Import:
    """Store that a file was handed in, and that nothing has come of it yet."""
    source.submitted_by_id = by.user_id
    source.submitted_at = clock.now()
    refuse_unfit([source])
    source.save()
    ImportProgress.objects.create(source=source)
    return source


def keep_check(source: Import, file: JudgedFile, by: Actor) -> ImportCheck:
    """Store what was found in a file, with its bad rows as a file to mend."""
    return ImportCheck.objects.create(
        source=source,
        checked_at=clock.now(),
        row_count=file.row_count,
        good_count=file.good_count,
        fault_count=len(file.faults),
        faults=[plain_fault(fault) for fault in file.faults[:MOST_KEPT]],
        notes=[plain_fault(note) for note in file.notes[:MOST_KEPT]],
        bad_rows=_bad_rows(source, file, by),
    )


def keep_unreadable(source: Import, faults: Sequence[Fault]) -> ImportCheck:
    """Store why a file as a whole could not be read."""
    return ImportCheck.objects.create(
        source=source,
        checked_at=clock.now(),
        row_count=0,
        good_count=0,
        fault_count=len(faults),
        faults=[plain_fault(fault) for fault in faults[:MOST_KEPT]],
    )


def keep_result(
    source: Import, file: JudgedFile, counts: Counts, *, skipped_bad: bool, by: int | None
) -> ImportResult:
    """Store that a file was taken in, and what it changed."""
    return ImportResult.objects.create(
        source=source,
        applied_by_id=by,
        applied_at=clock.now(),
        skipped_bad=skipped_bad,
        counts=asdict(counts) | {"left_out": file.row_count - file.good_count},
    )


def plain_fault(fault: Fault) -> dict[str, object]:
    """Return a fault as plain data; `fault_of` reads it back."""
    return {
        "code": fault.code,
        "table": fault.table,
        "row": fault.row,
        "column": fault.column,
        "values": {name: _plain(value) for name, value in fault.values.items()},
    }


def fault_of(plain: Mapping[str, Any]) -> Fault:
    """Return the fault that plain data describes."""
    values = {name: _told(value) for name, value in plain["values"].items()}
    return Fault(plain["code"], plain["table"], plain["row"], plain["column"], values)


def _plain(value: object) -> object:
    """Return a value that JSON can hold; a day is marked, so that it is shown as one."""
    match value:
        case datetime() | date():
            return {DAY: value.isoformat()}
        case None | str() | int() | float():
            return value
        case list() | tuple():
            return [_plain(each) for each in value]
        case _:
            return str(value)


def _told(value: object) -> object:
    match value:
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case list():
            return [_told(each) for each in value]
        case _:
            return value


def _bad_rows(source: Import, file: JudgedFile, by: Actor) -> Attachment | None:
    """Keep the bad rows of a table, unless there are none or they are too many to keep."""
    if file.checked is None or not file.checked.bad_rows:
        return None
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"bad-rows-{Path(file.read.name).stem}.csv"
        write_bad_rows(file.checked, path, cast("Language", source.told_in))
        if path.stat().st_size > MOST_BYTES:
            return None
        return attach(name=path.name, content=path.read_bytes(), by=by, media_type="text/csv")
