"""What a person may ask about files that were handed in, and about the mappings that read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import Literal, cast

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet

from kargosha.analysis.errors import Fault
from kargosha.analysis.watch import Watch
from kargosha.areas.territory import frames
from kargosha.areas.territory.models import (
    ColumnMapping,
    Import,
    ImportCheck,
    ImportOrder,
    ImportResult,
    Indicator,
)
from kargosha.files import territory as files
from kargosha.files.territory.headers import MAPS
from kargosha.kernel.access import Actor, require
from kargosha.kernel.deciding import snapshot
from kargosha.kernel.errors import NotFound
from kargosha.kernel.models import Attachment
from kargosha.kernel.roles import Permission

FILES_A_PAGE = 25

MOST_TOLD = 200
"""Nobody mends more than this in one go; the file of bad rows holds all."""

State = Literal["checking", "checked", "applying", "applied"]


@dataclass(frozen=True)
class ImportShown:
    """A file that was handed in, and what has become of it so far."""

    source: Import
    check: ImportCheck | None
    order: ImportOrder | None
    result: ImportResult | None

    @cached_property
    def faults(self) -> Sequence[Fault]:
        """What is wrong, as far as it is shown."""
        kept = self.check.faults[:MOST_TOLD] if self.check else ()
        return [frames.fault_of(each) for each in kept]

    @cached_property
    def notes(self) -> Sequence[Fault]:
        """What is worth knowing and need not be mended."""
        return [frames.fault_of(each) for each in self.check.notes] if self.check else []

    @property
    def state(self) -> State:
        """How far it has come."""
        if self.result is not None:
            return "applied"
        if self.check is None:
            return "checking"
        return "checked" if self.order is None else "applying"

    @property
    def is_waiting(self) -> bool:
        """Whether the worker is at it."""
        return self.state in ("checking", "applying")

    @property
    def untold_count(self) -> int:
        """How many faults are counted and not shown."""
        return self.check.fault_count - len(self.faults) if self.check else 0

    @property
    def bad_count(self) -> int:
        """How many rows are not good."""
        return self.check.row_count - self.check.good_count if self.check else 0


@dataclass(frozen=True)
class FileKept:
    """A file that was kept, its headers, the mappings that fit them, and what can be observed."""

    file: Attachment
    headers: Sequence[str]
    fitting: Sequence[ColumnMapping]
    indicators: Sequence[Indicator]


def imports(*, by: Actor, page: str | None = None) -> Page[ImportShown]:
    """Return a page of the files that were handed in, the latest first."""
    require(by, Permission.PLACE_IMPORT)
    found = Paginator(_imports(), FILES_A_PAGE).get_page(page)
    shown = [_shown(source) for source in found]
    return Page(shown, found.number, cast("Paginator[ImportShown]", found.paginator))


def import_page(*, by: Actor, import_id: int) -> ImportShown:
    """Return a file that was handed in, with what was found in it and what came of it.

    Raises
    ------
    NotFound
        There is no such import.
    """
    return _shown(import_seen(by=by, import_id=import_id))


def import_seen(*, by: Actor, import_id: int) -> Import:
    """Return a file that was handed in.

    Raises
    ------
    NotFound
        There is no such import.
    """
    require(by, Permission.PLACE_IMPORT)
    source = _imports().filter(pk=import_id).first()
    if source is None:
        raise NotFound("import", import_id)
    return source


def bad_rows(*, by: Actor, import_id: int) -> Attachment:
    """Return the bad rows of a file as its latest check found them, as a file to mend.

    Raises
    ------
    NotFound
        There is no such import, or it has none.
    """
    check = import_page(by=by, import_id=import_id).check
    if check is None or check.bad_rows is None:
        raise NotFound("import", import_id)
    return check.bad_rows


def mappings(*, by: Actor) -> QuerySet[ColumnMapping]:
    """Return the saved mappings by name, of each name the latest."""
    require(by, Permission.PLACE_IMPORT)
    return ColumnMapping.objects.order_by("name", "-id").distinct("name")


def mapping_named(*, by: Actor, name: str) -> files.ColumnMapping:
    """Return the mapping that holds under a name.

    Raises
    ------
    NotFound
        None is saved under it.
    """
    saved = mappings(by=by).filter(name=name).first()
    if saved is None:
        raise NotFound("mapping", name)
    return files.mapping_of(saved.definition)


def file_kept(*, by: Actor, file_id: int) -> Attachment:
    """Return a file that the asker has kept.

    Raises
    ------
    NotFound
        There is none of that number that the asker has kept.
    """
    require(by, Permission.PLACE_IMPORT)
    file = Attachment.objects.filter(pk=file_id, added_by=by.person).defer("content").first()
    if file is None:
        raise NotFound("file", file_id)
    return file


def file_page(*, by: Actor, file_id: int) -> FileKept:
    """Return a file that the asker has kept, with its headers and the mappings that fit them.

    Raises
    ------
    NotFound
        There is none of that number that the asker has kept.
    BadTable
        Its headers cannot be read.
    """
    file = file_kept(by=by, file_id=file_id)
    with frames.laid_out(file) as path:
        headers = files.headers_of(path)
    saved = {each.name: each for each in mappings(by=by)}
    choice = [files.mapping_of(each.definition) for each in saved.values()]
    is_map = PurePath(file.name).suffix.casefold() in MAPS
    fitting = [saved[name] for name in files.suggested(headers, choice, is_map=is_map)]
    return FileKept(file, headers, fitting, list(Indicator.objects.all()))


def file_judged(
    *, by: Actor, path: Path, mapping: files.ColumnMapping, watch: Watch
) -> frames.JudgedFile:
    """Return what could be taken in of a file, judged beside what is known; nothing is stored.

    Raises
    ------
    BadTable
        The file as a whole cannot be read by the mapping.
    """
    require(by, Permission.PLACE_IMPORT)
    read = frames.read_file(path, mapping, watch)
    with snapshot():
        return frames.judged_file(read)


def _imports() -> QuerySet[Import]:
    checks = ImportCheck.objects.select_related("order__ordered_by").defer("faults", "notes")
    return Import.objects.select_related(
        "mapping", "submitted_by", "progress", "result__applied_by"
    ).prefetch_related(Prefetch("checks", checks))


def _shown(source: Import) -> ImportShown:
    check = next(iter(source.checks.all()), None)
    return ImportShown(
        source=source,
        check=check,
        order=getattr(check, "order", None),
        result=getattr(source, "result", None),
    )
