"""What can happen to sources and to the terms under which they pay."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction

from kargosha.areas.funding.frames.classes import (
    BORROWERS,
    CONTRACTS,
    unknown_activities,
    unknown_places,
)
from kargosha.areas.funding.frames.waiting import subject_of
from kargosha.areas.funding.models import Agreement, GuaranteeLimit, MoneyRecord, Source
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit, refuse_unknown
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on

SIGNED = "agreement"
"""Reference under which the amount that an agreement was signed for is entered as approved."""


@dataclass(frozen=True)
class Terms:
    """What an agreement lays down: its money, its ceilings, whom it may pay for (empty: all), what a bank
    may ask for, and who bears a loss."""

    approved_amount: int
    ceiling_per_group_amount: int | None = None
    ceiling_per_job_amount: int | None = None
    max_share: Decimal | None = None
    place_codes: Sequence[str] = ()
    activity_codes: Sequence[str] = ()
    borrower_kinds: Sequence[str] = ()
    contract_kinds: Sequence[str] = ()
    guarantee_limits: Sequence[tuple[int | None, str]] = ()
    """Up to which amount (None: whatever lies above) which guarantee is the heaviest a bank may ask."""
    loss_bearer: str = Agreement.LossBearer.UNKNOWN
    source_loss_share: Decimal | None = None
    """Where a loss is shared: the source's part, 0-1."""


@transaction.atomic
def register_source(*, code: str, kind: str, name_fa: str, name_en: str, by: Actor) -> Source:
    """Register a bank, an agency or a managed fund.

    Raises
    ------
    Refused
        A source of that code exists, or a value does not fit.
    """
    require(by, Permission.FUND_SET)
    source = Source(code=code, kind=kind, name_fa=name_fa, name_en=name_en)
    refuse_unfit([source])
    _refuse_taken(Source.objects.filter(code=code).exists(), code)
    source.save()
    record("source.registered", by=by, subject=f"source:{code}")
    return source


@transaction.atomic
def sign_agreement(
    *, code: str, source_code: str, names: tuple[str, str], terms: Terms, signed_on: date, by: Actor
) -> Agreement:
    """Record the terms under which a source pays; ``names`` are the Persian and the English one.

    Its money stands as approved from then on; nothing of it is allotted or deposited yet.

    Raises
    ------
    NotFound
        There is no source of that code.
    Refused
        An agreement of that code exists; a value does not fit; a place, an activity, a borrower or a
        contract is none; a loss is shared without the shares, or the other way about; two limits of
        guarantees are for one amount; or the day of signing lies ahead.
    """
    require(by, Permission.FUND_SET)
    source = Source.objects.filter(code=source_code).first()
    if source is None:
        raise NotFound("source", source_code)
    agreement = _agreement(code, source, names, terms)
    agreement.signed_on = signed_on
    limits = _limits(agreement, terms)
    refuse_unfit([agreement])
    refuse_unfit(limits)
    _refuse_taken(Agreement.objects.filter(code=code).exists(), code)
    _refuse_unfit_terms(agreement, limits)
    agreement.save()
    GuaranteeLimit.objects.bulk_create(limits)
    if terms.approved_amount:
        MoneyRecord.objects.create(
            agreement=agreement,
            figure=MoneyRecord.Figure.APPROVED,
            amount=terms.approved_amount,
            dated_on=signed_on,
            reference=SIGNED,
            source=code,
            entered_by_id=by.user_id,
            entered_at=clock.now(),
        )
    record("agreement.signed", by=by, subject=subject_of(code), source=source_code)
    return agreement


def _agreement(code: str, source: Source, names: tuple[str, str], terms: Terms) -> Agreement:
    lists = ("place_codes", "activity_codes", "borrower_kinds", "contract_kinds")
    apart = {*lists, "guarantee_limits"}
    return Agreement(
        code=code,
        source=source,
        name_fa=names[0],
        name_en=names[1],
        **{name: list(getattr(terms, name)) for name in lists},
        **{
            field.name: getattr(terms, field.name)
            for field in fields(terms)
            if field.name not in apart
        },
    )


def _limits(agreement: Agreement, terms: Terms) -> list[GuaranteeLimit]:
    return [
        GuaranteeLimit(agreement=agreement, up_to_amount=up_to, heaviest=heaviest)
        for up_to, heaviest in terms.guarantee_limits
    ]


def _refuse_unfit_terms(agreement: Agreement, limits: Sequence[GuaranteeLimit]) -> None:
    today = clock.today()
    if agreement.signed_on > today:
        raise Refused(Refusal("refusal.signed_ahead", {"day": agreement.signed_on}))
    refuse_unknown(
        unknown_places(agreement.place_codes)
        | unknown_activities(agreement.activity_codes, rulebook_on(today))
        | (set(agreement.borrower_kinds) - set(BORROWERS))
        | (set(agreement.contract_kinds) - set(CONTRACTS))
    )
    is_shared = agreement.loss_bearer == Agreement.LossBearer.SHARED
    if is_shared != (agreement.source_loss_share is not None):
        raise Refused(Refusal("refusal.loss_share", {"code": agreement.code}))
    if len({limit.up_to_amount for limit in limits}) < len(limits):
        raise Refused(Refusal("refusal.guarantee_limit_twice", {"code": agreement.code}))


def _refuse_taken(is_taken: bool, code: str) -> None:
    if is_taken:
        raise Refused(Refusal("refusal.code_taken", {"code": code}))
