"""The database itself keeps the money of an agreement in balance, whoever writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from kargosha.areas.funding.models import (
    Agreement,
    Balance,
    Firming,
    MoneyRecord,
    Release,
    Reservation,
)
from kargosha.kernel import clock
from tests import universe

BILLION = universe.BILLION


@pytest.fixture
def rural(district: universe.People) -> Agreement:
    """The rural line: 20 billion rials approved, 9 allotted, 6 deposited."""
    agreement = Agreement.objects.get(code="rural")
    enter(agreement, "allotted", 9 * BILLION)
    enter(agreement, "deposited", 6 * BILLION)
    return agreement


def enter(agreement: Agreement, figure: str, amount: int, reference: str = "1") -> MoneyRecord:
    return MoneyRecord.objects.create(
        agreement=agreement,
        figure=figure,
        amount=amount,
        dated_on=date(2026, 6, 1),
        reference=reference,
        source="letter",
        entered_at=clock.now(),
    )


def reserve(agreement: Agreement, amount: int, code: str = "award:1") -> Reservation:
    return Reservation.objects.create(
        code=code, agreement=agreement, amount=amount, made_at=clock.now()
    )


def balance(agreement: Agreement) -> tuple[int, ...]:
    """Return deposited, firm, free and waiting money in billions."""
    now = Balance.objects.get(agreement=agreement)
    parts = (now.deposited_amount, now.firm_amount, now.free_amount, now.waiting_amount)
    return tuple(part // BILLION for part in parts)


@contextmanager
def refused_by(constraint: str) -> Iterator[None]:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        yield


def test_an_agreement_begins_with_what_it_was_signed_for(district: universe.People) -> None:
    now = Balance.objects.get(agreement__code="rural")

    assert (now.approved_amount, now.deposited_amount) == (20 * BILLION, 0)


def test_a_reservation_waits_until_it_is_made_firm(rural: Agreement) -> None:
    held = reserve(rural, 4 * BILLION)
    assert balance(rural) == (6, 0, 6, 4)

    Firming.objects.create(reservation=held, firmed_at=clock.now())

    assert balance(rural) == (6, 4, 2, 0)


def test_what_is_given_back_is_free_again_or_no_longer_waited_for(rural: Agreement) -> None:
    firm, waiting = reserve(rural, 4 * BILLION), reserve(rural, 5 * BILLION, "award:2")
    Firming.objects.create(reservation=firm, firmed_at=clock.now())

    for held in (firm, waiting):
        Release.objects.create(reservation=held, reason="lapsed", released_at=clock.now())

    assert balance(rural) == (6, 0, 6, 0)


def test_no_more_is_made_firm_than_was_deposited(rural: Agreement) -> None:
    held = reserve(rural, 7 * BILLION)

    with refused_by("free_amount"):
        Firming.objects.create(reservation=held, firmed_at=clock.now())


def test_no_more_is_reserved_than_was_approved(rural: Agreement) -> None:
    reserve(rural, 15 * BILLION)

    with refused_by("balance_reserved_within_approved"):
        reserve(rural, 6 * BILLION, "award:2")


@pytest.mark.parametrize(
    ("figure", "amount", "constraint"),
    [
        ("allotted", 12 * BILLION, "balance_allotted_within_approved"),
        ("deposited", 4 * BILLION, "balance_deposited_within_allotted"),
        ("deposited", -7 * BILLION, "deposited_amount|free_amount"),
        ("approved", -12 * BILLION, "balance_allotted_within_approved"),
        ("paid", BILLION, "balance_paid_within_firm"),
    ],
)
def test_a_figure_stays_within_the_one_before_it(
    rural: Agreement, figure: str, amount: int, constraint: str
) -> None:
    with refused_by(constraint):
        enter(rural, figure, amount, "2")


def test_firm_money_cannot_be_taken_back(rural: Agreement) -> None:
    Firming.objects.create(reservation=reserve(rural, 4 * BILLION), firmed_at=clock.now())

    with refused_by("free_amount"):
        enter(rural, "deposited", -3 * BILLION, "2")


def test_a_paper_is_entered_once(rural: Agreement) -> None:
    with refused_by("money_record_once"):
        enter(rural, "deposited", BILLION)


def test_money_is_not_reserved_for_the_same_purpose_twice(rural: Agreement) -> None:
    reserve(rural, BILLION)

    with refused_by("code"):
        reserve(rural, BILLION)


def test_what_was_given_back_is_not_made_firm(rural: Agreement) -> None:
    held = reserve(rural, BILLION)
    Release.objects.create(reservation=held, reason="lapsed", released_at=clock.now())

    with pytest.raises(DatabaseError, match="given back"), transaction.atomic():
        Firming.objects.create(reservation=held, firmed_at=clock.now())


def test_nobody_writes_a_balance(rural: Agreement) -> None:
    now = Balance.objects.filter(agreement=rural)

    with pytest.raises(DatabaseError, match="written by nobody"), transaction.atomic():
        now.update(free_amount=0)
    with pytest.raises(DatabaseError, match="written by nobody"), transaction.atomic():
        now.delete()
