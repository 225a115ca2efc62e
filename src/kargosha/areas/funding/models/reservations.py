"""Money set aside under an agreement: asked for, made firm by a deposit, given back."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.db import models

from kargosha.areas.funding.models.terms import Agreement
from kargosha.kernel import append_only
from kargosha.kernel.fitness import one_of
from kargosha.kernel.money import RialField, at_least_nothing


class Reservation(models.Model):
    """Money of an agreement that is set aside for one purpose; it waits until a deposit makes it firm."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.CharField(max_length=80, unique=True)
    """What it is for, so that nothing is reserved for twice, such as ``award:17``."""
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="reservations")
    amount = RialField()
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *at_least_nothing("amount"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="reservation_of_something"
            ),
        ]
        triggers: ClassVar = [
            *append_only.triggers("reservation"),
            append_only.adding_up(
                "reservation_waits",
                """
                UPDATE funding_balance AS balance
                SET waiting_amount = balance.waiting_amount + more.amount
                FROM (SELECT agreement_id, SUM(amount) AS amount FROM added GROUP BY agreement_id) AS more
                WHERE balance.agreement_id = more.agreement_id;
                RETURN NULL;
                """,
            ),
        ]


class Firming(models.Model):
    """That deposited money stands behind a reservation from now on."""

    personal: ClassVar[Mapping[str, str]] = {}

    reservation = models.OneToOneField(
        Reservation, on_delete=models.PROTECT, related_name="firming"
    )
    firmed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = [
            *append_only.triggers("firming"),
            pgtrigger.Trigger(
                name="firming_of_what_is_held",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (SELECT FROM funding_release WHERE reservation_id = NEW.reservation_id) THEN
                        RAISE EXCEPTION 'a reservation that was given back cannot be made firm';
                    END IF;
                    RETURN NEW;
                """,
            ),
            append_only.adding_up(
                "firming_takes_free_money",
                """
                UPDATE funding_balance AS balance
                SET waiting_amount = balance.waiting_amount - more.amount,
                    firm_amount = balance.firm_amount + more.amount,
                    free_amount = balance.free_amount - more.amount
                FROM (
                    SELECT agreement_id, SUM(amount) AS amount
                    FROM added JOIN funding_reservation AS held ON held.id = added.reservation_id
                    GROUP BY agreement_id
                ) AS more
                WHERE balance.agreement_id = more.agreement_id;
                RETURN NULL;
                """,
            ),
        ]


class Release(models.Model):
    """That a reservation was given back whole, and why."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Reason(models.TextChoices):
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"
        CORRECTED = "corrected"

    reservation = models.OneToOneField(
        Reservation, on_delete=models.PROTECT, related_name="release"
    )
    reason = models.CharField(max_length=10, choices=Reason.choices)
    note = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [one_of("reason", "withdrawn", "lapsed", "corrected")]
        triggers: ClassVar = [
            *append_only.triggers("release"),
            append_only.adding_up(
                "release_gives_back",
                """
                UPDATE funding_balance AS balance
                SET waiting_amount = balance.waiting_amount - more.waiting,
                    firm_amount = balance.firm_amount - more.firm,
                    free_amount = balance.free_amount + more.firm
                FROM (
                    SELECT agreement_id,
                        COALESCE(SUM(amount) FILTER (WHERE firming.id IS NULL), 0) AS waiting,
                        COALESCE(SUM(amount) FILTER (WHERE firming.id IS NOT NULL), 0) AS firm
                    FROM added JOIN funding_reservation AS held ON held.id = added.reservation_id
                    LEFT JOIN funding_firming AS firming ON firming.reservation_id = held.id
                    GROUP BY agreement_id
                ) AS more
                WHERE balance.agreement_id = more.agreement_id;
                RETURN NULL;
                """,
            ),
        ]
