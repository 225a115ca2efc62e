"""Files taken in: how their columns were read, what was wrong with them, and what came of it."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from kargosha.files.words import LANGUAGES
from kargosha.kernel import append_only
from kargosha.kernel.fitness import one_of
from kargosha.kernel.models import Attachment, User

TARGETS = ("places", "observations", "flows", "designations", "boundaries")


class ColumnMapping(models.Model):
    """How the columns of one kind of file are read; saved under a name, the latest one holds."""

    personal: ClassVar[Mapping[str, str]] = {}

    name = models.SlugField()
    title_fa = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    target = models.CharField(max_length=20)
    definition = models.JSONField()
    saved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    """Nobody where it came with the programme."""
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "-id"]
        constraints: ClassVar = [one_of("target", *TARGETS)]
        triggers: ClassVar = append_only.triggers("column_mapping")


class Import(models.Model):
    """A file handed in, with the mapping by which it is read."""

    personal: ClassVar[Mapping[str, str]] = {}

    file = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    """Nothing where a command read it from where it lies."""
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    mapping = models.ForeignKey(ColumnMapping, on_delete=models.PROTECT, related_name="imports")
    told_in = models.CharField(max_length=2, default="fa")
    """Language in which its bad rows are told, as a file to mend."""
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [one_of("told_in", *LANGUAGES)]
        triggers: ClassVar = append_only.triggers("import")

    @property
    def subject(self) -> str:
        """Name under which the journal knows it."""
        return f"import:{self.pk}"


class ImportProgress(models.Model):
    """How far the worker has come with a file; changed while it works."""

    personal: ClassVar[Mapping[str, str]] = {}

    source = models.OneToOneField(Import, on_delete=models.PROTECT, related_name="progress")
    share = models.FloatField(default=0)
    """0-1."""


class ImportCheck(models.Model):
    """What a dry run found: how many rows could be taken in, and what is wrong with the others.

    A file is judged again when it is taken in; where the places have changed meanwhile, the latest
    check holds.
    """

    personal: ClassVar[Mapping[str, str]] = {}

    source = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="checks")
    checked_at = models.DateTimeField()
    row_count = models.PositiveIntegerField()
    good_count = models.PositiveIntegerField()
    fault_count = models.PositiveIntegerField()
    faults = models.JSONField(default=list)
    """The first ones, each with code, row, column and values."""
    notes = models.JSONField(default=list)
    bad_rows = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    """The rows that were not good, as a file to mend."""

    class Meta:
        ordering: ClassVar = ["-id"]
        triggers: ClassVar = append_only.triggers("import_check")


class ImportOrder(models.Model):
    """That a checked file is to be taken in: who said so, and whether its bad rows are left out."""

    personal: ClassVar[Mapping[str, str]] = {}

    check_result = models.OneToOneField(ImportCheck, on_delete=models.PROTECT, related_name="order")
    ordered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    skip_bad = models.BooleanField()

    class Meta:
        triggers: ClassVar = append_only.triggers("import_order")


class ImportResult(models.Model):
    """That a file was applied: by whom, whether bad rows were left out, and what it changed."""

    personal: ClassVar[Mapping[str, str]] = {}

    source = models.OneToOneField(Import, on_delete=models.PROTECT, related_name="result")
    applied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    skipped_bad = models.BooleanField()
    counts = models.JSONField(default=dict)
    """How many rows were new, changed and as they were."""

    class Meta:
        triggers: ClassVar = append_only.triggers("import_result")
