"""Money from needed to paid: how it stands, its entries, and who waits."""

from datetime import date

from ninja import Router, Schema
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.areas.funding import actions, queries
from kargosha.areas.funding.models import Balance, MoneyRecord
from kargosha.kernel.asking import Asked

router = Router()


class MoneyShape(Schema):
    needed: int
    approved: int
    allotted: int
    deposited: int
    firm: int
    free: int
    waiting: int
    paid: int


class BalanceShape(Schema):
    agreement: str
    needed_amount: int
    approved_amount: int
    allotted_amount: int
    deposited_amount: int
    firm_amount: int
    free_amount: int
    waiting_amount: int
    paid_amount: int

    @staticmethod
    def resolve_agreement(balance: Balance) -> str:
        return balance.agreement.code


class EntryRequest(Schema):
    figure: str
    amount: int
    dated_on: date
    reference: str
    source: str


class EntryShape(EntryRequest):
    id: int
    agreement: str
    entered_by: str | None

    @staticmethod
    def resolve_agreement(entered: MoneyRecord) -> str:
        return entered.agreement.code

    @staticmethod
    def resolve_entered_by(entered: MoneyRecord) -> str | None:
        return entered.entered_by.username if entered.entered_by else None


class WaitingShape(Schema):
    agreement: str
    turn: int
    code: str
    amount: int
    missing: int
    reserved_on: date


@router.get("/money", response=MoneyShape, summary="All money from needed to paid")
def money(request: Asked):  # type: ignore[no-untyped-def]
    return queries.money_bar(by=request.actor)


@router.get("/balances", response=list[BalanceShape], summary="Money of each agreement")
def balances(request: Asked):  # type: ignore[no-untyped-def]
    return queries.balances(by=request.actor)


@router.get("/entries", response=list[EntryShape], summary="Entries of money")
@paginate
def entries(request: Asked, agreement_code: str = "", figure: str = ""):  # type: ignore[no-untyped-def]
    return queries.records(by=request.actor, agreement_code=agreement_code, figure=figure)


@router.post(
    "/agreements/{code}/entries",
    response={201: EntryShape},
    summary="Enter a figure from its paper",
)
def record_money(request: Asked, code: str, entry: EntryRequest):  # type: ignore[no-untyped-def]
    stated = actions.MoneyEntry(**entry.dict())
    return Status(201, actions.record_money(agreement_code=code, entry=stated, by=request.actor))


@router.get("/waiting", response=list[WaitingShape], summary="Who waits for money, by turn")
@paginate
def waiting(request: Asked, agreement_code: str = ""):  # type: ignore[no-untyped-def]
    return [line.row for line in queries.waiting(by=request.actor, agreement_code=agreement_code)]
