"""What a person may ask about migration: who left for where, and what counts say where no flow is known.

Censuses and their flows are published, so anyone may ask.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kargosha.areas.territory.frames.flows import Account, FlowsOfPeriod, flows_of, levels
from kargosha.areas.territory.frames.migration import Period
from kargosha.areas.territory.frames.proxies import ProxiesOfPeriod, Proxy, proxies_of
from kargosha.areas.territory.models import Flow, Place
from kargosha.kernel.access import Actor

LARGEST = 40
"""How many flows the page lists; the file holds all."""

LISTED = 5
"""How many flows a place's page lists each way."""


@dataclass(frozen=True)
class MigrationPage:
    """What is known of migration: the levels of which flows are known, those of one, and the proxies."""

    levels: Sequence[str]
    flows: FlowsOfPeriod | None
    proxies: ProxiesOfPeriod | None

    @property
    def largest(self) -> Sequence[Flow]:
        """The largest flows."""
        return self.flows.known[:LARGEST] if self.flows else ()


@dataclass(frozen=True)
class PlaceMigration:
    """What is known of the moves of one place: its account and largest flows, or else its proxy."""

    period: Period | None
    account: Account | None = None
    left_for: Sequence[Flow] = ()
    came_from: Sequence[Flow] = ()
    proxy: Proxy | None = None


def migration_page(*, by: Actor, asked: Mapping[str, str]) -> MigrationPage:
    """Return the flows of a level and period, if any are known, and the proxies between two counts;
    who lost most stands first, the unknown last; public to all."""
    del by  # the censuses are published
    known = levels()
    level = asked.get("level", "")
    level = level if level in known else next(iter(known), "")
    flows = flows_of(level, asked.get("period", ""), asked.get("towards", "")) if level else None
    return MigrationPage(known, flows, proxies_of(asked.get("counts", "")))


def migration_of(*, by: Actor, place: Place) -> PlaceMigration:
    """Return what is known of the moves of a place over the latest period, the largest flows first, or
    else its proxy by the latest two counts; public to all."""
    del by  # the censuses are published
    flows = flows_of(place.kind)
    account = flows and next((row for row in flows.accounts if row.place == place), None)
    if flows and account:
        return PlaceMigration(
            period=flows.period,
            account=account,
            left_for=[flow for flow in flows.known if flow.origin_id == place.pk][:LISTED],
            came_from=[flow for flow in flows.known if flow.destination_id == place.pk][:LISTED],
        )
    proxies = proxies_of(only=place) if place.kind == Place.Kind.COUNTY else None
    if proxies is None:
        return PlaceMigration(period=None)
    return PlaceMigration(period=proxies.period, proxy=proxies.lines[0])
