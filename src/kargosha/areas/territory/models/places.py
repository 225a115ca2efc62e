"""Places with their validity, which came out of which, their classes by decree and their boundaries."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from kargosha.files.letters import search_key, sort_key, sound_key
from kargosha.kernel.fitness import one_of

KINDS = (
    "province",
    "county",
    "district",
    "rural_district",
    "city",
    "village",
    "village_block",
)


def valid_on(day: date) -> Q:
    """Return the filter for what holds on a day; what has no first day holds from ever."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return begun & (Q(valid_to=None) | Q(valid_to__gt=day))


class Place(models.Model):
    """A province, county or smaller place under its official code, for as long as it had that shape.

    A place whose parent changes gets another code: it is a new place, and the old one its predecessor.
    """

    personal: ClassVar[Mapping[str, str]] = {}

    class Kind(models.TextChoices):
        PROVINCE = "province"
        COUNTY = "county"
        DISTRICT = "district"
        RURAL_DISTRICT = "rural_district"
        CITY = "city"
        VILLAGE = "village"
        VILLAGE_BLOCK = "village_block"

    code = models.CharField(max_length=16, blank=True)
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    search_key = models.CharField(max_length=250, editable=False)
    sound_key = models.CharField(max_length=250, editable=False, default="")
    """How the names sound, in ASCII: an index by threes knows no Persian where the locale is C."""
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
            one_of("kind", *KINDS),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["sound_key"], opclasses=["gin_trgm_ops"], name="place_sound"),
            models.Index(fields=["kind", "sort_key"], name="place_kind_order"),
        ]

    @property
    def place_code(self) -> str:
        """Code by which a role's scope is measured; without a code of its own, its parent's."""
        return self.code or (self.parent.place_code if self.parent else "")

    @property
    def key(self) -> str:
        """By which text it is known in a table: its code, else its name in addresses."""
        return self.code or self.slug

    @property
    def name_in_english(self) -> str:
        """The English name, or the Persian one of a place that has no other."""
        return self.name_en or self.name_fa

    def set_keys(self) -> None:
        """Derive the keys for finding and for Persian order from the names."""
        self.search_key = f"{search_key(self.name_fa)} {search_key(self.name_en)}"
        self.sound_key = f"{sound_key(self.name_fa)} {sound_key(self.name_en)}"
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


class Designation(models.Model):
    """A class that a decree gives a place from a day on: deprived, on the border, metropolis."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Kind(models.TextChoices):
        DEPRIVED = "deprived"
        BORDER = "border"
        METROPOLIS = "metropolis"

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="designations")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    decree_number = models.CharField(max_length=80)
    decree_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.TextField()

    class Meta:
        ordering: ClassVar = ["place", "kind", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "kind", "decree_number"], name="designated_once_a_decree"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from__lt=F("valid_to")),
                name="designation_valid_forward",
            ),
            one_of("kind", "deprived", "border", "metropolis"),
        ]


class Boundary(models.Model):
    """The line around a place as of a day: polygons of rings of longitude and latitude (WGS 84)."""

    personal: ClassVar[Mapping[str, str]] = {}

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="boundaries")
    valid_from = models.DateField(null=True, blank=True)
    polygons = models.JSONField()
    area_km2 = models.FloatField()
    source = models.TextField()

    class Meta:
        ordering: ClassVar = ["place", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "valid_from"], name="boundary_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(area_km2__gt=0), name="boundary_around_something"),
        ]
