"""People and the households they live in."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kargosha.areas.territory.models import Place
from kargosha.kernel.fitness import one_of
from kargosha.kernel.models import User


class Household(models.Model):
    """People who live together, and how many of them earn, as stated on a day."""

    personal: ClassVar[Mapping[str, str]] = {"code": "code"}

    code = models.SlugField(max_length=40, unique=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="households")
    member_count = models.PositiveSmallIntegerField(null=True, blank=True)
    earner_count = models.PositiveSmallIntegerField(null=True, blank=True)
    """None where it is not known; never taken for nobody."""
    stated_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(member_count=None)
                | Q(earner_count=None)
                | Q(earner_count__lte=models.F("member_count")),
                name="household_earners_are_members",
            ),
        ]

    @property
    def is_without_earner(self) -> bool | None:
        """Whether nobody in it earns; None where that is not known."""
        return None if self.earner_count is None else self.earner_count == 0


class Person(models.Model):
    """Somebody who belongs to a group, or looks for one."""

    personal: ClassVar[Mapping[str, str]] = {
        "given_name": "initials",
        "family_name": "initials",
        "father_name": "erased",
        "born_on": "year",
        "document_number": "erased",
        "mobile": "erased",
    }

    class Sex(models.TextChoices):
        FEMALE = "female"
        MALE = "male"

    class Document(models.TextChoices):
        NATIONAL_ID = "national_id"
        FOREIGN_ID = "foreign_id"
        NONE = "none"

    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    father_name = models.CharField(max_length=80, blank=True)
    born_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices)
    document_kind = models.CharField(max_length=12, choices=Document.choices)
    document_number = models.CharField(max_length=20, blank=True)
    """Digits as the document has them, a national id always with ten; empty where there is none."""
    mobile = models.CharField(max_length=11, blank=True)
    """As 09xxxxxxxxx. A village shares phones: two people may have one."""
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="residents")
    place_code = models.CharField(max_length=16)
    household = models.ForeignKey(
        Household, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    search_key = models.CharField(max_length=250, db_index=True)
    """Names folded, as they are looked for."""
    user = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="registered_person"
    )
    """As whom they sign in, if they do."""
    registered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["family_name", "given_name", "id"]
        indexes: ClassVar = [models.Index(fields=["place_code"], name="person_place")]
        constraints: ClassVar = [
            one_of("sex", "female", "male"),
            one_of("document_kind", "national_id", "foreign_id", "none"),
            models.UniqueConstraint(
                fields=["document_kind", "document_number"],
                condition=~Q(document_kind="none"),
                name="person_document_once",
            ),
            models.CheckConstraint(
                condition=Q(document_kind="none", document_number="")
                | (~Q(document_kind="none") & ~Q(document_number="")),
                name="person_document_whole",
            ),
        ]

    @property
    def code(self) -> str:
        """Name under which lists, letters and the journal know the person."""
        return f"n{self.pk:07d}"

    @property
    def subject(self) -> str:
        """Name under which the journal and duties know the person."""
        return f"person:{self.pk}"

    @property
    def full_name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"
