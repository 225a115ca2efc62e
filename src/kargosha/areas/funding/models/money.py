"""The five dated figures of an agreement, entered one by one, and what they come to."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from kargosha.areas.funding.models.terms import Agreement
from kargosha.kernel import append_only
from kargosha.kernel.fitness import one_of
from kargosha.kernel.models import User
from kargosha.kernel.money import at_least_nothing

FIGURES = ("needed", "approved", "allotted", "deposited", "paid")
"""In the order in which money comes to be there."""


class MoneyRecord(models.Model):
    """One dated entry of one figure of an agreement, by the paper it rests on; less is entered
    as below nothing."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Figure(models.TextChoices):
        NEEDED = "needed"
        APPROVED = "approved"
        ALLOTTED = "allotted"
        DEPOSITED = "deposited"
        PAID = "paid"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="records")
    figure = models.CharField(max_length=10, choices=Figure.choices)
    amount = models.BigIntegerField()
    """Whole rials; below nothing where money was taken back or an entry is put right."""
    dated_on = models.DateField()
    reference = models.CharField(max_length=80)
    """Number of the paper; the same paper is entered once."""
    source = models.CharField(max_length=300)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["dated_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "figure", "reference"], name="money_record_once"
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="money_record_of_something"),
            one_of("figure", *FIGURES),
        ]
        triggers: ClassVar = [
            *append_only.triggers("money_record"),
            append_only.adding_up(
                "money_record_counts",
                """
                    UPDATE funding_balance AS balance
                    SET needed_amount = balance.needed_amount + more.needed,
                        approved_amount = balance.approved_amount + more.approved,
                        allotted_amount = balance.allotted_amount + more.allotted,
                        deposited_amount = balance.deposited_amount + more.deposited,
                        free_amount = balance.free_amount + more.deposited,
                        paid_amount = balance.paid_amount + more.paid
                    FROM (
                        SELECT agreement_id,
                            COALESCE(SUM(amount) FILTER (WHERE figure = 'needed'), 0) AS needed,
                            COALESCE(SUM(amount) FILTER (WHERE figure = 'approved'), 0) AS approved,
                            COALESCE(SUM(amount) FILTER (WHERE figure = 'allotted'), 0) AS allotted,
                            COALESCE(SUM(amount) FILTER (WHERE figure = 'deposited'), 0) AS deposited,
                            COALESCE(SUM(amount) FILTER (WHERE figure = 'paid'), 0) AS paid
                        FROM added GROUP BY agreement_id
                    ) AS more
                    WHERE balance.agreement_id = more.agreement_id;
                    RETURN NULL;
                """,
            ),
        ]


class Balance(models.Model):
    """What an agreement's entries and reservations come to; written by the database alone, as they are added.

    Deposited = firmly reserved + free, at every moment. What is paid was firmly reserved before.
    """

    personal: ClassVar[Mapping[str, str]] = {}

    agreement = models.OneToOneField(
        Agreement, primary_key=True, on_delete=models.PROTECT, related_name="balance"
    )
    needed_amount = models.BigIntegerField(db_default=0)
    approved_amount = models.BigIntegerField(db_default=0)
    allotted_amount = models.BigIntegerField(db_default=0)
    deposited_amount = models.BigIntegerField(db_default=0)
    firm_amount = models.BigIntegerField(db_default=0)
    """Reserved, and deposited for it."""
    free_amount = models.BigIntegerField(db_default=0)
    """Deposited, and reserved for nobody."""
    waiting_amount = models.BigIntegerField(db_default=0)
    """Reserved, and not yet deposited."""
    paid_amount = models.BigIntegerField(db_default=0)

    class Meta:
        constraints: ClassVar = [
            *at_least_nothing(
                *(f"{figure}_amount" for figure in FIGURES),
                "firm_amount",
                "free_amount",
                "waiting_amount",
            ),
            models.CheckConstraint(
                condition=Q(deposited_amount=F("firm_amount") + F("free_amount")),
                name="balance_deposited_is_firm_and_free",
            ),
            models.CheckConstraint(
                condition=Q(approved_amount__gte=F("firm_amount") + F("waiting_amount")),
                name="balance_reserved_within_approved",
            ),
            models.CheckConstraint(
                condition=Q(allotted_amount__lte=F("approved_amount")),
                name="balance_allotted_within_approved",
            ),
            models.CheckConstraint(
                condition=Q(deposited_amount__lte=F("allotted_amount")),
                name="balance_deposited_within_allotted",
            ),
            models.CheckConstraint(
                condition=Q(paid_amount__lte=F("firm_amount")), name="balance_paid_within_firm"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="balance_follows_its_entries",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF pg_trigger_depth() < 2 THEN
                        RAISE EXCEPTION 'a balance follows its entries and is written by nobody';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    @property
    def reserved_amount(self) -> int:
        """Rials that are reserved, deposited or not."""
        return self.firm_amount + self.waiting_amount

    @property
    def open_amount(self) -> int:
        """Approved rials that nobody has reserved."""
        return self.approved_amount - self.reserved_amount
