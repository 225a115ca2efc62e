"""A place's objection to a figure, and the answer to it."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from kargosha.areas.territory.models.figures import Observation
from kargosha.kernel import append_only
from kargosha.kernel.fitness import finite, one_of
from kargosha.kernel.models import Attachment, User


class FigureObjection(models.Model):
    """That a place holds a figure to be wrong: what stood there, what it says instead, and its evidence."""

    personal: ClassVar[Mapping[str, str]] = {}

    observation = models.ForeignKey(
        Observation, on_delete=models.PROTECT, related_name="objections"
    )
    shown_value = models.FloatField(null=True)
    """The figure as it stood when it was objected to."""
    claimed_value = models.FloatField(null=True, blank=True)
    statement = models.TextField()
    evidence = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lodged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lodged_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [*finite("shown_value", "claimed_value")]
        triggers: ClassVar = append_only.triggers("figure_objection")

    @property
    def subject(self) -> str:
        """Name under which the journal and duties know it."""
        return f"figure_objection:{self.pk}"


class FigureAnswer(models.Model):
    """Whether an objection to a figure was upheld, and why."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Verdict(models.TextChoices):
        UPHELD = "upheld"
        DISMISSED = "dismissed"

    objection = models.OneToOneField(
        FigureObjection, on_delete=models.PROTECT, related_name="answer"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    text = models.TextField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [one_of("verdict", "upheld", "dismissed")]
        triggers: ClassVar = append_only.triggers("figure_answer")
