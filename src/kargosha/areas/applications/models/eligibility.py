"""Which rules of the rule book a proposal keeps, found when its call is frozen."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from kargosha.areas.applications.models.proposals import Application
from kargosha.kernel import append_only


class EligibilityFinding(models.Model):
    """Whether a proposal may be funded by the rules of a day; if not, every rule that it fails."""

    personal: ClassVar[Mapping[str, str]] = {}

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="eligibility"
    )
    rules_on = models.DateField()
    is_eligible = models.BooleanField()
    failures = models.JSONField(default=list)
    """Each with ``code``, ``values``, ``rule`` (its key) and ``source``; empty where it is eligible."""
    found_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(is_eligible=True, failures=[])
                | (models.Q(is_eligible=False) & ~models.Q(failures=[])),
                name="eligibility_says_why_not",
            ),
        ]
        triggers: ClassVar = append_only.triggers("eligibility_finding")
