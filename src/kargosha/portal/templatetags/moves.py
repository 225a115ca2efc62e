"""Draws migration on both sides of nothing, and a figure among those of its kind with its threshold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template import Library

from kargosha.areas.territory.frames.flows import Account
from kargosha.areas.territory.frames.proxies import ProxiesOfPeriod, Proxy
from kargosha.areas.territory.queries import SignPage
from kargosha.files import jalali
from kargosha.files.rulebook import headings
from kargosha.portal.templatetags.showing import say

register = Library()

EDGE = 3.0
"""Percent of a drawing's width that stay free on each side."""

OF_FIGURES = ("most", "least")
"""Sides of a threshold that bound a figure; the others bound its change."""


@dataclass(frozen=True)
class Span:
    """Where a figure and the ends of its interval stand, in percent of the drawing's width."""

    zero: str
    start: str
    end: str
    dot: str
    is_cut: bool


@dataclass(frozen=True)
class Strip:
    """Where the figures of all places of a kind stand beside a threshold, in percent of the width."""

    dots: Sequence[str]
    own: str
    threshold: str
    least: float
    most: float


@register.simple_tag
def proxy_span(line: Proxy, proxies: ProxiesOfPeriod) -> Span | None:
    """Return where a proxy stands between loss and gain; one beyond what is plausible is cut off there."""
    whole = line.whole
    if whole is None:
        return None
    return _span(whole.low, whole.value, whole.high, proxies.plausible_most)


@register.simple_tag
def net_span(row: Account, accounts: Sequence[Account]) -> Span | None:
    """Return where a net rate stands between loss and gain among all that are known."""
    if row.net_rate is None:
        return None
    most = max(abs(each.net_rate) for each in accounts if each.net_rate is not None) or 1.0
    return _span(row.net_rate, row.net_rate, row.net_rate, most)


@register.simple_tag
def peer_strip(page: SignPage) -> Strip | None:
    """Return the figure of a sign among those of its peers; a change, or a figure alone, has no strip."""
    sign, peers = page.line.sign, [seen for seen in page.peers if seen.value is not None]
    if page.line.side not in OF_FIGURES or len(peers) <= 1:
        return None
    values = [float(seen.value or 0) for seen in peers]
    low, high = min(*values, sign.threshold), max(*values, sign.threshold)
    return Strip(
        dots=[_at(value, low, high) for value in values],
        own=_at(sign.measured, low, high),
        threshold=_at(sign.threshold, low, high),
        least=low,
        most=high,
    )


@register.filter
def jalali_year(day: date) -> int:
    """Return the Persian year in which a day lies."""
    return jalali.jalali_year(day)


@register.filter
def unit_of(sign: object) -> str:
    """Return the unit in which a sign's rule counts."""
    heading = headings().get(getattr(sign, "rule", ""))
    return say("unit", heading.unit) if heading else ""


def _span(low: float, value: float, high: float, most: float) -> Span:
    return Span(
        zero=_at(0, -most, most),
        start=_at(low, -most, most),
        end=_at(high, -most, most),
        dot=_at(value, -most, most),
        is_cut=abs(value) > most,
    )


def _at(value: float, low: float, high: float) -> str:
    share = min(max((value - low) / ((high - low) or 1), 0), 1)
    return f"{EDGE + share * (100 - 2 * EDGE):.2f}%"
