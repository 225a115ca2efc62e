"""What a person may ask about rounds: the figures, the portfolio, the why of each proposal, the conditions.

A published round is seen by anyone, in the public's shape: co-operatives by name, groups by code, amounts as
bands, no prices and no cut-offs. Who holds RUN_VIEW for the place sees the case in full.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kargosha.areas.allocation.models import Candidate, Change, ConditionPrice, Run
from kargosha.areas.applications.models import Application, CallMoney
from kargosha.areas.funding.models import Quota
from kargosha.kernel.access import Actor, visible_to
from kargosha.kernel.errors import NotFound
from kargosha.kernel.roles import Permission

BAND = 5_000_000_000
"""Width of the bands in which the public sees amounts."""


@dataclass(frozen=True)
class Line:
    """One proposal of a portfolio as the asker may see it; what they may not see is None."""

    code: str
    name_fa: str | None
    name_en: str | None
    place: object
    activity: object
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
    """One proposal with all that explains its outcome to the asker."""

    line: Line
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
    """A quota that binds, on which side, and what it costs per unit of its measure."""

    quota: Quota | None
    condition: str
    side: str
    price: float
    slack: float
    cost: Mapping[str, object]


@dataclass(frozen=True)
class Round:
    """A run with its call, state and figures, and whether the asker sees it in full."""

    run: Run
    state: str
    figures: Mapping[str, object]
    funds: list[FundLine]
    quotas: list[QuotaLine]
    sees_all: bool


def rounds(*, by: Actor) -> QuerySet[Run]:
    """Return the runs that the asker may see, the latest first: published ones for anyone."""
    return (
        Run.objects.filter(_seen(by))
        .select_related("call", "solution", "decision", "publication", "proposed_by")
        .order_by("-id")
    )


def latest_published(*, by: Actor) -> Run | None:
    """Return the run that was made public last."""
    return rounds(by=by).filter(publication__isnull=False).order_by("-publication__id").first()


def round_page(*, by: Actor, run_id: int) -> Round:
    """Return a run with the money of its funds and the quotas that bind.

    Raises
    ------
    NotFound
        There is no such run, or none that the asker may see.
    """
    run = rounds(by=by).filter(pk=run_id).first()
    if run is None:
        raise NotFound("run", run_id)
    sees_all = by.may(Permission.RUN_VIEW)
    figures = run.solution.figures if hasattr(run, "solution") else {}
    prices = {price.condition: price for price in run.prices.all()}
    return Round(
        run=run,
        state=state_of(run),
        figures=figures,
        funds=list(_fund_lines(run, prices, sees_all)),
        quotas=list(_quota_lines(run, prices, figures)),
        sees_all=sees_all,
    )


def portfolio(
    *, by: Actor, run_id: int, outcome: str = "", place: str = "", search: str = ""
) -> QuerySet[Candidate]:
    """Return the candidates of a run that the asker may see, the granted first, then by code.

    Turn a row into what may be shown with `line_of`.
    """
    if not rounds(by=by).filter(pk=run_id).exists():
        raise NotFound("run", run_id)
    found = (
        Candidate.objects.filter(run_id=run_id)
        .filter(_seen(by, "run__") | visible_to(by, Permission.RUN_VIEW))
        .select_related("application__place", "application__activity", "reason")
        .prefetch_related("awards__agreement")
    )
    if outcome:
        found = found.filter(outcome=outcome)
    if place:
        found = found.filter(place_code__startswith=place)
    if search:
        found = found.filter(_found_by(by, search))
    return found.order_by("outcome", "application__code")


def case(*, by: Actor, run_id: int, code: str) -> Case:
    """Return one proposal of a run with what explains its outcome to the asker.

    Raises
    ------
    NotFound
        There is no such proposal, or none that the asker may see.
    """
    candidate = portfolio(by=by, run_id=run_id).filter(application__code=code).first()
    if candidate is None:
        raise NotFound("candidate", code)
    line = line_of(candidate, by=by)
    changes = candidate.changes.all() if line.is_full else candidate.changes.filter(is_for_applicant=True)
    return Case(
        line=line,
        application=candidate.application if line.is_full else None,
        candidate=candidate if line.is_full else None,
        awards=[
            (award.agreement, award.amount) for award in candidate.awards.all() if line.is_full
        ],
        changes=_latest(changes),
    )


def line_of(candidate: Candidate, *, by: Actor) -> Line:
    """Return a candidate in the shape in which the asker may see it."""
    application = candidate.application
    is_full = by.may(Permission.RUN_VIEW, candidate.place_code)
    is_named = is_full or application.kind == Application.Kind.COOPERATIVE
    lower = candidate.amount // BAND * BAND
    granted = sum(award.amount for award in candidate.awards.all())
    return Line(
        code=application.code,
        name_fa=application.name_fa if is_named else None,
        name_en=application.name_en if is_named else None,
        place=application.place,
        activity=application.activity,
        kind=application.kind,
        outcome=candidate.outcome,
        reason=candidate.reason.code if is_full else f"{candidate.reason.code}.applicant",
        values=candidate.reason.values,
        amount=candidate.amount if is_full else None,
        band=(lower, lower + BAND),
        granted_amount=granted if is_full else None,
        jobs=candidate.jobs if is_full else None,
        margin=candidate.margin if is_full else None,
        is_full=is_full,
    )


def state_of(run: Run) -> str:
    """Return where a run stands: waiting, its outcome if it gave no portfolio, proposed, approved,
    rejected or published."""
    if hasattr(run, "publication"):
        return "published"
    if hasattr(run, "decision"):
        return str(run.decision.verdict)
    if not hasattr(run, "solution"):
        return "waiting"
    return "proposed" if run.solution.outcome == "solved" else str(run.solution.outcome)


def _seen(by: Actor, prefix: str = "") -> Q:
    """Return the filter for runs that the asker may see as a whole."""
    if by.may(Permission.RUN_VIEW):
        return Q()
    return Q(**{f"{prefix}publication__isnull": False})


def _found_by(by: Actor, search: str) -> Q:
    """Return the filter of a search: a stranger finds groups by code only."""
    named = Q(application__name_fa__icontains=search) | Q(application__name_en__icontains=search)
    if not by.may(Permission.RUN_VIEW):
        named &= Q(application__kind=Application.Kind.COOPERATIVE)
    return named | Q(application__code__icontains=search)


def _fund_lines(
    run: Run, prices: Mapping[str, ConditionPrice], sees_all: bool
) -> Iterator[FundLine]:
    money = CallMoney.objects.filter(call=run.call).select_related("agreement__source")
    for part in money:
        price = prices.get(f"fund:{part.agreement.code}")
        yield FundLine(
            agreement=part.agreement,
            amount=part.amount,
            granted_amount=part.amount - int(price.slack) if price else 0,
            cut_off=price.price * 10**9 if price and sees_all else None,
        )


def _quota_lines(
    run: Run, prices: Mapping[str, ConditionPrice], figures: Mapping[str, object]
) -> Iterator[QuotaLine]:
    quotas = {quota.code: quota for quota in run.call.quotas.all()}
    costs = figures.get("quota_costs", {})
    assert isinstance(costs, dict)
    for condition, price in prices.items():
        side, _, code = condition.partition(":")
        if side != "fund" and price.price != 0:
            yield QuotaLine(
                quota=quotas.get(code),
                condition=condition,
                side=side,
                price=price.price,
                slack=price.slack,
                cost=costs.get(code, {}),
            )


def _latest(changes: QuerySet[Change]) -> list[Change]:
    """Return the latest change found of each kind."""
    found: dict[str, Change] = {}
    for change in changes.order_by("found_at"):
        found[change.kind] = change
    return [found[kind] for kind in sorted(found)]
