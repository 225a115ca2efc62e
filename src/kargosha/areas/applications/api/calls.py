"""Calls: what they say, opening one, signing what it is decided by."""

from datetime import date, datetime
from decimal import Decimal

from ninja import Router, Schema
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.areas.applications import actions, queries
from kargosha.areas.applications.models import Application
from kargosha.kernel.asking import Asked

router = Router()


class CallShape(Schema):
    code: str
    name_fa: str
    name_en: str
    state: str
    jalali_year: int | None
    season: str
    year_share: float | None
    opens_on: date
    closes_on: date
    rules_on: date
    place_codes: list[str]
    activity_codes: list[str]
    money_amount: int
    application_count: int
    rolled_count: int
    asked_amount: int | None
    fingerprint: str | None


class WeightShape(Schema):
    name: str
    rule: str
    value: float
    is_own: bool


class CallPageShape(CallShape):
    text_fa: str
    text_en: str
    goals_fa: str
    goals_en: str
    money: dict[str, int]
    quotas: list[str]
    weights: list[WeightShape]


class CallRequest(Schema):
    code: str
    name_fa: str
    name_en: str
    text_fa: str
    text_en: str
    opens_on: date
    closes_on: date
    rules_on: date
    goals_fa: str = ""
    goals_en: str = ""
    money: dict[str, int | None] = {}
    quotas: list[str] = []
    jalali_year: int | None = None
    season: str = ""
    year_share: Decimal | None = None
    place_codes: list[str] = []
    activity_codes: list[str] = []
    deprivation_weight: float | None = None
    emigration_weight: float | None = None
    household_weight: float | None = None


class FreezeRequest(Schema):
    fingerprint: str = ""


class FreezeShape(Schema):
    fingerprint: str
    application_count: int
    eligible_count: int
    deprivation_weight: float
    emigration_weight: float
    household_weight: float
    signed_at: datetime


class SigningShape(Schema):
    fingerprint: str
    application_count: int
    eligible_count: int
    failed_rules: dict[str, int]
    idle_floors: list[str]


class ApplicationShape(Schema):
    code: str
    kind: str
    name_fa: str
    name_en: str
    place_code: str
    activity: str
    amount: int
    jobs_promised: int
    submitted_on: date

    @staticmethod
    def resolve_activity(application: Application) -> str:
        return application.activity.code


@router.get("/calls", response=list[CallShape], auth=None, summary="Calls")
def calls(request: Asked, search: str = "", state: str = "", year: str = ""):  # type: ignore[no-untyped-def]
    found = queries.call_lines(by=request.actor, search=search, state=state, year=year)
    return [line.row for line in found]


@router.get("/calls/{code}", response=CallPageShape, auth=None, summary="A call")
def call(request: Asked, code: str):  # type: ignore[no-untyped-def]
    return _told(queries.call_page(by=request.actor, code=code))


@router.post("/calls", response={201: CallPageShape}, summary="Open a call")
def open_call(request: Asked, asked: CallRequest):  # type: ignore[no-untyped-def]
    said = asked.dict()
    code = said.pop("code")
    texts = {name: said.pop(name) for name in list(said) if name in actions.CALL_TEXTS}
    actions.open_call(
        code=code,
        text=actions.CallText(**texts),
        terms=actions.CallTerms(**said),
        by=request.actor,
    )
    return Status(201, _told(queries.call_page(by=request.actor, code=code)))


@router.get(
    "/calls/{code}/signing", response=SigningShape, summary="What would be signed of a closed call"
)
def signing(request: Asked, code: str):  # type: ignore[no-untyped-def]
    asked = queries.to_be_signed(by=request.actor, code=code)
    return {
        "fingerprint": asked.signing.paper.fingerprint,
        "application_count": len(asked.signing.findings),
        "eligible_count": len(asked.signing.eligible),
        "failed_rules": dict(asked.signing.failed_rules),
        "idle_floors": [quota.code for quota in asked.signing.idle_floors],
    }


@router.post(
    "/calls/{code}/freeze", response={201: FreezeShape}, summary="Sign what a call is decided by"
)
def freeze_call(request: Asked, code: str, asked: FreezeRequest):  # type: ignore[no-untyped-def]
    frozen = actions.freeze_call(call_code=code, fingerprint=asked.fingerprint, by=request.actor)
    return Status(201, frozen)


@router.get(
    "/calls/{code}/applications", response=list[ApplicationShape], summary="Proposals to a call"
)
@paginate
def applications(request: Asked, code: str, search: str = ""):  # type: ignore[no-untyped-def]
    return queries.applications(by=request.actor, call_code=code, search=search)


def _told(page: queries.CallPage) -> dict[str, object]:
    call = page.call
    texts = {name: getattr(call, name) for name in actions.CALL_TEXTS}
    return (
        page.seen.row
        | texts
        | {
            "money": {part.agreement.code: part.amount for part in call.money.all()},
            "quotas": [quota.code for quota in call.quotas.all()],
            "weights": [vars(weight) for weight in page.weights],
        }
    )
