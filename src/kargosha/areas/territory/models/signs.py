"""Early signs: a figure that passed a threshold of the rule book, and what was answered."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from kargosha.areas.territory.models.figures import Observation
from kargosha.kernel import append_only
from kargosha.kernel.fitness import finite
from kargosha.kernel.models import User


class Sign(models.Model):
    """That a figure of a place passed a threshold: which rule, its threshold then, and the measured value."""

    personal: ClassVar[Mapping[str, str]] = {}

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="signs")
    rule = models.CharField(max_length=120)
    threshold = models.FloatField()
    measured = models.FloatField()
    raised_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["observation", "rule"], name="sign_once_a_rule"),
            *finite("threshold", "measured"),
        ]
        triggers: ClassVar = append_only.triggers("sign")

    @property
    def subject(self) -> str:
        """Name under which the journal and duties know it."""
        return f"sign:{self.pk}"


class SignAnswer(models.Model):
    """What the office that owed an answer found out and does about a sign."""

    personal: ClassVar[Mapping[str, str]] = {}

    sign = models.OneToOneField(Sign, on_delete=models.PROTECT, related_name="answer")
    text = models.TextField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = append_only.triggers("sign_answer")
