"""What funding stores: sources, the agreements under which they pay, and quotas."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from kargosha.kernel import append_only
from kargosha.kernel.fitness import one_of
from kargosha.kernel.money import RialField, at_least_nothing


class Source(models.Model):
    """A bank, an agency or a managed fund that money comes from."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Kind(models.TextChoices):
        BANK = "bank"
        AGENCY = "agency"
        MANAGED_FUND = "managed_fund"

    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name_fa = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [one_of("kind", "bank", "agency", "managed_fund")]
        triggers: ClassVar = append_only.triggers("source")


class Agreement(models.Model):
    """The terms under which a source pays: how much, for whom, and up to which ceilings."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.SlugField(unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="agreements")
    name_fa = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    approved_amount = RialField()
    ceiling_per_group_amount = RialField(null=True, blank=True)
    ceiling_per_job_amount = RialField(null=True, blank=True)
    max_share = models.DecimalField(
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(1)],
    )
    place_codes = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    activity_codes = ArrayField(models.SlugField(), default=list, blank=True)
    borrower_kinds = ArrayField(models.SlugField(), default=list, blank=True)
    signed_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            *at_least_nothing(
                "approved_amount", "ceiling_per_group_amount", "ceiling_per_job_amount"
            ),
            models.CheckConstraint(
                condition=Q(max_share=None) | Q(max_share__gt=0, max_share__lte=1),
                name="agreement_share_of_one",
            ),
        ]
        triggers: ClassVar = append_only.triggers("agreement")


class Quota(models.Model):
    """A floor or ceiling on what a class of proposals is granted, with the rule it rests on."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Measure(models.TextChoices):
        AMOUNT = "amount"
        JOBS = "jobs"
        COUNT = "count"

    code = models.SlugField(unique=True)
    name_fa = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    member_class = models.CharField(max_length=80)
    measure = models.CharField(max_length=8, choices=Measure.choices)
    floor = models.DecimalField(
        max_digits=24, decimal_places=6, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    ceiling = models.DecimalField(
        max_digits=24, decimal_places=6, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    is_relative = models.BooleanField(default=False)
    rule = models.CharField(max_length=120)
    source = models.TextField()

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(floor=None) | Q(ceiling=None) | Q(floor__lte=F("ceiling")),
                name="quota_floor_below_ceiling",
            ),
            models.CheckConstraint(
                condition=Q(is_relative=False)
                | (
                    (Q(floor=None) | Q(floor__range=(0, 1)))
                    & (Q(ceiling=None) | Q(ceiling__range=(0, 1)))
                ),
                name="quota_share_of_one",
            ),
            one_of("measure", "amount", "jobs", "count"),
        ]
        triggers: ClassVar = append_only.triggers("quota")
