"""Indicators, and what was observed of places."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from kargosha.areas.territory.models.places import Place
from kargosha.files.jalali import jalali_year
from kargosha.kernel.fitness import finite, one_of

EARLIEST, LATEST = date(1921, 3, 21), date(2121, 3, 21)
"""Days between which something can have been observed: 1300 to 1500 of the Persian calendar."""


class Indicator(models.Model):
    """Something that is observed of places: its meaning, unit, which end is bad, and of which kinds."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Worst(models.TextChoices):
        HIGH = "high"
        LOW = "low"
        NEITHER = "neither"

    code = models.SlugField(unique=True)
    name_fa = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    meaning_fa = models.TextField(blank=True)
    meaning_en = models.TextField(blank=True)
    unit = models.CharField(max_length=20)
    worst = models.CharField(max_length=8, choices=Worst.choices)
    levels = ArrayField(
        models.CharField(max_length=20, choices=Place.Kind.choices), default=list, blank=True
    )
    """Kinds of places it can be observed of; none means all."""
    source = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [one_of("worst", "high", "low", "neither")]


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Figures of places."""

    def latest_values(self, *indicators: str) -> dict[tuple[str, str], float | None]:
        """Return the latest figure of each county that has a code, by code and indicator."""
        rows = (
            self.filter(place__kind=Place.Kind.COUNTY, indicator__code__in=indicators)
            .exclude(place__code="")
            .order_by("observed_on")
            .values_list("place__code", "indicator__code", "value")
        )
        return {(code, indicator): value for code, indicator, value in rows}


class Observation(models.Model):
    """One figure of one place for one period, or that it is unknown, on the boundaries of a day."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Period(models.TextChoices):
        YEAR = "year"
        SEASON = "season"
        MONTH = "month"
        DAY = "day"

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="observations")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    observed_on = models.DateField()
    """First day of the period."""
    period = models.CharField(max_length=8, choices=Period.choices, default=Period.YEAR)
    value = models.FloatField(null=True, blank=True)
    margin = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0)])
    """Half the width of the 95 % interval, in the indicator's unit."""
    boundary_on = models.DateField(null=True, blank=True)
    """Day whose boundaries the figure was taken on; none means those of the period."""
    source = models.TextField()

    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "indicator", "observed_on", "period"], name="observed_once"
            ),
            models.CheckConstraint(
                condition=Q(observed_on__range=(EARLIEST, LATEST)), name="observed_in_our_time"
            ),
            models.CheckConstraint(
                condition=Q(margin=None) | Q(margin__gte=0), name="margin_at_least_nothing"
            ),
            one_of("period", "year", "season", "month", "day"),
            *finite("value", "margin"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["indicator", "observed_on"], name="observed_indicator_day")
        ]

    @property
    def year(self) -> int:
        """Persian year in which the period begins."""
        return jalali_year(self.observed_on)
