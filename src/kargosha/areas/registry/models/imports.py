"""Lists of groups with their members, handed in as files."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from kargosha.files.words import LANGUAGES
from kargosha.kernel import append_only
from kargosha.kernel.fitness import one_of
from kargosha.kernel.models import Attachment, User


class RosterImport(models.Model):
    """A list of groups and members handed in, with what a dry run found in it."""

    personal: ClassVar[Mapping[str, str]] = {}

    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    told_in = models.CharField(max_length=2, default="fa")
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    row_count = models.PositiveIntegerField()
    good_count = models.PositiveIntegerField()
    fault_count = models.PositiveIntegerField()
    faults = models.JSONField(default=list)
    """The first ones, each with code, row, column and values; a value that is personal is left out."""
    bad_rows = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [one_of("told_in", *LANGUAGES)]
        triggers: ClassVar = append_only.triggers("roster_import")

    @property
    def subject(self) -> str:
        """Name under which the journal knows it."""
        return f"roster-import:{self.pk}"


class RosterResult(models.Model):
    """That a list was taken in: by whom, whether bad groups were left out, and what it changed."""

    personal: ClassVar[Mapping[str, str]] = {}

    source = models.OneToOneField(RosterImport, on_delete=models.PROTECT, related_name="result")
    applied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    skipped_bad = models.BooleanField()
    counts = models.JSONField(default=dict)
    """How many groups, people and memberships were new, changed and as they were."""

    class Meta:
        triggers: ClassVar = append_only.triggers("roster_result")
