"""What a person may ask about lists to hand in: which columns they have, an empty one, what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kargosha.analysis.tables import Column, Table
from kargosha.areas.applications.frames.activities import ACTIVITIES, sectors
from kargosha.areas.applications.frames.lists import LIST
from kargosha.areas.applications.queries.calls import CallPage, call_page
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.exports import TakenAlong, taken_along
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on

FAULTS = Table(
    "faults",
    (
        Column("row", "count", "row of the list; empty for the file as a whole"),
        Column("column", "text", "column of the list"),
        Column("cell", "text", "cell of the sheet"),
        Column("sentence", "text", "what is wrong, and how to mend it", required=True),
    ),
)


@dataclass(frozen=True)
class ListPage:
    """A call that may receive a list of proposals, with the columns that the list may have."""

    found: CallPage
    columns: Sequence[Column]

    @property
    def is_open(self) -> bool:
        """Whether it still takes proposals: until it is frozen, those on paper after its last day too."""
        return self.found.seen.state in ("open", "closed")


def proposal_list(*, by: Actor, call_code: str) -> ListPage:
    """Return what a list of proposals to a call may hold, in the order of its columns.

    Raises
    ------
    NotAllowed
        The asker hands in proposals nowhere.
    NotFound
        There is no such call.
    """
    _require_hand_in(by)
    return ListPage(call_page(by=by, code=call_code), LIST.columns)


def proposal_template(*, by: Actor, ending: str) -> TakenAlong:
    """Return an empty list of proposals.

    Raises
    ------
    NotAllowed
        The asker hands in proposals nowhere.
    NotFound
        There are no files of that kind.
    """
    _require_hand_in(by)
    return taken_along([], LIST, ending)


def activity_columns(*, by: Actor) -> Sequence[Column]:
    """Return the columns of a list of activities, in their order."""
    require(by, Permission.CALL_OPEN)
    return ACTIVITIES.columns


def activity_sectors(*, by: Actor) -> Sequence[str]:
    """Return the sectors in which activities count, by code."""
    require(by, Permission.CALL_OPEN)
    return sectors(rulebook_on(clock.today()))


def activity_template(*, by: Actor, ending: str) -> TakenAlong:
    """Return an empty list of activities.

    Raises
    ------
    NotFound
        There are no files of that kind.
    """
    require(by, Permission.CALL_OPEN)
    return taken_along([], ACTIVITIES, ending)


def faults_file(*, by: Actor, rows: Iterable[Mapping[str, object]], ending: str) -> TakenAlong:
    """Return what was wrong with a list as a file, in the order of the list.

    Raises
    ------
    NotAllowed
        The asker hands in no list anywhere.
    NotFound
        There are no files of that kind.
    """
    if not by.may(Permission.CALL_OPEN):
        _require_hand_in(by)
    return taken_along(rows, FAULTS, ending)


def _require_hand_in(by: Actor) -> None:
    if not by.may_somewhere(Permission.APPLICATION_SUBMIT):
        raise NotAllowed(Permission.APPLICATION_SUBMIT)
