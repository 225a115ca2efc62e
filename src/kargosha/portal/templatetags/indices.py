"""What the pages of indices and of the workshop derive from their figures only to show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.template import Context, Library
from django.utils.translation import gettext, gettext_noop

from kargosha.areas.allocation import queries as allocation
from kargosha.areas.applications.models import Call
from kargosha.areas.territory.models import IndexFigure, IndexVersion, PlaceEstimate
from kargosha.areas.territory.queries import MethodChange, Move, TermLine
from kargosha.files.jalali import jalali_year
from kargosha.kernel.access import Actor
from kargosha.kernel.roles import Permission
from kargosha.portal.templatetags.showing import digits, sentence

register = Library()

EDGE = 2.0
"""Percent of a drawing's width that is left free at each end, so that a dot is whole."""

WIDEST = 4
"""A weight can be pulled up to so many times that of the published version."""


NOTES = (
    gettext_noop(
        "The first version, from the censuses of 1390 and 1395, as it came with the programme."
    ),
)
"""Notes of versions that the programme brings with it; what somebody typed is shown as it was typed."""


@dataclass(frozen=True)
class Span:
    """Where a rank and the ends of its interval lie in a drawing, in percent of its width."""

    start: str
    end: str
    dot: str
    before: str = ""


@register.filter
def noted(note: str) -> str:
    """Return the note of a version, in the language where the programme brought it."""
    return gettext(note) if note in NOTES else note


@register.filter
def plain(number: object) -> str:
    """Write a number as a form sends it, whatever the language."""
    return f"{number:g}" if isinstance(number, float) and number == int(number) else str(number)


@register.filter
def hundredth(number: float) -> str:
    """Write a hundredth of a number as a form sends it: one step of a pull."""
    return str(number / 100)


@register.filter
def persian_year(day: object) -> str:
    """Write the year of the Persian calendar in which a day lies."""
    return digits(jalali_year(day) if isinstance(day, date) else None)


@register.simple_tag
def rank_span(found: PlaceEstimate | Move, count: int) -> Span | None:
    """Return where a rank and its interval lie among so many; none where the rank is unknown."""
    ends = (found.rank_low, found.rank_high, found.rank)
    if any(each is None for each in ends):
        return None
    before = found.published.rank if isinstance(found, Move) and found.published else None
    places = [_place(rank, count) for rank in (*ends, before) if rank is not None]
    return Span(*places)


@register.simple_tag
def rank_said(found: PlaceEstimate | Move, version: IndexVersion, draws: int = 0) -> str:
    """Say between which ranks a place lay in how many of the trials."""
    if found.rank is None:
        return sentence("rank_interval.unknown")
    values = {
        "low": found.rank_low,
        "high": found.rank_high,
        "level": version.confidence,
        "draws": draws or version.draws,
    }
    code = "rank_interval.one" if found.rank_low == found.rank_high else "rank_interval.between"
    return sentence(code, values)


@register.simple_tag
def rank_range(found: PlaceEstimate) -> str:
    """Say between which ranks a place lay, in a line of a list that says the rest at its head."""
    if found.rank is None:
        return sentence("rank_interval.unknown")
    code = "rank_range.one" if found.rank_low == found.rank_high else "rank_range.between"
    return sentence(code, {"low": found.rank_low, "high": found.rank_high})


@register.simple_tag
def change_said(change: MethodChange, indicators: Mapping[str, object]) -> str:
    """Say what a method does otherwise."""
    return sentence(change.code, change.values, indicators)


@register.simple_tag
def move_said(move: Move) -> str:
    """Say whether a move means anything."""
    was_ranked = move.published is not None and move.published.rank is not None
    if move.rank is None:
        return sentence("index_move.unknown" if was_ranked else "rank_interval.unknown")
    if not was_ranked:
        return sentence("index_move.known")
    if not move.moved:
        return sentence("index_move.stays")
    return sentence("index_move.matters" if move.matters else "index_move.within")


@register.simple_tag
def weight_share(term: Mapping[str, float], method: Mapping[str, list[dict[str, float]]]) -> float:
    """Return the share of a stored term in all weight."""
    return term["weight"] / sum(each["weight"] for each in method["terms"])


@register.simple_tag
def most_weight(line: TermLine) -> float:
    """Return up to where a weight can be pulled."""
    return max(line.published_weight * WIDEST, line.term.weight, 1)


@register.simple_tag
def most_added(figures: list[IndexFigure]) -> float:
    """Return the largest contribution of any indicator."""
    return max((each.contribution or 0 for each in figures), default=0)


@register.simple_tag(takes_context=True)
def call_to_compare(context: Context) -> Call | None:
    """Return the call that was decided last, for a reader who may compare it under other indices."""
    actor: Actor = context["actor"]
    if not actor.may(Permission.RUN_COMPARE):
        return None
    run = allocation.latest_published(by=actor)
    return None if run is None else run.call


def _place(rank: int, count: int) -> str:
    share = (rank - 1) / (count - 1) if count > 1 else 0.5
    return f"{EDGE + share * (100 - 2 * EDGE):.2f}%"
