"""What a person may take away of agreements, entries, who waits for money, and quotas."""

from collections.abc import Mapping

from kargosha.analysis.tables import Column, Table
from kargosha.areas.funding.models import FIGURES, Agreement, MoneyRecord
from kargosha.areas.funding.queries.money import records, waiting
from kargosha.areas.funding.queries.terms import agreements, quotas
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.exports import TakenAlong, taken_along

_TERMS = (
    Column("ceiling_per_group_amount", "rials", "most it gives to one group; empty for no ceiling"),
    Column("ceiling_per_job_amount", "rials", "most it gives for one job; empty for no ceiling"),
    Column("max_share", "share", "largest share of one proposal that it carries"),
    Column("place_codes", "list", "beginnings of the codes of places it pays for; empty for all"),
    Column("activity_codes", "list", "activities it pays for; empty for all"),
    Column("borrower_kinds", "list", "borrowers it pays for; empty for all"),
    Column("contract_kinds", "list", "contracts it allows; empty for all"),
    Column("loss_bearer", "text", "who bears a loss"),
    Column("source_loss_share", "share", "the source's part of a shared loss"),
    Column("signed_on", "date", "day of the signature", required=True),
)
_MONEY = (*FIGURES, "firm", "free", "waiting")

AGREEMENTS = Table(
    "agreements",
    (
        Column("code", "text", "code of the agreement", required=True),
        Column("name_fa", "text", "Persian name", required=True),
        Column("name_en", "text", "English name", required=True),
        Column("source", "text", "code of the source", required=True),
        Column("source_kind", "text", "bank, agency or managed_fund", required=True),
        *(Column(f"{part}_amount", "rials", f"money {part}", required=True) for part in _MONEY),
        *_TERMS,
    ),
)

RECORDS = Table(
    "money-entries",
    (
        Column("agreement", "text", "code of the agreement", required=True),
        Column("dated_on", "date", "day of the paper", required=True),
        Column("figure", "text", "which of the five figures", required=True),
        Column("amount", "rials", "whole rials; below nothing where taken back", required=True),
        Column("reference", "text", "number of the paper", required=True),
        Column("source", "text", "where it comes from", required=True),
        Column("entered_by", "text", "user who entered it; empty for the system"),
        Column("entered_on", "date", "day on which it was entered", required=True),
    ),
)

WAITING = Table(
    "waiting-for-money",
    (
        Column("agreement", "text", "code of the agreement", required=True),
        Column("turn", "count", "place in the row; 1 is served next", required=True),
        Column("code", "text", "what the money is for", required=True),
        Column("amount", "rials", "money reserved", required=True),
        Column("missing", "rials", "money that must still be deposited until then", required=True),
        Column("reserved_on", "date", "day on which it was reserved", required=True),
    ),
)

QUOTAS = Table(
    "quotas",
    (
        Column("code", "text", "code of the quota", required=True),
        Column("name_fa", "text", "Persian name", required=True),
        Column("name_en", "text", "English name", required=True),
        Column("member_class", "text", "whom it counts", required=True),
        Column("measure", "text", "amount, jobs or count", required=True),
        Column("floor", "number", "least that must go there"),
        Column("ceiling", "number", "most that may go there"),
        Column("is_relative", "flag", "whether these are shares of what is granted", required=True),
        Column("rule", "text", "rule it rests on", required=True),
        Column("source", "text", "law or paper of the rule", required=True),
    ),
)


def agreements_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return all agreements that the list asks for, in its order, with their terms and money.

    Raises
    ------
    NotFound
        There are no such files.
    """
    chosen = {name: asked.get(name, "") for name in ("search", "source", "sort")}
    rows = (_agreement_row(each) for each in agreements(by=by, **chosen))
    return taken_along(rows, AGREEMENTS, ending)


def records_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return all entries that the list asks for, the latest day first.

    Raises
    ------
    NotFound
        There are no such files.
    """
    chosen = {name: asked.get(name, "") for name in ("agreement_code", "figure")}
    rows = (_record_row(each) for each in records(by=by, **chosen))
    return taken_along(rows, RECORDS, ending)


def waiting_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return all who wait for money, in the order of agreements and turns.

    Raises
    ------
    NotFound
        There are no such files.
    """
    lines = waiting(by=by, agreement_code=asked.get("agreement_code", ""))
    return taken_along((line.row for line in lines), WAITING, ending)


def quotas_file(*, by: Actor, asked: Mapping[str, str], ending: str = "csv") -> TakenAlong:
    """Return all quotas that the list asks for, each with its rule and law.

    Raises
    ------
    NotFound
        There are no such files.
    """
    found = quotas(by=by, search=asked.get("search", ""))
    rows = (
        {
            **{column.name: getattr(each, column.name) for column in QUOTAS.columns},
            "floor": None if each.floor is None else float(each.floor),
            "ceiling": None if each.ceiling is None else float(each.ceiling),
        }
        for each in found
    )
    return taken_along(rows, QUOTAS, ending)


def _agreement_row(agreement: Agreement) -> dict[str, object]:
    shares = {
        name: None if (share := getattr(agreement, name)) is None else float(share)
        for name in ("max_share", "source_loss_share")
    }
    return {
        **{name: getattr(agreement, name) for name in ("code", "name_fa", "name_en")},
        "source": agreement.source.code,
        "source_kind": agreement.source.kind,
        **{f"{part}_amount": getattr(agreement.balance, f"{part}_amount") for part in _MONEY},
        **{column.name: getattr(agreement, column.name) for column in _TERMS},
        **shares,
    }


def _record_row(entered: MoneyRecord) -> dict[str, object]:
    return {
        "agreement": entered.agreement.code,
        "dated_on": entered.dated_on,
        "figure": entered.figure,
        "amount": entered.amount,
        "reference": entered.reference,
        "source": entered.source,
        "entered_by": entered.entered_by and entered.entered_by.username,
        "entered_on": clock.day_of(entered.entered_at),
    }
