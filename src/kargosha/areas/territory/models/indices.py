"""Published indices: a method frozen with its figures, and what it says of each place."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kargosha.areas.territory.models.figures import Indicator
from kargosha.areas.territory.models.places import KINDS, Place
from kargosha.kernel import append_only
from kargosha.kernel.fitness import finite, one_of
from kargosha.kernel.models import User

DEPRIVATION, EMIGRATION = "deprivation", "emigration"
AXES = (DEPRIVATION, EMIGRATION)
"""The indices by which allocation weighs need."""


class Index(models.Model):
    """An axis of need that the programme publishes: deprivation, or emigration pressure."""

    personal: ClassVar[Mapping[str, str]] = {}

    code = models.SlugField(unique=True)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    meaning_fa = models.TextField()
    meaning_en = models.TextField()

    class Meta:
        ordering: ClassVar = ["code"]


class IndexVersionQuerySet(models.QuerySet["IndexVersion"]):
    """Published versions."""

    def latest_of(self, code: str) -> "IndexVersion | None":
        """Return the version of an index that was published last; None before there is one."""
        return self.with_publisher().filter(index__code=code).order_by("-number").first()

    def with_publisher(self) -> "IndexVersionQuerySet":
        """Bring along the index, and the office of whoever published."""
        return self.select_related("index", "published_by__office")


class IndexVersion(models.Model):
    """An index as published: its method, the kind of places it ranks, and what it was computed from."""

    personal: ClassVar[Mapping[str, str]] = {}

    index = models.ForeignKey(Index, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    level = models.CharField(max_length=20, choices=Place.Kind.choices)
    method = models.JSONField()
    draws = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    confidence = models.FloatField()
    """Share of the draws within an interval, 0-1."""
    note = models.TextField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    """Nobody where the programme's own reference data came with it."""
    published_at = models.DateTimeField()
    provenance = models.JSONField(default=dict)

    objects = IndexVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["index", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["index", "number"], name="index_version_once"),
            one_of("level", *KINDS),
            *finite("confidence"),
        ]
        triggers: ClassVar = append_only.triggers("index_version")

    @property
    def subject(self) -> str:
        """Name under which the journal knows it."""
        return f"index:{self.index.code}:{self.number}"


class IndexFigure(models.Model):
    """A figure that a published version was computed from, as it stood on that day."""

    personal: ClassVar[Mapping[str, str]] = {}

    version = models.ForeignKey(IndexVersion, on_delete=models.PROTECT, related_name="figures")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    value = models.FloatField(null=True)
    margin = models.FloatField(null=True)
    observed_on = models.DateField(null=True)
    source = models.TextField(blank=True)
    contribution = models.FloatField(null=True)
    """What the indicator adds to the place's value; the contributions of a place sum to it where
    the aggregation is arithmetic."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "place", "indicator"], name="index_figure_once"
            ),
            *finite("value", "margin", "contribution"),
        ]
        triggers: ClassVar = append_only.triggers("index_figure")


class PlaceEstimate(models.Model):
    """What a published version says of a place: its value, its rank, and how sure both are.

    A value lies between 0 and 1 and rank 1 is the place, both the worst at the top; all are empty
    where nothing is known of the place.
    """

    personal: ClassVar[Mapping[str, str]] = {}

    version = models.ForeignKey(IndexVersion, on_delete=models.PROTECT, related_name="estimates")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="estimates")
    value = models.FloatField(null=True)
    value_low = models.FloatField(null=True)
    value_high = models.FloatField(null=True)
    percentile = models.FloatField(null=True)
    """Share of the other places that are better off, 0-1: what allocation weighs need by."""
    rank = models.PositiveIntegerField(null=True)
    rank_low = models.PositiveIntegerField(null=True)
    rank_high = models.PositiveIntegerField(null=True)
    worst_fifth_probability = models.FloatField(null=True)
    known_share = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "place"], name="estimate_once"),
            models.CheckConstraint(
                condition=Q(rank=None) | Q(rank_low__lte=F("rank_high")), name="rank_interval_whole"
            ),
            *finite("value", "value_low", "value_high", "percentile"),
        ]
        indexes: ClassVar = [models.Index(fields=["version", "rank"], name="estimate_order")]
        triggers: ClassVar = append_only.triggers("place_estimate")
