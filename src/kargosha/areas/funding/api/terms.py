"""Sources, agreements and quotas."""

from datetime import date
from decimal import Decimal

from ninja import Router, Schema
from ninja.responses import Status

from kargosha.areas.funding import actions, queries
from kargosha.areas.funding.models import Agreement
from kargosha.kernel.asking import Asked

router = Router()


class SourceShape(Schema):
    code: str
    kind: str
    name_fa: str
    name_en: str


class GuaranteeShape(Schema):
    up_to_amount: int | None = None
    heaviest: str


class AgreementTerms(Schema):
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
    contract_kinds: list[str] = []
    loss_bearer: str = "unknown"
    source_loss_share: Decimal | None = None
    signed_on: date


class AgreementShape(AgreementTerms):
    @staticmethod
    def resolve_source_code(agreement: Agreement) -> str:
        return agreement.source.code


class AgreementInFull(AgreementShape):
    guarantee_limits: list[GuaranteeShape] = []

    @staticmethod
    def resolve_guarantee_limits(agreement: Agreement) -> list[object]:
        return list(agreement.guarantee_limits.all())


class SigningRequest(AgreementTerms):
    guarantee_limits: list[GuaranteeShape] = []


class QuotaShape(Schema):
    code: str
    name_fa: str
    name_en: str
    member_class: str
    measure: str
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    is_relative: bool
    rule: str
    source: str


class LegalQuotasRequest(Schema):
    prefix: str = ""
    on: date


@router.get("/sources", response=list[SourceShape], summary="Sources of money")
def sources(request: Asked):  # type: ignore[no-untyped-def]
    return queries.sources(by=request.actor)


@router.post("/sources", response={201: SourceShape}, summary="Register a source")
def register_source(request: Asked, source: SourceShape):  # type: ignore[no-untyped-def]
    return Status(201, actions.register_source(**source.dict(), by=request.actor))


@router.get("/agreements", response=list[AgreementShape], summary="Agreements")
def agreements(request: Asked, search: str = "", source: str = "", sort: str = ""):  # type: ignore[no-untyped-def]
    return queries.agreements(by=request.actor, search=search, source=source, sort=sort)


@router.get(
    "/agreements/{code}", response=AgreementInFull, summary="An agreement with all its terms"
)
def agreement(request: Asked, code: str):  # type: ignore[no-untyped-def]
    return queries.agreement_page(by=request.actor, code=code).agreement


@router.post("/agreements", response={201: AgreementInFull}, summary="Record a signed agreement")
def sign_agreement(request: Asked, asked: SigningRequest):  # type: ignore[no-untyped-def]
    said = asked.dict()
    apart = {"code", "source_code", "name_fa", "name_en", "signed_on", "guarantee_limits"}
    limits = [(each["up_to_amount"], each["heaviest"]) for each in said["guarantee_limits"]]
    terms = {name: value for name, value in said.items() if name not in apart}
    signed = actions.sign_agreement(
        code=asked.code,
        source_code=asked.source_code,
        names=(asked.name_fa, asked.name_en),
        terms=actions.Terms(guarantee_limits=limits, **terms),
        signed_on=asked.signed_on,
        by=request.actor,
    )
    return Status(201, signed)


@router.get("/quotas", response=list[QuotaShape], summary="Quotas")
def quotas(request: Asked, search: str = ""):  # type: ignore[no-untyped-def]
    return queries.quotas(by=request.actor, search=search)


@router.post("/quotas", response={201: list[QuotaShape]}, summary="Set quotas")
def set_quotas(request: Asked, quotas: list[QuotaShape]):  # type: ignore[no-untyped-def]
    rows = [actions.QuotaRow(**each.dict()) for each in quotas]
    return Status(201, actions.set_quotas(quotas=rows, by=request.actor))


@router.post("/quotas/legal", response={201: list[QuotaShape]}, summary="Set the law's quotas")
def set_legal_quotas(request: Asked, asked: LegalQuotasRequest):  # type: ignore[no-untyped-def]
    return Status(201, actions.set_legal_quotas(**asked.dict(), by=request.actor))
