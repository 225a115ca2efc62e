"""All that the page of a round shows, for the front page and for the round's own."""

from collections.abc import Mapping

from django.core.paginator import Paginator

from kargosha.areas.allocation.models import Candidate
from kargosha.areas.allocation.queries.proposals import case_of, chosen, line_of
from kargosha.areas.allocation.queries.rounds import round_page, rounds
from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound
from kargosha.kernel.roles import Permission

FILTERS = ("outcome", "place", "search")
ROWS_A_PAGE = 12


def round_shown(*, by: Actor, run_id: int, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a round with the part of its portfolio that the address asks for, and what one may do.

    Raises
    ------
    NotFound
        There is no such run, or none that the asker may see.
    """
    found = round_page(by=by, run_id=run_id)
    return _part(by, run_id, asked) | {
        "round": found,
        "names": found.names,
        "outcomes": Candidate.Outcome.values,
        "may_decide": by.may(Permission.RUN_APPROVE),
        "may_publish": by.may(Permission.RUN_PUBLISH),
    }


def portfolio_shown(*, by: Actor, run_id: int, asked: Mapping[str, str]) -> dict[str, object]:
    """Return the part of a portfolio that the address asks for, and the why of one of its proposals.

    Raises
    ------
    NotFound
        There is no such run, or none that the asker may see.
    """
    if not rounds(by=by).filter(pk=run_id).exists():
        raise NotFound("run", run_id)
    return _part(by, run_id, asked)


def _part(by: Actor, run_id: int, asked: Mapping[str, str]) -> dict[str, object]:
    filters = {name: asked.get(name, "") for name in FILTERS}
    page = Paginator(chosen(by=by, run_id=run_id, filters=filters), ROWS_A_PAGE).get_page(
        asked.get("page")
    )
    lines = [line_of(candidate=candidate, by=by) for candidate in page]
    telling = next((each for each in page if each.outcome == Candidate.Outcome.REFUSED), None)
    first = telling or next(iter(page), None)
    return {
        "run_id": run_id,
        "lines": lines,
        "page": page,
        "chosen": filters,
        "case": first and case_of(candidate=first, by=by),
        "may_try": bool(lines) and lines[0].is_full,
    }
