"""The shapes in which rounds and proposals are handed to the doors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kargosha.areas.allocation.frames.standing import Held, OrderSummary
from kargosha.areas.allocation.models import Candidate, Run
from kargosha.areas.applications.models import Activity, Application
from kargosha.areas.funding.models import Agreement, Quota
from kargosha.areas.territory.models import Place

Search = Literal["", "running", "found", "ended", "failed"]
"""What became of the search for the changes of one proposal: empty when nobody has asked for it, ended when
it found nothing."""


@dataclass(frozen=True)
class Line:
    """One proposal of a portfolio as the asker may see it; what they may not see is None.

    Who sees it in full has the amount, everyone else the band in which it lies. ``money`` says of a
    granted one whether its money is firm or waits, empty before it was reserved; ``turns`` its place in
    the line of each agreement under which it waits.
    """

    code: str
    name_fa: str | None
    name_en: str | None
    place: Place
    activity: Activity
    kind: str
    outcome: str
    reason: str
    values: Mapping[str, object]
    amount: int | None
    band: tuple[int, int] | None
    granted_amount: int | None
    jobs: float | None
    margin: float | None
    is_full: bool
    money: str = ""
    turns: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ChangeLine:
    """A change with which a proposal would have won, with the values that the asker may read."""

    kind: str
    values: Mapping[str, object]
    is_verified: bool


@dataclass(frozen=True)
class Case:
    """One proposal with all that explains its outcome to the asker, by the rules of which day."""

    line: Line
    rules_on: date
    application: Application | None
    candidate: Candidate | None
    awards: list[tuple[Agreement, int]]
    changes: list[ChangeLine]
    search: Search


@dataclass(frozen=True)
class FundLine:
    """What one agreement put in, what it granted, and its cut-off (value per billion rials)."""

    agreement: Agreement
    amount: int
    granted_amount: int
    cut_off: float | None


@dataclass(frozen=True)
class QuotaLine:
    """A quota that binds, on which side, its price per unit, and what it costs in all, once that is known."""

    quota: Quota | None
    condition: str
    side: str
    price: float
    slack: float
    cost_value: float | None
    cost_kept_jobs: float | None


@dataclass(frozen=True)
class Round:
    """A run with its call, state and figures, and whether the asker sees it in full.

    ``names`` holds the agreements and quotas behind the codes that its reasons quote; who does not
    see all sees no figure of a county behind which fewer than ``smallest_cell`` proposals stand, and
    none of the ``comparisons``: the runs of its call under other indices, and not how far the counties
    have come with their ``orders``. ``held`` is the money set aside for its awards, once it is approved.
    """

    run: Run
    state: str
    figures: Mapping[str, object]
    funds: list[FundLine]
    quotas: list[QuotaLine]
    names: Mapping[str, object]
    sees_all: bool
    smallest_cell: int | None
    may_take_files: bool
    comparisons: list[Run]
    held: Held | None
    orders: OrderSummary | None
