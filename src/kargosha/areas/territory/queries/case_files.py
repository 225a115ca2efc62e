"""What an office may take away of early signs and of objections to figures."""

from collections.abc import Mapping

from kargosha.analysis.tables import Column, Table
from kargosha.areas.territory.queries.objections import objection_lines
from kargosha.areas.territory.queries.signs import sign_lines
from kargosha.kernel.access import Actor
from kargosha.kernel.exports import TakenAlong, taken_along

_FIGURE = (
    Column("id", "count", "number under which it is kept", required=True),
    Column("state", "text", "how it stands", required=True),
    Column("place_code", "text", "code of the place, or of the one above it"),
    Column("place_fa", "text", "Persian name of the place", required=True),
    Column("place_en", "text", "its English name"),
    Column("indicator", "text", "code of the indicator", required=True),
    Column("observed_on", "date", "first day of the figure's period", required=True),
    Column("source", "text", "where the figure was published", required=True),
)

SIGNS = Table(
    "signs",
    (
        *_FIGURE,
        Column("rule", "text", "rule that was passed", required=True),
        Column("threshold", "number", "its threshold on that day", required=True),
        Column("measured", "number", "the figure or the change held against it", required=True),
        Column("owner", "text", "code of the office that owes the answer"),
        Column("due_on", "date", "day by which it is due"),
        Column("answer", "text", "what was answered"),
    ),
)

OBJECTIONS = Table(
    "objections",
    (
        *_FIGURE,
        Column("shown_value", "number", "the figure as it stood; empty is unknown"),
        Column("claimed_value", "number", "what the place claims"),
        Column("statement", "text", "what the place says"),
        Column("due_on", "date", "day by which the answer is due"),
        Column("verdict", "text", "upheld or dismissed"),
        Column("answer", "text", "what was answered"),
    ),
)


def signs_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return the signs that the list asks for, in its order, as a file.

    Raises
    ------
    NotFound
        There are no such files.
    """
    chosen = {name: asked.get(name, "") for name in ("state", "place", "rule")}
    rows = (line.row for line in sign_lines(by=by, **chosen))
    return taken_along(rows, SIGNS, ending)


def objections_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return the objections that the list asks for, in its order, as a file.

    Raises
    ------
    NotFound
        There are no such files.
    """
    chosen = {name: asked.get(name, "") for name in ("state", "place")}
    rows = (seen.row for seen in objection_lines(by=by, **chosen))
    return taken_along(rows, OBJECTIONS, ending)
