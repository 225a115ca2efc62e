"""Money that people or groups already received for work, so that nobody is paid twice for the same job."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kargosha.areas.registry.models.groups import Group
from kargosha.areas.registry.models.people import Person
from kargosha.kernel import append_only
from kargosha.kernel.money import RialField, at_least_nothing


class Commitment(models.Model):
    """Public money that a person or a group already has for work: who gave it, how much, from when."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.CharField(max_length=80, unique=True)
    """What the lender calls it, so that it is entered once."""
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    lender = models.CharField(max_length=160)
    amount = RialField()
    began_on = models.DateField()
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-began_on", "id"]
        constraints: ClassVar = [
            *at_least_nothing("amount"),
            models.CheckConstraint(
                condition=Q(person__isnull=True, group__isnull=False)
                | Q(person__isnull=False, group__isnull=True),
                name="commitment_of_one",
            ),
        ]
        triggers: ClassVar = append_only.triggers("commitment")


class CommitmentEnd(models.Model):
    """That such money was repaid or closed."""

    personal: ClassVar[Mapping[str, str]] = {}

    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="end")
    ended_on = models.DateField()
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = append_only.triggers("commitment_end")
