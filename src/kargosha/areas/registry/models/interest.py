"""People without a group: what they can do and where, the groups proposed to them, and what each answers."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kargosha.areas.registry.models.groups import Consent, Group
from kargosha.areas.registry.models.people import Person
from kargosha.areas.territory.models import Place
from kargosha.kernel import append_only
from kargosha.kernel.fitness import one_of
from kargosha.kernel.models import User


class Interest(models.Model):
    """That a person without a group would work with others: with which skills; ended once, with why."""

    personal: ClassVar[Mapping[str, str]] = {"note": "erased"}

    class End(models.TextChoices):
        JOINED = "joined"
        WITHDRAWN = "withdrawn"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    skill_codes = ArrayField(models.SlugField())
    """Codes of the activities one can do."""
    production_years = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    registered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_kind = models.CharField(max_length=10, choices=End.choices, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="interest_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_kind="")
                | (Q(ended_at__isnull=False) & ~Q(end_kind="")),
                name="interest_end_whole",
            ),
            one_of("end_kind", "", "joined", "withdrawn"),
        ]
        triggers: ClassVar = append_only.signed_once("interest", "ended_at", "end_kind")


class ProposedGroup(models.Model):
    """A group that an officer proposes to people on the interest list; formed once all needed
    agree, or given up."""

    personal: ClassVar[Mapping[str, str]] = {}

    name_fa = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    activity_code = models.SlugField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="proposed_groups")
    place_code = models.CharField(max_length=16)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    group = models.OneToOneField(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="proposed_as"
    )
    """What came of it; None where it was given up."""

    class Meta:
        ordering: ClassVar = ["-id"]
        triggers: ClassVar = append_only.signed_once("proposed_group", "ended_at", "group")

    @property
    def subject(self) -> str:
        """Name under which the journal and duties know it."""
        return f"proposed-group:{self.pk}"


class Invitation(models.Model):
    """That a proposed group was put to a person, and what they said; answered once, by themselves."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Answer(models.TextChoices):
        AGREED = "agreed"
        DECLINED = "declined"

    proposed = models.ForeignKey(
        ProposedGroup, on_delete=models.PROTECT, related_name="invitations"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    consent = models.OneToOneField(
        Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="invitation"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposed", "person"], name="invited_once"),
            models.CheckConstraint(
                condition=Q(answer="", consent=None, answered_at=None)
                | Q(answer="declined", consent=None, answered_at__isnull=False)
                | Q(answer="agreed", consent__isnull=False, answered_at__isnull=False),
                name="invitation_answer_whole",
            ),
            one_of("answer", "", "agreed", "declined"),
        ]
        triggers: ClassVar = append_only.signed_once(
            "invitation", "answered_at", "answer", "consent"
        )
