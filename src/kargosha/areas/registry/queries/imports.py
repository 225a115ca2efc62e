"""What a person may ask about lists of groups that were handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from kargosha.analysis.errors import Fault
from kargosha.areas.registry.frames.rosters import roster_judged
from kargosha.areas.registry.models import RosterImport, RosterResult
from kargosha.files import registry as files
from kargosha.files.words import Language
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.models import Attachment
from kargosha.kernel.roles import Permission

LISTS_A_PAGE = 25
MOST_TOLD = 200
"""Nobody mends more than this in one go; the file of bad rows holds all."""

NOTE = "note."

State = Literal["unreadable", "faulty", "good", "imported"]


@dataclass(frozen=True)
class RosterShown:
    """A list that was handed in, what was found in it, and what came of it."""

    source: RosterImport
    result: RosterResult | None
    may_import: bool

    @cached_property
    def faults(self) -> Sequence[Fault]:
        """What is wrong, as far as it is shown."""
        told = [each for each in self.source.faults if not each["code"].startswith(NOTE)]
        return [files.fault_of(each) for each in told[:MOST_TOLD]]

    @cached_property
    def notes(self) -> Sequence[Fault]:
        """What is worth knowing and need not be mended."""
        return [
            files.fault_of(each) for each in self.source.faults if each["code"].startswith(NOTE)
        ]

    @property
    def state(self) -> State:
        """How far it has come."""
        if self.result is not None:
            return "imported"
        if not self.source.row_count:
            return "unreadable"
        return "faulty" if self.source.fault_count else "good"

    @property
    def untold_count(self) -> int:
        """How many faults are counted and not shown."""
        return self.source.fault_count - len(self.faults)

    @property
    def bad_count(self) -> int:
        """How many rows are left out: at fault, or of a group in which one is."""
        return self.source.row_count - self.source.good_count


def rosters(*, by: Actor, page: str | None = None) -> Page[RosterShown]:
    """Return a page of the lists that were handed in, the latest first."""
    found = Paginator(_seen(by), LISTS_A_PAGE).get_page(page)
    shown = [_shown(by, source) for source in found]
    return Page(shown, found.number, cast("Paginator[RosterShown]", found.paginator))


def roster_lines(*, by: Actor) -> list[RosterShown]:
    """Return all lists that were handed in and the asker may see, the latest first."""
    return [_shown(by, source) for source in _seen(by)]


def roster_page(*, by: Actor, roster_id: int) -> RosterShown:
    """Return a list that was handed in, with what was found in it and what came of it.

    Raises
    ------
    NotFound
        There is no such list, or none that the asker may see.
    """
    source = _seen(by).filter(pk=roster_id).first()
    if source is None:
        raise NotFound("roster", roster_id)
    return _shown(by, source)


def roster_to_take_in(*, by: Actor, roster_id: int) -> RosterImport:
    """Return a list that the asker may take in, with its file.

    Raises
    ------
    NotFound
        There is no such list, or none that the asker may take in.
    """
    source = _seen(by).filter(pk=roster_id).defer(None).first()
    if source is None or not _may_take_in(by, source):
        raise NotFound("roster", roster_id)
    return source


def roster_bad_rows(*, by: Actor, roster_id: int) -> Attachment:
    """Return the groups of a list that are at fault, as a file to mend, for who may take the list in.

    Raises
    ------
    NotFound
        There is no such list, it has none, or the asker may not see it.
    """
    shown = roster_page(by=by, roster_id=roster_id)
    if shown.source.bad_rows is None or not _may_take_in(by, shown.source):
        raise NotFound("roster", roster_id)
    return shown.source.bad_rows


def roster_checked(*, by: Actor, name: str, content: bytes) -> files.CheckedRoster:
    """Return what could be taken in of a list, judged beside what is registered; nothing is stored.

    Raises
    ------
    BadTable
        The list as a whole cannot be read.
    """
    _require_registrar(by)
    return roster_judged(files.read_roster(name, content), by)


def roster_template(*, by: Actor, language: Language, ending: str) -> bytes:
    """Return an empty list with one made-up row.

    Raises
    ------
    NotFound
        There are no such files.
    """
    _require_registrar(by)
    if ending not in files.ENDINGS:
        raise NotFound("file", ending)
    return files.template_file(language, ending)


def _seen(by: Actor) -> QuerySet[RosterImport]:
    """Return the lists that the asker may see: the own ones, and all to who reads all groups."""
    if not (by.may_somewhere(Permission.GROUP_REGISTER) or by.may(Permission.GROUP_VIEW)):
        raise NotAllowed(Permission.GROUP_REGISTER)
    own = Q() if by.may(Permission.GROUP_VIEW) else Q(submitted_by=by.user_id)
    return (
        RosterImport.objects.filter(own)
        .select_related("file", "submitted_by__office", "result__applied_by")
        .defer("file__content")
    )


def _shown(by: Actor, source: RosterImport) -> RosterShown:
    result = getattr(source, "result", None)
    may_import = _may_take_in(by, source) and result is None and source.good_count > 0
    return RosterShown(source, result, may_import)


def _may_take_in(by: Actor, source: RosterImport) -> bool:
    """Say whether the asker may take a list in: whoever handed it in, or registers everywhere."""
    is_own = by.user_id is not None and source.submitted_by_id == by.user_id
    return by.may_somewhere(Permission.GROUP_REGISTER) and (
        is_own or by.may(Permission.GROUP_REGISTER)
    )


def _require_registrar(by: Actor) -> None:
    if not by.may_somewhere(Permission.GROUP_REGISTER):
        raise NotAllowed(Permission.GROUP_REGISTER)
