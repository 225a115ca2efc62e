"""What territory stores: places with their validity, and what was observed of them."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from kargosha.files.letters import search_key, sort_key
from kargosha.kernel.fitness import finite, one_of

FIRST_YEAR, LAST_YEAR = 1300, 1500


class Place(models.Model):
    """A province, county or smaller place under its official code, for as long as it had that shape."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Kind(models.TextChoices):
        PROVINCE = "province"
        COUNTY = "county"

    code = models.CharField(max_length=16, blank=True)
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    search_key = models.CharField(max_length=250, editable=False)
    sort_key = models.CharField(max_length=250, editable=False, db_collation="C")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    source = models.TextField()

    class Meta:
        ordering: ClassVar = ["sort_key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="place_code_once"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lt=F("valid_to")),
                name="place_valid_forward",
            ),
            one_of("kind", "province", "county"),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="place_search")
        ]

    @property
    def place_code(self) -> str:
        """Code by which a role's scope is measured; without a code of its own, its parent's."""
        return self.code or (self.parent.place_code if self.parent else "")

    def set_keys(self) -> None:
        """Derive the keys for searching and for Persian order from the names."""
        self.search_key = f"{search_key(self.name_fa)} {search_key(self.name_en)}"
        self.sort_key = sort_key(self.name_fa)


class Succession(models.Model):
    """A place that came out of another when boundaries changed."""

    personal: ClassVar[Mapping[str, str]] = {}

    predecessor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="origins")
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_of_two"
            ),
        ]


class Indicator(models.Model):
    """Something that is observed of places: its meaning, unit and which end is bad."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Worst(models.TextChoices):
        HIGH = "high"
        LOW = "low"
        NEITHER = "neither"

    code = models.SlugField(unique=True)
    name_fa = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    unit = models.CharField(max_length=20)
    worst = models.CharField(max_length=8, choices=Worst.choices)

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
            .order_by("year")
            .values_list("place__code", "indicator__code", "value")
        )
        return {(code, indicator): value for code, indicator, value in rows}


class Observation(models.Model):
    """One figure of one place for one Jalali year, or that it is unknown; on the boundaries of that year."""

    personal: ClassVar[Mapping[str, str]] = {}

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="observations")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    value = models.FloatField(null=True, blank=True)
    source = models.TextField()

    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "indicator", "year"], name="observed_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="jalali_year"
            ),
            *finite("value"),
        ]
