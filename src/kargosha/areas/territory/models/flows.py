"""People who moved from one place to another."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kargosha.areas.territory.models.places import Place
from kargosha.kernel.fitness import finite


class Flow(models.Model):
    """How many people moved from a place to another between two days; no place means elsewhere."""

    personal: ClassVar[Mapping[str, str]] = {}

    origin = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="departures"
    )
    destination = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="arrivals"
    )
    from_on = models.DateField()
    to_on = models.DateField()
    persons = models.FloatField()
    source = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["origin", "destination", "from_on", "to_on"],
                name="flow_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(from_on__lt=F("to_on")), name="flow_forward"),
            models.CheckConstraint(condition=Q(persons__gte=0), name="flow_at_least_nothing"),
            models.CheckConstraint(
                condition=Q(origin__isnull=False) | Q(destination__isnull=False),
                name="flow_touches_a_place",
            ),
            models.CheckConstraint(
                condition=Q(origin=None) | Q(destination=None) | ~Q(origin=F("destination")),
                name="flow_between_two",
            ),
            *finite("persons"),
        ]
