"""What two runs of one call do otherwise: whose money came or went, where, and by which indices."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from kargosha.areas.allocation.models import Candidate, Run, Solution
from kargosha.areas.allocation.queries.rounds import run_seen
from kargosha.areas.applications.models import Application
from kargosha.areas.territory.models import AXES, IndexVersion
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotFound
from kargosha.kernel.roles import Permission

COUNTY_FIGURES = {
    "granted_amount": "granted_amount",
    "granted_count": "granted_count",
    "kept_jobs": "kept_jobs",
    "deprivation": "deprivation_rank",
    "emigration": "emigration_rank",
}
"""What is told of a county, by the key under which a solved run's figures hold it."""


Candidates = Mapping[str, Any]
"""A run's candidates by code, each with the money granted."""


@dataclass(frozen=True)
class ProposalTurn:
    """A proposal whose money differs between two runs, and the need of its place in each."""

    application: Application
    before_amount: int
    after_amount: int
    before_need: float
    after_need: float

    @property
    def gained(self) -> int:
        """Return how much more it is granted; less than nothing where it loses."""
        return self.after_amount - self.before_amount


@dataclass(frozen=True)
class CountyTurn:
    """A county's figures in two runs; an empty mapping where a run does not know it."""

    code: str
    name_fa: str
    name_en: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def gained(self) -> int:
        """Return how much more money it is granted."""
        return int(self.after.get("granted_amount", 0) - self.before.get("granted_amount", 0))


@dataclass(frozen=True)
class Worth:
    """Weighted kept jobs of both portfolios, each by the need of one run."""

    of_before: float
    of_after: float


@dataclass(frozen=True)
class AxisTurn:
    """The versions of an index by which two runs were made; none where none was frozen."""

    axis: str
    before: IndexVersion | None
    after: IndexVersion | None


@dataclass(frozen=True)
class Difference:
    """What a run does otherwise than another of the same call; only the axes before it is solved."""

    before: Run
    after: Run
    axes: Sequence[AxisTurn]
    is_solved: bool = False
    turns: Sequence[ProposalTurn] = ()
    counties: Sequence[CountyTurn] = ()
    by_need_before: Worth | None = None
    by_need_after: Worth | None = None

    @property
    def gaining(self) -> list[ProposalTurn]:
        """Return the proposals that get more money, the largest gain first."""
        return sorted((each for each in self.turns if each.gained > 0), key=lambda t: -t.gained)

    @property
    def losing(self) -> list[ProposalTurn]:
        """Return the proposals that get less money, the largest loss first."""
        return sorted((each for each in self.turns if each.gained < 0), key=lambda t: t.gained)

    @property
    def moved_amount(self) -> int:
        """Return the money that goes to others."""
        return sum(each.gained for each in self.gaining)


def comparison_basis(*, by: Actor, run_id: int) -> Run:
    """Return the run that a comparison is held against.

    Raises
    ------
    NotFound
        There is no such comparison, or none that the asker may see.
    """
    run = run_seen(by=by, run_id=run_id)
    basis = Run.objects.basis_of(run.call)
    if basis is None or not run.is_comparison:
        raise NotFound("run", run_id)
    return basis


def difference(*, by: Actor, run_id: int, other_id: int) -> Difference:
    """Return what a run does otherwise than another of the same call.

    Raises
    ------
    NotFound
        There is no such run, or they are one, or of different calls.
    """
    require(by, Permission.RUN_VIEW)
    after, before = run_seen(by=by, run_id=run_id), run_seen(by=by, run_id=other_id)
    if after == before or after.call != before.call:
        raise NotFound("run", other_id)
    axes = [AxisTurn(axis, getattr(before, axis), getattr(after, axis)) for axis in AXES]
    if not (_is_solved(before) and _is_solved(after)):
        return Difference(before, after, axes)
    was, now = _shared(_candidates(before), _candidates(after))
    return Difference(
        before=before,
        after=after,
        axes=axes,
        is_solved=True,
        turns=[
            ProposalTurn(
                application=now[code].application,
                before_amount=was[code].granted,
                after_amount=now[code].granted,
                before_need=was[code].need,
                after_need=now[code].need,
            )
            for code in now
            if was[code].granted != now[code].granted
        ],
        counties=_counties(before, after),
        by_need_before=Worth(_worth(was.values(), was), _worth(now.values(), was)),
        by_need_after=Worth(_worth(was.values(), now), _worth(now.values(), now)),
    )


def _shared(was: Candidates, now: Candidates) -> tuple[Candidates, Candidates]:
    """Return the candidates that stand in both runs: a proposal may have been withdrawn between them."""
    return (
        {code: each for code, each in was.items() if code in now},
        {code: each for code, each in now.items() if code in was},
    )


def _is_solved(run: Run) -> bool:
    return hasattr(run, "solution") and run.solution.outcome == Solution.Outcome.SOLVED


def _candidates(run: Run) -> Candidates:
    """Return a run's candidates by code, each with the money granted."""
    rows = Candidate.objects.filter(run=run).select_related(
        "application__place", "application__activity"
    )
    counted = rows.annotate(granted=Coalesce(Sum("awards__amount"), 0))
    return {each.application.code: each for each in counted.order_by("application__code")}


def _worth(portfolio: Iterable[Any], needs: Mapping[str, Any]) -> float:
    """Return the weighted kept jobs of what a portfolio grants, by the needs of one run."""
    return math.fsum(
        each.weighted_jobs_by(needs[each.application.code].need)
        for each in portfolio
        if each.outcome == Candidate.Outcome.GRANTED
    )


def _counties(before: Run, after: Run) -> list[CountyTurn]:
    """Return the counties of two solved runs, the largest gain first."""
    was, now = _by_code(before), _by_code(after)
    turns = [
        CountyTurn(
            code=code,
            name_fa=row["name_fa"],
            name_en=row["name_en"],
            before=_told(was.get(code, {})),
            after=_told(now.get(code, {})),
        )
        for code, row in (was | now).items()
    ]
    return sorted(turns, key=lambda turn: (-turn.gained, turn.code))


def _by_code(run: Run) -> dict[str, Mapping[str, Any]]:
    return {row["code"]: row for row in run.solution.figures["counties"]}


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[key] for name, key in COUNTY_FIGURES.items() if key in row}
