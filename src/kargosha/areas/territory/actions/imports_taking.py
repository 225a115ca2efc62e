"""What comes of a file: it is checked by the worker, and taken in by the worker or by a command.

Reading takes seconds, so it is done outside a transaction; the rows are judged inside the one that
stores them, since the places may have changed since the dry run. Files are taken in one after the
other.
"""

from collections.abc import Sequence
from pathlib import Path

from django.db import DataError, transaction

from kargosha.analysis.errors import BadTable, Fault
from kargosha.analysis.watch import Unwatched
from kargosha.areas.territory import frames, queries
from kargosha.areas.territory.actions.imports import save_mapping
from kargosha.areas.territory.models import (
    Import,
    ImportCheck,
    ImportOrder,
    ImportProgress,
    ImportResult,
)
from kargosha.files.territory import definition_of, mapping_of
from kargosha.kernel import jobs
from kargosha.kernel.access import Actor, require
from kargosha.kernel.attachments import MOST_BYTES, attach
from kargosha.kernel.deciding import deciding, snapshot
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn

TURN = "territory:imports"
READING = 0.7
"""Share of the work that is done when a file has been read."""


@deciding
def check_import(*, import_id: int, by: Actor) -> ImportCheck:
    """Read a file that was handed in and keep what is wrong with it; a file is checked once.

    Raises
    ------
    NotFound
        There is no such import.
    """
    require(by, Permission.PLACE_IMPORT)
    source = queries.import_seen(by=by, import_id=import_id)
    check = source.checks.first()
    if check is not None:
        return check
    try:
        read = _read(source)
        with snapshot():
            judged = frames.judged_file(read)
    except BadTable as error:
        return _refused(source, error.faults, by)
    return _checked(source, judged, by)


@deciding
def apply_import(*, import_id: int, by: Actor) -> ImportResult | ImportCheck:
    """Take in a file as it was ordered; what is known by then is judged by again.

    Where rows are bad now that were good when it was ordered, nothing is taken in and a new check
    says so, for whoever ordered it to decide again. What was taken in is not taken in twice.

    Raises
    ------
    NotFound
        There is no such import.
    Refused
        Nobody has ordered it.
    """
    require(by, Permission.PLACE_IMPORT)
    source = queries.import_seen(by=by, import_id=import_id)
    done = ImportResult.objects.filter(source=source).first()
    if done is not None:
        return done
    order = ImportOrder.objects.filter(check_result__source=source).order_by("-id").first()
    if order is None:
        raise Refused(Refusal("refusal.import_not_ordered", {"number": import_id}))
    try:
        return _applied(source, order, _read(source), by)
    except BadTable as error:
        return _refused(source, error.faults, by)
    except (Refused, DataError) as error:
        return _refused(source, _unfit(source, error), by)


@transaction.atomic
def import_file(*, read: frames.ReadFile, path: Path, skip_bad: bool, by: Actor) -> ImportResult:
    """Take in a file from where it lies, with the mapping by which it was read.

    Raises
    ------
    BadTable
        Rows are bad that are not to be left out, or none is good; nothing was taken in.
    Refused
        A value does not fit its field.
    """
    require(by, Permission.PLACE_IMPORT)
    take_turn(TURN)
    judged = frames.judged_file(read)
    if judged.faults and (not skip_bad or judged.good_count == 0):
        raise BadTable(judged.faults)
    mapping = save_mapping(name=read.mapping.name, definition=definition_of(read.mapping), by=by)
    is_small = path.stat().st_size <= MOST_BYTES
    kept = attach(name=path.name, content=path.read_bytes(), by=by) if is_small else None
    source = frames.keep_import(
        Import(file=kept, file_name=path.name, file_sha256=read.sha256, mapping=mapping), by
    )
    frames.keep_check(source, judged, by)
    return _stored(source, judged, by, skip_bad=skip_bad, person=by.user_id)


def _read(source: Import) -> frames.ReadFile:
    """Read a file that was handed in, telling how far one has come."""
    assert source.file is not None  # noqa: S101 - what a command reads elsewhere is taken in at once
    mapping = mapping_of(source.mapping.definition)
    with frames.laid_out(source.file) as path:
        return frames.read_file(path, mapping, _Progress(source), name=source.file_name)


@transaction.atomic
def _checked(source: Import, judged: frames.JudgedFile, by: Actor) -> ImportCheck:
    """Keep what a dry run found."""
    assert source.submitted_by is not None  # noqa: S101 - a person kept the file
    check = frames.keep_check(source, judged, source.submitted_by.actor())
    record(
        "import.checked",
        by=by,
        subject=source.subject,
        rows=check.row_count,
        good=check.good_count,
        faults=check.fault_count,
    )
    return check


@transaction.atomic
def _refused(source: Import, faults: Sequence[Fault], by: Actor) -> ImportCheck:
    """Keep why nothing of a file can be taken in."""
    check = frames.keep_unreadable(source, faults)
    record("import.refused", by=by, subject=source.subject, faults=check.fault_count)
    return check


@transaction.atomic
def _applied(
    source: Import, order: ImportOrder, read: frames.ReadFile, by: Actor
) -> ImportResult | ImportCheck:
    """Judge and store what was read, unless that cannot be done as it was ordered."""
    take_turn(TURN)
    judged = frames.judged_file(read)
    if judged.good_count == 0 or (judged.faults and not order.skip_bad):
        return _checked(source, judged, by)
    return _stored(source, judged, by, skip_bad=order.skip_bad, person=order.ordered_by_id)


@transaction.atomic
def _stored(
    source: Import, judged: frames.JudgedFile, by: Actor, *, skip_bad: bool, person: int | None
) -> ImportResult:
    """Store the good rows, what they changed, and one entry in the journal."""
    counts = frames.store(judged)
    result = frames.keep_result(source, judged, counts, skipped_bad=skip_bad, by=person)
    _show(source, 1)
    if source.mapping.target == "observations":
        jobs.later("territory.raise_signs", source.pk)
    record(
        "import.applied",
        by=by,
        subject=source.subject,
        target=source.mapping.target,
        sha256=source.file_sha256,
        **result.counts,
    )
    return result


def _unfit(source: Import, error: Refused | DataError) -> list[Fault]:
    """Return as faults what the database or a field would not hold."""
    if isinstance(error, Refused):
        table = source.mapping.target
        return [Fault(each.code, table, values=each.values) for each in error.reasons]
    return [Fault("refusal.value_unfit", source.mapping.target)]


def _show(source: Import, share: float) -> None:
    ImportProgress.objects.filter(source=source).update(share=share)


class _Progress(Unwatched):
    """A watch that writes how far the reading of a file has come, each time by itself."""

    def __init__(self, source: Import) -> None:
        self._source = source

    def report(self, share: float, bound: float | None, value: float | None) -> None:
        """Write the share of the whole work that is done."""
        _show(self._source, READING * share)
