"""The shapes in which rounds and proposals are handed to the doors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kargosha.areas.allocation.models import Candidate, Change, QuotaCost, Run
from kargosha.areas.applications.models import Activity, Application
from kargosha.areas.funding.models import Quota
from kargosha.areas.territory.models import Place

BAND = 5_000_000_000
"""Width of the bands in which the public sees amounts."""


@dataclass(frozen=True)
class Line:
    """One proposal of a portfolio as the asker may see it; what they may not see is None."""

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
    band: tuple[int, int]
    granted_amount: int | None
    jobs: float | None
    margin: float | None
    is_full: bool


@dataclass(frozen=True)
class Case:
    """One proposal with all that explains its outcome to the asker, by the rules of which day."""

    line: Line
    rules_on: date
    application: Application | None
    candidate: Candidate | None
    awards: list[tuple[object, int]]
    changes: list[Change]


@dataclass(frozen=True)
class FundLine:
    """What one agreement put in, what it granted, and its cut-off (value per billion rials)."""

    agreement: object
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
    cost: QuotaCost | None


@dataclass(frozen=True)
class Round:
    """A run with its call, state and figures, and whether the asker sees it in full.

    ``names`` holds the agreements and quotas behind the codes that its reasons quote.
    """

    run: Run
    state: str
    figures: Mapping[str, object]
    funds: list[FundLine]
    quotas: list[QuotaLine]
    names: Mapping[str, object]
    sees_all: bool
