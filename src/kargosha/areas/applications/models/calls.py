"""Kinds of production, and calls: what they are for, when, with which money, weights and quotas."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kargosha.areas.funding.models import Agreement, Quota
from kargosha.areas.territory.models import IndexVersion
from kargosha.kernel import append_only
from kargosha.kernel.fitness import SHARE, finite, one_of
from kargosha.kernel.models import User
from kargosha.kernel.money import RialField, at_least_nothing


class Activity(models.Model):
    """A kind of production that proposals are for, with the law's sector it counts in."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.SlugField(unique=True)
    sector = models.SlugField()
    name_fa = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["code"]


class Call(models.Model):
    """An invitation to propose: what for, from when to when, by the rules of which day, with which quotas."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Season(models.TextChoices):
        SPRING = "spring"
        SUMMER = "summer"
        AUTUMN = "autumn"
        WINTER = "winter"

    code = models.SlugField(unique=True)
    name_fa = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    text_fa = models.TextField()
    text_en = models.TextField()
    goals_fa = models.TextField(blank=True)
    goals_en = models.TextField(blank=True)
    jalali_year = models.PositiveSmallIntegerField(null=True, blank=True)
    """Year whose money it spends, in the Persian calendar."""
    season = models.CharField(max_length=6, choices=Season.choices, blank=True)
    year_share = models.DecimalField(
        max_digits=5, decimal_places=4, null=True, blank=True, validators=SHARE
    )
    """Share of the year's money that it may spend, 0-1; the rounds of a year never exceed 1."""
    opens_on = models.DateField()
    closes_on = models.DateField()
    rules_on = models.DateField()
    place_codes = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    """Beginnings of the codes of places that may propose; empty for all."""
    activity_codes = ArrayField(models.SlugField(), default=list, blank=True)
    """Activities that may be proposed; empty for all."""
    deprivation_weight = models.FloatField(null=True, blank=True)
    emigration_weight = models.FloatField(null=True, blank=True)
    household_weight = models.FloatField(null=True, blank=True)
    """Weights that the call signs; None where the rule book's hold."""
    quotas = models.ManyToManyField(Quota, related_name="calls", through="CallQuota")

    class Meta:
        ordering: ClassVar = ["-closes_on"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(opens_on__lte=F("closes_on")), name="call_forward"),
            models.CheckConstraint(
                condition=Q(year_share=None) | Q(year_share__gt=0, year_share__lte=1),
                name="call_share_of_one",
            ),
            models.CheckConstraint(
                condition=Q(year_share=None) | Q(jalali_year__isnull=False),
                name="call_share_of_a_year",
            ),
            *finite("deprivation_weight", "emigration_weight", "household_weight"),
            one_of("season", "", "spring", "summer", "autumn", "winter"),
        ]
        triggers: ClassVar = [
            *append_only.triggers("call"),
            pgtrigger.Trigger(
                name="call_within_its_year",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__year_share__isnull=False),
                func="""
                    PERFORM pg_advisory_xact_lock(hashtextextended('year:' || NEW.jalali_year, 0));
                    IF NEW.year_share + COALESCE(
                        (SELECT SUM(year_share) FROM applications_call
                         WHERE jalali_year = NEW.jalali_year), 0) > 1 THEN
                        RAISE EXCEPTION 'the calls of a year spend no more than its money';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    @property
    def subject(self) -> str:
        """Name under which the journal knows it, and by which turns on it are taken."""
        return f"call:{self.code}"

    @property
    def place_code(self) -> str:
        """A call is the whole programme's."""
        return ""


class CallQuota(models.Model):
    """A quota by which a call is bound."""

    personal: ClassVar[Mapping[str, str]] = {}

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "quota"], name="quota_once_in_call"),
        ]
        triggers: ClassVar = append_only.triggers("call_quota")


class CallMoney(models.Model):
    """What an agreement puts into a call."""

    personal: ClassVar[Mapping[str, str]] = {}

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="money")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="calls")
    amount = RialField()

    class Meta:
        ordering: ClassVar = ["agreement__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "agreement"], name="agreement_once_in_call"),
            *at_least_nothing("amount"),
        ]
        triggers: ClassVar = append_only.triggers("call_money")


class CallFreeze(models.Model):
    """The signature under what a closed call is decided by: its proposals, indices, weights,
    rules, money, quotas."""

    personal: ClassVar[Mapping[str, str]] = {}

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="freeze")
    deprivation = models.ForeignKey(IndexVersion, on_delete=models.PROTECT, related_name="+")
    emigration = models.ForeignKey(IndexVersion, on_delete=models.PROTECT, related_name="+")
    deprivation_weight = models.FloatField()
    emigration_weight = models.FloatField()
    household_weight = models.FloatField()
    application_count = models.PositiveIntegerField()
    eligible_count = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    """SHA-256 over all that was frozen, in a stated order; anyone who has the files can compute it."""
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    """Rules approved later do not hold for this call."""

    class Meta:
        constraints: ClassVar = [
            *finite("deprivation_weight", "emigration_weight", "household_weight"),
        ]
        triggers: ClassVar = append_only.triggers("call_freeze")
