"""What a person may ask about rounds: the figures, the portfolio, the why of each proposal, the conditions.

A published round is seen by anyone, in the public's shape: co-operatives by name, groups by code, amounts as
bands, no prices and no cut-offs. Who holds RUN_VIEW for the place sees the case in full.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from kargosha.areas.allocation import frames
from kargosha.areas.allocation.models import (
    Award,
    Candidate,
    Change,
    ConditionPrice,
    QuotaCost,
    Run,
)
from kargosha.areas.applications.models import Activity, Application, CallMoney
from kargosha.areas.funding.models import Quota
from kargosha.areas.territory.models import Place
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


def rounds(*, by: Actor) -> QuerySet[Run]:
    """Return the runs that the asker may see, the latest first: published ones for anyone."""
    return (
        Run.objects.filter(_seen(by))
        .select_related("call", "solution", "decision__decided_by", "publication", "proposed_by")
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
    money, quotas = _money_of(run), list(run.call.quotas.all())
    return Round(
        run=run,
        state=run.state,
        figures=figures,
        funds=list(_fund_lines(money, prices, sees_all)),
        quotas=list(_quota_lines(run, quotas, prices)),
        names=_names(money, quotas),
        sees_all=sees_all,
    )


def portfolio(
    *, by: Actor, run_id: int, outcome: str = "", place: str = "", search: str = ""
) -> QuerySet[Candidate]:
    """Return the candidates of a run that the asker may see, in the order of their codes.

    Turn a row into what may be shown with `line_of`.
    """
    if not rounds(by=by).filter(pk=run_id).exists():
        raise NotFound("run", run_id)
    found = (
        Candidate.objects.filter(run_id=run_id)
        .filter(_seen(by, "run__") | visible_to(by, Permission.RUN_VIEW))
        .select_related("run", "application__place", "application__activity", "reason")
        .prefetch_related(Prefetch("awards", Award.objects.select_related("agreement")))
    )
    if outcome:
        found = found.filter(outcome=outcome)
    if place:
        found = found.filter(place_code__startswith=place)
    if search:
        found = found.filter(_found_by(by, search))
    return found.order_by("application__code")


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
    return case_of(candidate=candidate, by=by)


def case_of(*, candidate: Candidate, by: Actor) -> Case:
    """Return a candidate of the portfolio with what explains its outcome to the asker."""
    line = line_of(candidate=candidate, by=by)
    changes = (
        candidate.changes.all() if line.is_full else candidate.changes.filter(is_for_applicant=True)
    )
    return Case(
        line=line,
        rules_on=candidate.run.rules_on,
        application=candidate.application if line.is_full else None,
        candidate=candidate if line.is_full else None,
        awards=[
            (award.agreement, award.amount) for award in candidate.awards.all() if line.is_full
        ],
        changes=_latest(changes),
    )


def names(*, by: Actor, run_id: int) -> dict[str, object]:
    """Return the agreements and quotas of a run's call by their codes.

    Raises
    ------
    NotFound
        There is no such run, or none that the asker may see.
    """
    run = rounds(by=by).filter(pk=run_id).first()
    if run is None:
        raise NotFound("run", run_id)
    return _names(_money_of(run), run.call.quotas.all())


def export(*, by: Actor, run_id: int) -> io.BytesIO:
    """Return the archive of files from which anyone can decide a run again; public once published.

    Raises
    ------
    NotFound
        There is no such run with a portfolio, or none that the asker may see.
    """
    run = rounds(by=by).filter(pk=run_id, solution__outcome="solved").first()
    if run is None:
        raise NotFound("run", run_id)
    return frames.export(run)


def line_of(*, candidate: Candidate, by: Actor) -> Line:
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


def _money_of(run: Run) -> list[CallMoney]:
    return list(CallMoney.objects.filter(call=run.call_id).select_related("agreement__source"))


def _names(money: Iterable[CallMoney], quotas: Iterable[Quota]) -> dict[str, object]:
    """Return what the codes in reasons and changes stand for."""
    return {part.agreement.code: part.agreement for part in money} | {
        quota.code: quota for quota in quotas
    }


def _fund_lines(
    money: Iterable[CallMoney], prices: Mapping[str, ConditionPrice], sees_all: bool
) -> Iterator[FundLine]:
    for part in money:
        price = prices.get(f"fund:{part.agreement.code}")
        yield FundLine(
            agreement=part.agreement,
            amount=part.amount,
            granted_amount=part.amount - int(price.slack) if price else 0,
            cut_off=price.price * 10**9 if price and sees_all else None,
        )


def _quota_lines(
    run: Run, quotas: Iterable[Quota], prices: Mapping[str, ConditionPrice]
) -> Iterator[QuotaLine]:
    by_code = {quota.code: quota for quota in quotas}
    costs = {cost.condition: cost for cost in run.quota_costs.all()}
    for condition, price in prices.items():
        side, _, code = condition.partition(":")
        if side != "fund" and price.price != 0:
            yield QuotaLine(
                quota=by_code.get(code),
                condition=condition,
                side=side,
                price=price.price,
                slack=price.slack,
                cost=costs.get(condition),
            )


def _latest(changes: QuerySet[Change]) -> list[Change]:
    """Return the latest change found of each kind; estimates only where nothing was verified."""
    found: dict[str, Change] = {}
    for change in changes.order_by("is_verified", "found_at"):
        if change.is_verified and any(not each.is_verified for each in found.values()):
            found = {}
        found[change.kind] = change
    return [found[kind] for kind in sorted(found)]
