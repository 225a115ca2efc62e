"""The tabs of territory, names of places of all kinds, and what a place lies in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.template import Context, Library
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kargosha.areas.territory.models import Indicator, Observation, Place, PlaceEstimate
from kargosha.areas.territory.queries import PlaceNeed
from kargosha.files.words import sentences
from kargosha.kernel.access import Actor
from kargosha.kernel.asking import current_language
from kargosha.kernel.roles import Permission
from kargosha.portal.templatetags.showing import (
    as_percent,
    as_signed_percent,
    digits,
    name,
    number,
)

register = Library()

TABS: tuple[tuple[str, Promise, tuple[Permission, ...]], ...] = (
    ("counties", _("Map and ranking"), ()),
    ("quadrants", _("Two axes together"), ()),
    ("places", _("Find a place"), ()),
    ("indices", _("Indices"), ()),
    ("migration", _("Migration"), ()),
    ("signs", _("Early signs"), (Permission.SIGN_VIEW,)),
    ("objections", _("Objections"), (Permission.SIGN_VIEW,)),
    ("imports", _("Imports"), (Permission.PLACE_IMPORT,)),
)
"""Each page by the name of its address, its title, and the permissions of which it needs one."""


@dataclass(frozen=True)
class Tab:
    """One page of territory, as a link."""

    address: str
    title: str
    is_here: bool


@register.simple_tag(takes_context=True)
def territory_tabs(context: Context) -> list[Tab]:
    """Return the pages of territory that the reader may open."""
    actor: Actor = context["actor"]
    match = context["request"].resolver_match
    here = match.url_name if match and match.app_name == "territory" else ""
    addresses = _addresses()
    return [
        Tab(addresses[name], str(title), name == here)
        for name, title, needed in TABS
        if name in addresses and (not needed or any(map(actor.may_somewhere, needed)))
    ]


def _addresses() -> Mapping[str, str]:
    """Return the address of each page that there is."""
    found = {}
    for page, _title, _needed in TABS:
        try:
            found[page] = reverse(f"territory:{page}")
        except NoReverseMatch:
            continue
    return found


@register.filter
def name_of(place: object) -> str:
    """Write the name of a place; in English the Persian one where it has no other."""
    shown = getattr(place, f"name_{current_language()}", "") or getattr(place, "name_fa", "")
    return digits(shown)


@register.filter
def above(place: Place) -> list[Place]:
    """Return what a place lies in, the nearest first, below the province."""
    found = []
    over = place.parent
    while over is not None and over.kind != Place.Kind.PROVINCE:
        found.append(over)
        over = over.parent
    return found


@register.filter
def words(text: str) -> list[str]:
    """Return the words of a text, to go through a few codes."""
    return text.split()


@register.simple_tag
def behind(need: PlaceNeed, estimate: PlaceEstimate | None) -> list[Observation]:
    """Return the figures that weigh most in what an index says of a place."""
    return [] if estimate is None else need.behind(estimate.version)


@register.filter
def figure(seen: Observation) -> str:
    """Write a figure in the unit of its indicator; a change with its sign."""
    if seen.indicator.unit != "percent":
        return number(seen.value)
    is_change = seen.indicator.code.endswith("_change")
    return as_signed_percent(seen.value) if is_change else as_percent(seen.value)


@register.filter
def briefly(indicator: Indicator) -> str:
    """Write the short name of an indicator, or the whole one of one that has no other."""
    code = f"word.brief.{indicator.code}"
    return sentences(current_language()).get(code) or name(indicator)
