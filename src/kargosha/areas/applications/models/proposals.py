"""Proposals of groups to a call, with their members and the jobs they pledge; drafts, and what ended them."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from kargosha.areas.applications.models.calls import Activity, Call
from kargosha.areas.registry.models import Group, Person
from kargosha.areas.territory.models import Place
from kargosha.kernel import append_only
from kargosha.kernel.fitness import SHARE, finite, one_of
from kargosha.kernel.models import User
from kargosha.kernel.money import RialField, at_least_nothing

MOST_ROLLS = 2
"""How often an undecided proposal goes on to the next call by itself."""


class Application(models.Model):
    """The proposal of a group or a co-operative to a call: for what, where, how much, how many jobs."""

    personal: ClassVar[Mapping[str, str]] = {"name_fa": "code", "name_en": "code"}

    class Kind(models.TextChoices):
        GROUP = "group"
        COOPERATIVE = "cooperative"

    code = models.SlugField(unique=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    """None for what an agency's list holds without saying whose it is."""
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
    production_years = models.PositiveSmallIntegerField(default=0)
    """Years that the group has produced in this activity."""
    record_member_count = models.PositiveIntegerField(default=0)
    """Members with a record in production, as stated."""
    tags = ArrayField(models.SlugField(), default=list, blank=True)
    submitted_on = models.DateField()
    rolled_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="rolled_into"
    )
    """The same proposal in the call before, which left it undecided."""
    rolled_count = models.PositiveSmallIntegerField(default=0)

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
            models.CheckConstraint(
                condition=Q(rolled_from=None, rolled_count=0)
                | Q(rolled_from__isnull=False, rolled_count__range=(1, MOST_ROLLS)),
                name="application_rolled_at_most_twice",
            ),
            models.CheckConstraint(
                condition=Q(record_member_count__lte=models.F("member_count")),
                name="application_record_of_members",
            ),
            one_of("kind", "group", "cooperative"),
        ]
        triggers: ClassVar = append_only.triggers("application")

    @property
    def subject(self) -> str:
        """Name under which the journal and duties know it."""
        return f"application:{self.code}"


class ApplicationMember(models.Model):
    """A member of the group when it proposed; a person stands in one living proposal of a call."""

    personal: ClassVar[Mapping[str, str]] = {}

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="members")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposed_in")
    production_years = models.PositiveSmallIntegerField(default=0)
    is_without_earner = models.BooleanField(null=True)
    """Whether nobody in the household earns; None where that is not known."""
    left_at = models.DateTimeField(null=True)
    """When the proposal was withdrawn."""

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "person"], name="member_once_proposed"),
            models.UniqueConstraint(
                fields=["call", "person"], condition=Q(left_at=None), name="person_once_in_call"
            ),
        ]
        triggers: ClassVar = append_only.signed_once("application_member", "left_at")


class JobPledge(models.Model):
    """A job that a proposal pledges for a named person or post."""

    personal: ClassVar[Mapping[str, str]] = {"title": "erased"}

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="pledges")
    title = models.CharField(max_length=120)
    """The post, such as weaver at the second loom."""
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="pledges"
    )

    class Meta:
        ordering: ClassVar = ["id"]
        triggers: ClassVar = append_only.triggers("job_pledge")


class Draft(models.Model):
    """What a group has filled in of a proposal so far; kept until it is handed in, and after the
    call closes."""

    personal: ClassVar[Mapping[str, str]] = {"values": "erased"}

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="drafts")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="drafts")
    values = models.JSONField(default=dict)
    saved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "group"], name="draft_once"),
        ]


class Withdrawal(models.Model):
    """That a group took its proposal back, and why."""

    personal: ClassVar[Mapping[str, str]] = {"reason": "erased"}

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = append_only.triggers("withdrawal")


class Undecided(models.Model):
    """That a published round left an eligible proposal undecided: it goes on to the next call by itself."""

    personal: ClassVar[Mapping[str, str]] = {}

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="undecided"
    )
    marked_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = append_only.triggers("undecided")
