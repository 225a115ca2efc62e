from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from kargosha.areas.funding import actions, queries
from kargosha.areas.funding.models import Agreement, Quota, Source
from kargosha.kernel.errors import NotAllowed, NotFound, Refused
from kargosha.kernel.models import JournalEntry
from tests.universe import BILLION, STAGE, People, money


def quota(code: str, floor: str | None, ceiling: str | None) -> actions.QuotaRow:
    bounds = [None if each is None else Decimal(each) for each in (floor, ceiling)]
    return actions.QuotaRow(code, "ق", "Q", "all", "amount", *bounds, True, "quota.x", "law")


def sign(code: str = "line", source: str = "bank", **terms: object) -> Agreement:
    return actions.sign_agreement(
        code=code,
        source_code=source,
        names=("خط", "Line"),
        terms=actions.Terms(BILLION, **terms),  # type: ignore[arg-type]
        signed_on=date(2026, 3, 25),
        by=STAGE,
    )


@pytest.mark.django_db
def test_an_agreement_is_signed_with_its_source() -> None:
    actions.register_source(code="bank", kind="bank", name_fa="ب", name_en="B", by=STAGE)
    agreement = sign(max_share=Decimal("0.7"), place_codes=["0311"])

    assert (agreement.source.code, agreement.place_codes) == ("bank", ["0311"])
    assert JournalEntry.objects.last().event == "agreement.signed"


@pytest.mark.django_db
def test_codes_are_taken_once() -> None:
    actions.register_source(code="bank", kind="bank", name_fa="ب", name_en="B", by=STAGE)
    sign()
    actions.set_quotas(quotas=[quota("women", "0.3", None)], by=STAGE)

    with pytest.raises(Refused, match="code_taken"):
        actions.register_source(code="bank", kind="bank", name_fa="ب", name_en="B", by=STAGE)
    with pytest.raises(Refused, match="code_taken"):
        sign()
    with pytest.raises(Refused, match="code_taken"):
        actions.set_quotas(quotas=[quota("women", "0.3", None)], by=STAGE)


@pytest.mark.django_db
def test_an_agreement_needs_a_source() -> None:
    with pytest.raises(NotFound):
        sign(source="nobody")


@pytest.mark.django_db
def test_a_floor_above_its_ceiling_is_refused_and_nothing_is_set() -> None:
    with pytest.raises(Refused, match="floor_above_ceiling"):
        actions.set_quotas(quotas=[quota("a", "0.1", "0.2"), quota("b", "0.3", "0.2")], by=STAGE)

    assert not Quota.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("floor", "ceiling", "reason"),
    [
        ("0.3", "1.2", "share_above_one"),
        ("-0.1", None, r"unfit .*floor"),
        (None, "NaN", r"unfit .*ceiling"),
    ],
)
def test_an_unfit_quota_is_refused(floor: str | None, ceiling: str | None, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        actions.set_quotas(quotas=[quota("women", floor, ceiling)], by=STAGE)


@pytest.mark.django_db
def test_a_quota_given_twice_is_refused() -> None:
    with pytest.raises(Refused, match="code_taken"):
        actions.set_quotas(quotas=[quota("women", "0.3", None)] * 2, by=STAGE)


@pytest.mark.django_db
def test_an_unfit_source_or_agreement_is_refused() -> None:
    with pytest.raises(Refused, match=r"unfit .*kind"):
        actions.register_source(code="bank", kind="lottery", name_fa="ب", name_en="B", by=STAGE)
    actions.register_source(code="bank", kind="bank", name_fa="ب", name_en="B", by=STAGE)
    with pytest.raises(Refused, match=r"unfit .*ceiling_per_job_amount.*max_share.*place_codes"):
        sign(max_share=Decimal(0), ceiling_per_job_amount=-1, place_codes=["03\x0011"])


@pytest.mark.parametrize(
    ("model", "field"), [(Source, "name_en"), (Agreement, "name_en"), (Quota, "name_en")]
)
def test_what_was_agreed_does_not_change(people: People, model: Any, field: str) -> None:
    money()

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        model.objects.update(**{field: "another"})


@pytest.mark.django_db
def test_the_database_refuses_it_too() -> None:
    with pytest.raises(IntegrityError, match="floor_below_ceiling"), transaction.atomic():
        Quota.objects.bulk_create([Quota(**vars(quota("b", "0.3", "0.2")))])
    with pytest.raises(IntegrityError, match="share_of_one"), transaction.atomic():
        Quota.objects.bulk_create([Quota(**vars(quota("b", "0.3", "1.2")))])
    with pytest.raises(IntegrityError, match="source_kind_known"), transaction.atomic():
        Source.objects.bulk_create([Source(code="x", kind="lottery", name_fa="x", name_en="x")])


def test_money_is_seen_and_set_by_those_who_may(people: People) -> None:
    money()

    assert [each.code for each in queries.agreements(by=people.chair)] == ["co-op", "rural"]
    assert [each.code for each in queries.quotas(by=people.auditor)] == ["hashtrud"]
    with pytest.raises(NotAllowed):
        queries.agreements(by=people.county)
    with pytest.raises(NotAllowed):
        queries.quotas(by=people.nobody)
    with pytest.raises(NotAllowed):
        actions.register_source(code="x", kind="bank", name_fa="", name_en="", by=people.chair)
