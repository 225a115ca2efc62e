"""What applications stores: activities, calls with their money and quotas, and proposals."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from kargosha.areas.funding.models import Agreement, Quota
from kargosha.areas.territory.models import Place
from kargosha.kernel import append_only
from kargosha.kernel.fitness import SHARE, finite, one_of
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
    """An invitation to propose: from when to when, by the rules of which day, with which quotas."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.SlugField(unique=True)
    name_fa = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    text_fa = models.TextField()
    text_en = models.TextField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    rules_on = models.DateField()
    quotas = models.ManyToManyField(Quota, related_name="calls", through="CallQuota")

    class Meta:
        ordering: ClassVar = ["-closes_on"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(opens_on__lte=F("closes_on")), name="call_forward"),
        ]
        triggers: ClassVar = append_only.triggers("call")

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


class Application(models.Model):
    """The proposal of a group or a co-operative to a call: for what, where, how much, how many jobs."""

    personal: ClassVar[Mapping[str, str]] = {"name_fa": "code", "name_en": "code"}

    class Kind(models.TextChoices):
        GROUP = "group"
        COOPERATIVE = "cooperative"

    code = models.SlugField(unique=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name_fa = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="applications")
    place_code = models.CharField(max_length=16)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="applications")
    amount = RialField(validators=[MinValueValidator(1)])
    own_amount = RialField()
    jobs_promised = models.PositiveIntegerField()
    jobs_pledged = models.PositiveIntegerField()
    jobs_payable = models.FloatField(validators=[MinValueValidator(0)])
    member_count = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    no_earner_share = models.FloatField(validators=SHARE)
    has_record = models.BooleanField()
    has_conduct = models.BooleanField()
    has_course = models.BooleanField()
    tags = ArrayField(models.SlugField(), default=list, blank=True)
    submitted_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [models.Index(fields=["place_code"], name="application_place")]
        constraints: ClassVar = [
            *at_least_nothing("amount", "own_amount"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="application_asks_something"),
            models.CheckConstraint(
                condition=Q(no_earner_share__range=(0, 1)), name="application_share_of_one"
            ),
            models.CheckConstraint(
                condition=Q(jobs_payable__gte=0), name="application_jobs_payable"
            ),
            models.CheckConstraint(
                condition=Q(member_count__gte=1), name="application_has_members"
            ),
            *finite("jobs_payable"),
            one_of("kind", "group", "cooperative"),
        ]
        triggers: ClassVar = append_only.triggers("application")
