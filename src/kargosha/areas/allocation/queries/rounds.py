"""Runs as a whole: which there are, their money, what binds, and the files that reproduce them."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import starmap
from typing import NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kargosha.areas.allocation import frames
from kargosha.areas.allocation.frames.standing import held_of, orders_of, with_standing
from kargosha.areas.allocation.models import QuotaCost, Run, Solution
from kargosha.areas.allocation.queries.masking import Masking
from kargosha.areas.allocation.queries.shapes import FundLine, QuotaLine, Round
from kargosha.areas.applications.models import Call, CallMoney
from kargosha.areas.funding.models import Quota
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotFound
from kargosha.kernel.models import Instance
from kargosha.kernel.queries import purpose
from kargosha.kernel.roles import Permission

SHOWN_WITH_A_RUN = (
    "call",
    "solution",
    "decision__decided_by",
    "publication",
    "proposed_by",
    "basis__solution",
    "basis__call",
    "deprivation__index",
    "emigration__index",
)


FOR_THE_OFFICE = frozenset({"borderline", "budgets"})
"""Figures of a run that nobody else reads: which proposals lie at the border."""


class _Priced(NamedTuple):
    condition: str
    price: float
    slack: float
    cost_value: float | None
    cost_kept_jobs: float | None


def rounds(*, by: Actor) -> QuerySet[Run]:
    """Return the runs that the asker may see, the latest first: published ones for anyone, those
    that only compare for who sees all."""
    return Run.objects.filter(_seen(by)).select_related(*SHOWN_WITH_A_RUN).order_by("-id")


def latest_published(*, by: Actor) -> Run | None:
    """Return the run that was made public last, with where it stands."""
    return (
        with_standing(rounds(by=by))
        .filter(publication__isnull=False)
        .order_by("-publication__id")
        .first()
    )


def undecided_calls(*, by: Actor) -> QuerySet[Call]:
    """Return the frozen calls without a public decision, for which a run can be proposed."""
    require(by, Permission.RUN_PROPOSE)
    return Call.objects.filter(publication=None, freeze__isnull=False)


def run_seen(*, by: Actor, run_id: int) -> Run:
    """Return a run that the asker may see as a whole, with where it stands.

    Raises
    ------
    NotFound
        There is no such run, or none that the asker may see.
    """
    run = with_standing(rounds(by=by)).filter(pk=run_id).first()
    if run is None:
        raise NotFound("run", run_id)
    return run


def round_page(*, by: Actor, run_id: int) -> Round:
    """Return a run with the money of its funds and the quotas that bind.

    Raises
    ------
    NotFound
        There is no such run, or none that the asker may see.
    """
    run = run_seen(by=by, run_id=run_id)
    return page_of(by=by, run=run, masking=Masking(run.rules_on))


def page_of(*, by: Actor, run: Run, masking: Masking) -> Round:
    """Return a run, known to be seen by the asker, with the money of its funds and the quotas that bind."""
    sees_all = by.may(Permission.RUN_VIEW)
    figures = run.solution.figures if hasattr(run, "solution") else {}
    is_solved = hasattr(run, "solution") and run.solution.outcome == Solution.Outcome.SOLVED
    prices = {price.condition: price for price in _prices(run)}
    money, quotas = _money_of(run), list(run.call.quotas.all())
    return Round(
        run=run,
        state=run.state,
        figures=figures if sees_all else masking.figures(_told(figures)),
        funds=list(_fund_lines(money, figures.get("budgets", {}), prices, sees_all)),
        quotas=list(_quota_lines(quotas, prices)),
        names=_names(money, quotas),
        sees_all=sees_all,
        smallest_cell=None if sees_all else masking.smallest_cell,
        may_take_files=_may_take_files(by),
        comparisons=list(_comparisons(run)) if sees_all else [],
        held=held_of(run),
        orders=orders_of(run) if sees_all and is_solved else None,
    )


def names(*, by: Actor, run_id: int) -> dict[str, object]:
    """Return the agreements and quotas of a run's call by their codes.

    Raises
    ------
    NotFound
        There is no such run, or none that the asker may see.
    """
    run = run_seen(by=by, run_id=run_id)
    return _names(_money_of(run), run.call.quotas.all())


def export(*, by: Actor, run_id: int) -> frames.Archive:
    """Return the archive of files from which a run is decided again.

    It tells exact amounts, so it is for officers and auditors; that of a rehearsal is for anyone.

    Raises
    ------
    NotFound
        There is no such run with a portfolio, or none whose files the asker may take.
    """
    run = rounds(by=by).filter(pk=run_id, solution__outcome="solved").first()
    if run is None or not _may_take_files(by):
        raise NotFound("run", run_id)
    return frames.export(run, made_up=_is_made_up())


def _seen(by: Actor) -> Q:
    """Return the filter for runs that the asker may see as a whole."""
    return Q() if by.may(Permission.RUN_VIEW) else Q(publication__isnull=False)


def _may_take_files(by: Actor) -> bool:
    """Say whether one may have the files of a round, which hold every exact amount."""
    return by.may(Permission.RUN_VIEW) or _is_made_up()


def _told(figures: Mapping[str, object]) -> Mapping[str, object]:
    """Return the figures without those that are for the office only."""
    return {name: value for name, value in figures.items() if name not in FOR_THE_OFFICE}


def _comparisons(run: Run) -> QuerySet[Run]:
    """Return the runs that compare a run with what other indices would have made of its call."""
    others = Run.objects.filter(call=run.call_id, purpose=Run.Purpose.COMPARISON)
    return others.exclude(pk=run.pk).select_related("solution", "deprivation", "emigration")


def _is_made_up() -> bool:
    return purpose() == Instance.Purpose.REHEARSAL


def _money_of(run: Run) -> list[CallMoney]:
    return list(CallMoney.objects.filter(call=run.call_id).select_related("agreement__source"))


def _prices(run: Run) -> Iterator[_Priced]:
    """Yield a run's conditions, each with its price and, once known, what it costs in all: of an ordered
    run, what it cost the portfolio that the method found."""
    found = Coalesce(OuterRef("run__basis"), OuterRef("run"))
    cost = QuotaCost.objects.filter(run=found, condition=OuterRef("condition"))
    costs = (Subquery(cost.values("value")), Subquery(cost.values("kept_jobs")))
    return starmap(_Priced, run.prices.values_list("condition", "price", "slack", *costs))


def _names(money: Iterable[CallMoney], quotas: Iterable[Quota]) -> dict[str, object]:
    """Return what the codes in reasons and changes stand for."""
    return {part.agreement.code: part.agreement for part in money} | {
        quota.code: quota for quota in quotas
    }


def _fund_lines(
    money: Iterable[CallMoney],
    budgets: Mapping[str, int],
    prices: Mapping[str, _Priced],
    sees_all: bool,
) -> Iterator[FundLine]:
    for part in money:
        price = prices.get(f"fund:{part.agreement.code}")
        amount = budgets.get(part.agreement.code, part.amount)
        yield FundLine(
            agreement=part.agreement,
            amount=amount,
            granted_amount=amount - int(price.slack) if price else 0,
            cut_off=price.price * 10**9 if price and sees_all else None,
        )


def _quota_lines(quotas: Iterable[Quota], prices: Mapping[str, _Priced]) -> Iterator[QuotaLine]:
    by_code = {quota.code: quota for quota in quotas}
    for condition, price in prices.items():
        side, _, code = condition.partition(":")
        if side != "fund" and price.price != 0:
            yield QuotaLine(
                quota=by_code.get(code),
                condition=condition,
                side=side,
                price=price.price,
                slack=price.slack,
                cost_value=price.cost_value,
                cost_kept_jobs=price.cost_kept_jobs,
            )
