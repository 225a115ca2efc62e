"""All that the page of a round shows, for the front page and for the round's own."""

from collections.abc import Mapping

from django.core.paginator import Paginator

from kargosha.areas.allocation.models import Candidate, Run
from kargosha.areas.allocation.queries.masking import Masking
from kargosha.areas.allocation.queries.proposals import lines_of
from kargosha.areas.allocation.queries.rounds import latest_published, page_of, run_seen
from kargosha.kernel.access import Actor
from kargosha.kernel.roles import Permission

FILTERS = ("outcome", "place", "search")
ROWS_A_PAGE = 12


def latest_round_shown(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object] | None:
    """Return the round that was published last, as `round_shown` does; None before there is one."""
    run = latest_published(by=by)
    return None if run is None else _shown(by, run, asked)


def round_shown(*, by: Actor, run_id: int, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a round with the part of its portfolio that the address asks for, and what one may do.

    Raises
    ------
    NotFound
        There is no such run, or none that the asker may see.
    """
    return _shown(by, run_seen(by=by, run_id=run_id), asked)


def portfolio_shown(*, by: Actor, run_id: int, asked: Mapping[str, str]) -> dict[str, object]:
    """Return the part of a portfolio that the address asks for, and the why of one of its proposals.

    Raises
    ------
    NotFound
        There is no such run, or none that the asker may see.
    """
    run = run_seen(by=by, run_id=run_id)
    return _part(by, run, Masking(run.rules_on), asked)


def _shown(by: Actor, run: Run, asked: Mapping[str, str]) -> dict[str, object]:
    masking = Masking(run.rules_on)
    found = page_of(by=by, run=run, masking=masking)
    return _part(by, run, masking, asked) | {
        "round": found,
        "names": found.names,
        "outcomes": Candidate.Outcome.values,
        "may_decide": by.may(Permission.RUN_APPROVE),
        "may_publish": by.may(Permission.RUN_PUBLISH),
        "may_compare": by.may(Permission.RUN_COMPARE),
        "may_propose_ordered": found.orders is not None
        and found.state == "proposed"
        and not found.orders.is_settled
        and found.orders.ordered_count > 0
        and by.may(Permission.RUN_PROPOSE),
        "may_read_letters": found.state == "published" and by.may(Permission.RUN_VIEW),
    }


def _part(by: Actor, run: Run, masking: Masking, asked: Mapping[str, str]) -> dict[str, object]:
    filters = {name: asked.get(name, "") for name in FILTERS}
    lines = lines_of(by=by, run=run, masking=masking, filters=filters)
    page = Paginator(lines.candidates, ROWS_A_PAGE).get_page(asked.get("page"))
    shown = lines.candidates[max(page.start_index() - 1, 0) : page.end_index()]
    candidates = list(lines.read(shown))
    telling = next((each for each in candidates if each.outcome == Candidate.Outcome.REFUSED), None)
    first = telling or next(iter(candidates), None)
    return {
        "run_id": run.pk,
        "lines": [lines.line(candidate) for candidate in candidates],
        "page": page,
        "chosen": filters,
        "case": first and lines.case(first),
    }
