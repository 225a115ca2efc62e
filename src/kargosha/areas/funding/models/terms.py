"""Sources, the agreements under which they pay, and quotas."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from kargosha.kernel import append_only
from kargosha.kernel.fitness import SHARE, one_of
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

    class LossBearer(models.TextChoices):
        UNKNOWN = "unknown"
        SOURCE = "source"
        BANK = "bank"
        SHARED = "shared"

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
    contract_kinds = ArrayField(models.SlugField(), default=list, blank=True)
    """Kinds of contract a borrower may be given; empty for all."""
    loss_bearer = models.CharField(
        max_length=8, choices=LossBearer.choices, default=LossBearer.UNKNOWN
    )
    source_loss_share = models.DecimalField(
        max_digits=5, decimal_places=4, null=True, blank=True, validators=SHARE
    )
    """Where a loss is shared: the source's part, 0-1; the lending bank carries the rest."""
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
            one_of("loss_bearer", "unknown", "source", "bank", "shared"),
            models.CheckConstraint(
                condition=Q(loss_bearer="shared", source_loss_share__range=(0, 1))
                | (~Q(loss_bearer="shared") & Q(source_loss_share=None)),
                name="agreement_loss_share_where_shared",
            ),
        ]
        triggers: ClassVar = [
            *append_only.triggers("agreement"),
            pgtrigger.Trigger(
                name="agreement_opens_its_balance",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="INSERT INTO funding_balance (agreement_id) VALUES (NEW.id); RETURN NULL;",
            ),
        ]


class GuaranteeLimit(models.Model):
    """The heaviest guarantee that a bank may ask under an agreement, up to an amount."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Guarantee(models.TextChoices):
        """From the lightest to the heaviest."""

        NONE = "none"
        CHAIN = "chain"
        PROMISSORY_NOTE = "promissory_note"
        ONE_GUARANTOR = "one_guarantor"
        TWO_GUARANTORS = "two_guarantors"
        COLLATERAL = "collateral"

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="guarantee_limits"
    )
    up_to_amount = RialField(null=True, blank=True)
    """None for whatever lies above the other limits."""
    heaviest = models.CharField(max_length=16, choices=Guarantee.choices)

    class Meta:
        ordering: ClassVar = [F("up_to_amount").asc(nulls_last=True)]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "up_to_amount"],
                nulls_distinct=False,
                name="guarantee_limit_once",
            ),
            *at_least_nothing("up_to_amount"),
            one_of(
                "heaviest",
                "none",
                "chain",
                "promissory_note",
                "one_guarantor",
                "two_guarantors",
                "collateral",
            ),
        ]
        triggers: ClassVar = append_only.triggers("guarantee_limit")


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
