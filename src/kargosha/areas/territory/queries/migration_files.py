"""What a person may take away of migration: the flows as they are imported, or the proxies."""

from collections.abc import Mapping

from kargosha.analysis.tables import Column, Table
from kargosha.analysis.territory.judging.tables import FLOWS
from kargosha.areas.territory.frames.place_files import PLACE, place_row
from kargosha.areas.territory.frames.proxies import Proxy
from kargosha.areas.territory.models import Flow, Place
from kargosha.areas.territory.queries.migration import migration_page
from kargosha.kernel.access import Actor
from kargosha.kernel.exports import TakenAlong, taken_along

ELSEWHERE = "elsewhere"
"""What a file of flows says for an end outside the province."""

RATE = "per_thousand"

PROXIES = Table(
    "migration_proxies",
    (
        *PLACE,
        Column("from_on", "date", "first day of the year of the earlier count"),
        Column("to_on", "date", "first day of the year of the later count"),
        Column("first_population", "number", "people at the earlier count"),
        Column("second_population", "number", "people at the later count"),
        Column("proxy", "number", "growth beyond the province's, a year; a proxy", unit=RATE),
        Column("proxy_low", "number", "lower end of its 90 % interval", unit=RATE),
        Column("proxy_high", "number", "upper end of its 90 % interval", unit=RATE),
        Column("rural_proxy", "number", "the same of its villages", unit=RATE),
        Column("direction", "text", "loses, gains, unclear or unknown", required=True),
        Column("why", "text", "why it is unknown: not_counted or border_moved"),
        Column("implausible", "flag", "too large to be migration alone", required=True),
        Column("note", "text", "what disturbs the figures of the place"),
    ),
)


def migration_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return the flows that the page asks for, the largest first; where none are known, the proxies in
    the page's order; public to all.

    Raises
    ------
    NotFound
        There are no such files.
    """
    page = migration_page(by=by, asked=asked)
    if page.flows:
        return taken_along(map(_flow_row, page.flows.known), FLOWS, ending)
    lines = page.proxies.lines if page.proxies else ()
    return taken_along(map(_proxy_row, lines), PROXIES, ending, name="migration-proxy")


def _flow_row(flow: Flow) -> dict[str, object]:
    return {
        "origin_code": _code(flow.origin),
        "destination_code": _code(flow.destination),
        "from_on": flow.from_on,
        "to_on": flow.to_on,
        "persons": flow.persons,
        "source": flow.source,
    }


def _code(place: Place | None) -> str:
    return place.key if place else ELSEWHERE


def _proxy_row(line: Proxy) -> dict[str, object]:
    row = place_row(line.place) | {"note": line.place.note}
    for name, count in (("first", line.first), ("second", line.second)):
        row[f"{name}_population"] = count and count.people
    if line.first and line.second:
        row |= {"from_on": line.first.observed_on, "to_on": line.second.observed_on}
    if line.whole:
        row |= {
            "proxy": line.whole.value,
            "proxy_low": line.whole.low,
            "proxy_high": line.whole.high,
        }
    return row | {
        "rural_proxy": line.rural and line.rural.value,
        "direction": line.direction,
        "why": line.why or None,
        "implausible": line.is_implausible,
    }
