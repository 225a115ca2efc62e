"""Runs as a whole: which there are, their money, what binds, and the files that reproduce them."""

import io
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Q, QuerySet

from kargosha.areas.allocation import frames
from kargosha.areas.allocation.models import ConditionPrice, Run
from kargosha.areas.allocation.queries.shapes import FundLine, QuotaLine, Round
from kargosha.areas.applications.models import Call, CallMoney
from kargosha.areas.funding.models import Quota
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotFound
from kargosha.kernel.roles import Permission


def rounds(*, by: Actor) -> QuerySet[Run]:
    """Return the runs that the asker may see, the latest first: published ones for anyone."""
    return (
        Run.objects.filter(seen(by))
        .select_related("call", "solution", "decision__decided_by", "publication", "proposed_by")
        .order_by("-id")
    )


def latest_published(*, by: Actor) -> Run | None:
    """Return the run that was made public last."""
    return rounds(by=by).filter(publication__isnull=False).order_by("-publication__id").first()


def undecided_calls(*, by: Actor) -> QuerySet[Call]:
    """Return the closed calls without a public decision, for which a run can be proposed."""
    require(by, Permission.RUN_PROPOSE)
    return Call.objects.filter(publication=None, closes_on__lt=clock.today())


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


def seen(by: Actor, prefix: str = "") -> Q:
    """Return the filter for runs that the asker may see as a whole."""
    if by.may(Permission.RUN_VIEW):
        return Q()
    return Q(**{f"{prefix}publication__isnull": False})


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
