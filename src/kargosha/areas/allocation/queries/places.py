"""What a place asked for and got in the round that was published last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kargosha.areas.allocation.models import Run
from kargosha.areas.allocation.queries.masking import Masking
from kargosha.areas.allocation.queries.rounds import latest_published
from kargosha.kernel.access import Actor
from kargosha.kernel.roles import Permission


@dataclass(frozen=True)
class PlaceGrant:
    """The round that was published last, with the figures of a county in it; None of other places.

    Figures behind which fewer than ``smallest_cell`` proposals stand are masked.
    """

    run: Run
    figures: Mapping[str, Any] | None
    smallest_cell: int | None


def granted_at(*, by: Actor, place_code: str) -> PlaceGrant | None:
    """Return what a county asked for and got in the latest public round, as far as the asker may see it.

    None before there is a public round.
    """
    run = latest_published(by=by)
    if run is None:
        return None
    figures, smallest = run.solution.figures, None
    if not by.may(Permission.RUN_VIEW, place_code):
        masking = Masking(run.rules_on)
        figures, smallest = masking.figures(figures), masking.smallest_cell
    rows = {row["code"]: row for row in figures.get("counties", ())}
    return PlaceGrant(run, rows.get(place_code), smallest)
