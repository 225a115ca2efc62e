from datetime import date
from typing import Any

from ninja import Router, Schema

from kargosha.areas.territory import queries
from kargosha.areas.territory.frames.flows import FlowsOfPeriod
from kargosha.areas.territory.frames.proxies import ProxiesOfPeriod, Proxy
from kargosha.kernel.asking import Asked

router = Router()


class AccountShape(Schema):
    place: str
    arrivals: float
    departures: float
    net_rate: float | None
    pull: float | None

    @staticmethod
    def resolve_place(account):  # type: ignore[no-untyped-def]
        return account.place.slug


class ProxyShape(Schema):
    place: str
    direction: str
    why: str
    per_thousand: float | None
    low: float | None
    high: float | None
    is_implausible: bool


class FlowsShape(Schema):
    from_on: date
    to_on: date
    level: str
    towards: str | None
    accounts: list[AccountShape]


class ProxiesShape(Schema):
    from_on: date
    to_on: date
    proxies: list[ProxyShape]


class MigrationShape(Schema):
    flows: FlowsShape | None
    proxy: ProxiesShape | None


@router.get("/migration", response=MigrationShape, auth=None, summary="Migration, or its proxy")
def migration(  # type: ignore[no-untyped-def]
    request: Asked, level: str = "", period: str = "", towards: str = "", counts: str = ""
):
    asked = {"level": level, "period": period, "towards": towards, "counts": counts}
    page = queries.migration_page(by=request.actor, asked=asked)
    return {
        "flows": page.flows and _flows(page.flows),
        "proxy": page.proxies and _proxies(page.proxies),
    }


def _flows(flows: FlowsOfPeriod) -> dict[str, Any]:
    return {
        "from_on": flows.period[0],
        "to_on": flows.period[1],
        "level": flows.level,
        "towards": flows.towards and flows.towards.slug,
        "accounts": flows.accounts,
    }


def _proxies(found: ProxiesOfPeriod) -> dict[str, Any]:
    return {
        "from_on": found.period[0],
        "to_on": found.period[1],
        "proxies": [_proxy(line) for line in found.lines],
    }


def _proxy(line: Proxy) -> ProxyShape:
    whole = line.whole
    value, low, high = (whole.value, whole.low, whole.high) if whole else (None, None, None)
    return ProxyShape(
        place=line.place.slug,
        direction=line.direction,
        why=line.why,
        per_thousand=value,
        low=low,
        high=high,
        is_implausible=line.is_implausible,
    )
