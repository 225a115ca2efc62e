"""What can happen to sources, agreements and quotas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kargosha.areas.funding.models import Agreement, Quota, Source
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission


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


@dataclass(frozen=True)
class QuotaRow:
    """A quota as it is set: whom it counts, in which measure, how much, by which rule."""

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


@transaction.atomic
def register_source(*, code: str, kind: str, name_fa: str, name_en: str, by: Actor) -> Source:
    """Register a bank, an agency or a managed fund.

    Raises
    ------
    Refused
        A source of that code exists.
    """
    require(by, Permission.FUND_SET)
    _refuse_taken(Source.objects.filter(code=code).exists(), code)
    source = Source.objects.create(code=code, kind=kind, name_fa=name_fa, name_en=name_en)
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
        An agreement of that code exists.
    """
    require(by, Permission.FUND_SET)
    source = Source.objects.filter(code=source_code).first()
    if source is None:
        raise NotFound("source", source_code)
    _refuse_taken(Agreement.objects.filter(code=code).exists(), code)
    agreement = Agreement.objects.create(
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
    record("agreement.signed", by=by, subject=f"agreement:{code}", source=source_code)
    return agreement


@transaction.atomic
def set_quotas(*, quotas: Sequence[QuotaRow], by: Actor) -> list[Quota]:
    """Set quotas that a call can be bound by.

    Raises
    ------
    Refused
        A quota of one of the codes exists, or a floor lies above its ceiling.
    """
    require(by, Permission.FUND_SET)
    for row in quotas:
        _refuse_taken(Quota.objects.filter(code=row.code).exists(), row.code)
        if row.floor is not None and row.ceiling is not None and row.floor > row.ceiling:
            raise Refused(Refusal("refusal.floor_above_ceiling", {"code": row.code}))
    made = Quota.objects.bulk_create([Quota(**vars(row)) for row in quotas])
    record("quotas.set", by=by, subject="quotas", codes=[row.code for row in quotas])
    return made


def _refuse_taken(is_taken: bool, code: str) -> None:
    if is_taken:
        raise Refused(Refusal("refusal.code_taken", {"code": code}))
