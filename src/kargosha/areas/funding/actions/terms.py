"""What can happen to sources and to the terms under which they pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kargosha.areas.funding.models import Agreement, MoneyRecord, Source
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission

SIGNED = "agreement"
"""Reference under which the amount that an agreement was signed for is entered as approved."""


@dataclass(frozen=True)
class Terms:
    """What an agreement lays down: its money, its ceilings and whom it may pay for (empty: all)."""

    approved_amount: int
    ceiling_per_group_amount: int | None = None
    ceiling_per_job_amount: int | None = None
    max_share: Decimal | None = None
    place_codes: Sequence[str] = ()
    activity_codes: Sequence[str] = ()
    borrower_kinds: Sequence[str] = ()


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

    Raises
    ------
    NotFound
        There is no source of that code.
    Refused
        An agreement of that code exists, or a value does not fit.
    """
    require(by, Permission.FUND_SET)
    source = Source.objects.filter(code=source_code).first()
    if source is None:
        raise NotFound("source", source_code)
    agreement = Agreement(
        code=code,
        source=source,
        name_fa=names[0],
        name_en=names[1],
        approved_amount=terms.approved_amount,
        ceiling_per_group_amount=terms.ceiling_per_group_amount,
        ceiling_per_job_amount=terms.ceiling_per_job_amount,
        max_share=terms.max_share,
        place_codes=list(terms.place_codes),
        activity_codes=list(terms.activity_codes),
        borrower_kinds=list(terms.borrower_kinds),
        signed_on=signed_on,
    )
    refuse_unfit([agreement])
    _refuse_taken(Agreement.objects.filter(code=code).exists(), code)
    agreement.save()
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
    record("agreement.signed", by=by, subject=f"agreement:{code}", source=source_code)
    return agreement


def _refuse_taken(is_taken: bool, code: str) -> None:
    if is_taken:
        raise Refused(Refusal("refusal.code_taken", {"code": code}))
