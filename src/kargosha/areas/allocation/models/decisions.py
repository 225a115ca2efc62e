"""What was decided of a run, how its borderline was ordered, and what follows: money set aside, letters."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from kargosha.areas.allocation.models.runs import Award, Candidate, Run
from kargosha.areas.applications.models import Call
from kargosha.areas.funding.models import Reservation
from kargosha.kernel import append_only
from kargosha.kernel.fitness import one_of
from kargosha.kernel.models import User


def of_a_decision_only(name: str) -> pgtrigger.Trigger:
    """Return the trigger by which the database refuses a row that belongs to a comparison."""
    return pgtrigger.Trigger(
        name=f"{name}_of_no_comparison",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF (SELECT purpose FROM allocation_run WHERE id = NEW.run_id) = 'comparison' THEN
                RAISE EXCEPTION 'a comparison is never decided';
            END IF;
            RETURN NEW;
        """,
    )


class Decision(models.Model):
    """The decision by another person that a proposed portfolio holds, or that it does not and why."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Verdict(models.TextChoices):
        APPROVED = "approved"
        REJECTED = "rejected"

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="decision")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")), name="decided_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="rejected") | ~Q(note=""), name="rejected_with_a_reason"
            ),
            one_of("verdict", "approved", "rejected"),
        ]
        triggers: ClassVar = [
            *append_only.triggers("decision"),
            of_a_decision_only("decision"),
        ]


class Publication(models.Model):
    """The making public of an approved portfolio; one a call."""

    personal: ClassVar[Mapping[str, str]] = {}

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="publication")
    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="publication")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = [
            *append_only.triggers("publication"),
            of_a_decision_only("publication"),
        ]


class BorderlineOrder(models.Model):
    """The order in which a county's working group puts its borderline proposals; given once for a run."""

    personal: ClassVar[Mapping[str, str]] = {}

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="borderline_orders")
    place_code = models.CharField(max_length=16)
    """The county's."""
    minutes = models.TextField()
    """Who sat together, and what was said."""
    ordered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["place_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "place_code"], name="borderline_ordered_once"),
        ]
        triggers: ClassVar = [
            *append_only.triggers("borderline_order"),
            of_a_decision_only("borderline_order"),
        ]


class OrderedCase(models.Model):
    """One borderline proposal in a county's order: its turn, the votes, the reason."""

    personal: ClassVar[Mapping[str, str]] = {}

    order = models.ForeignKey(BorderlineOrder, on_delete=models.PROTECT, related_name="cases")
    candidate = models.OneToOneField(
        Candidate, on_delete=models.PROTECT, related_name="ordered_case"
    )
    turn = models.PositiveSmallIntegerField()
    """1 for who goes first."""
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["order_id", "turn"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "turn"], name="one_case_a_turn"),
            models.CheckConstraint(condition=~Q(reason=""), name="ordered_with_a_reason"),
        ]
        triggers: ClassVar = append_only.triggers("ordered_case")


class AwardReservation(models.Model):
    """The money that was set aside for an award when its run was approved."""

    personal: ClassVar[Mapping[str, str]] = {}

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="held")
    reservation = models.OneToOneField(Reservation, on_delete=models.PROTECT, related_name="award")

    class Meta:
        triggers: ClassVar = append_only.triggers("award_reservation")


class Letter(models.Model):
    """What a group is told of a published round, as a code and values; worded where it is read."""

    personal: ClassVar[Mapping[str, str]] = {}

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="letter")
    code = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    queued_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        triggers: ClassVar = append_only.triggers("letter")

    @property
    def kind(self) -> str:
        """What it says in one word: granted, waits, refused or ineligible."""
        return self.code.removeprefix("letter.")
