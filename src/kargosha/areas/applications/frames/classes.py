"""Classes that quotas count, such as ``place:0311``: who may be in one, and who is."""

from collections.abc import Iterable, Mapping
from typing import Any

from kargosha.areas.applications.models import Activity, Application, Call
from kargosha.areas.territory.models import Place

ALL = "all"
SECTOR = "sector-"
"""Beginning of the tags that name the sector of a proposal's activity."""


def may_hold(call: Call, member_class: str) -> bool:
    """Say whether somebody who may propose to the call can be in a class."""
    sort, _, code = member_class.partition(":")
    match sort:
        case "all":
            return member_class == ALL
        case "place":
            return _may_hold_place(call, code)
        case "activity":
            return code in _activities(call, "code")
        case "kind":
            return code in Application.Kind.values
        case "tag" if code.startswith(SECTOR):
            return code.removeprefix(SECTOR) in _activities(call, "sector")
        case "tag":
            return code != ""
        case _:
            return False


def holds(member_class: str, proposals: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether one of the proposals, each told by its place, activity, kind and tags, is in a class."""
    return any(_is_in(member_class, each) for each in proposals)


def _is_in(member_class: str, proposal: Mapping[str, Any]) -> bool:
    sort, _, code = member_class.partition(":")
    match sort:
        case "place":
            return bool(proposal["place_code"].startswith(code))
        case "activity":
            return bool(proposal["activity__code"] == code)
        case "kind":
            return bool(proposal["kind"] == code)
        case "tag":
            return code in proposal["tags"]
        case _:
            return True


def _may_hold_place(call: Call, code: str) -> bool:
    is_inside = not call.place_codes or any(
        code.startswith(place) or place.startswith(code) for place in call.place_codes
    )
    return code != "" and is_inside and Place.objects.filter(code__startswith=code).exists()


def _activities(call: Call, field: str) -> set[str]:
    """Return the codes, or the sectors, of the activities that the call is for."""
    asked = Activity.objects.all()
    if call.activity_codes:
        asked = asked.filter(code__in=call.activity_codes)
    return set(asked.values_list(field, flat=True))
