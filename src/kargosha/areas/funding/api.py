from datetime import date
from decimal import Decimal

from ninja import Router, Schema
from ninja.responses import Status

from kargosha.areas.funding import actions, queries
from kargosha.areas.funding.models import Agreement
from kargosha.kernel.asking import Asked

router = Router()


class AgreementShape(Schema):
    code: str
    source_code: str
    name_fa: str
    name_en: str
    approved_amount: int
    ceiling_per_group_amount: int | None = None
    ceiling_per_job_amount: int | None = None
    max_share: Decimal | None = None
    place_codes: list[str] = []
    activity_codes: list[str] = []
    borrower_kinds: list[str] = []
    signed_on: date

    @staticmethod
    def resolve_source_code(agreement: Agreement) -> str:
        return agreement.source.code


class QuotaShape(Schema):
    code: str
    name_fa: str
    name_en: str
    member_class: str
    measure: str
    floor: Decimal | None
    ceiling: Decimal | None
    is_relative: bool
    rule: str
    source: str


class SourceShape(Schema):
    code: str
    kind: str
    name_fa: str
    name_en: str


@router.get("/agreements", response=list[AgreementShape], summary="Agreements")
def agreements(request: Asked):  # type: ignore[no-untyped-def]
    return queries.agreements(by=request.actor)


@router.get("/quotas", response=list[QuotaShape], summary="Quotas")
def quotas(request: Asked):  # type: ignore[no-untyped-def]
    return queries.quotas(by=request.actor)


@router.post("/sources", response={201: SourceShape}, summary="Register a source")
def register_source(request: Asked, source: SourceShape):  # type: ignore[no-untyped-def]
    return Status(201, actions.register_source(**source.dict(), by=request.actor))
