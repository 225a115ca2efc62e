"""A run, its outcome for each candidate with reasons, and what was decided of it."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kargosha.areas.applications.models import Application, Call
from kargosha.areas.funding.models import Agreement
from kargosha.areas.territory.models import IndexVersion
from kargosha.kernel import append_only
from kargosha.kernel.fitness import one_of
from kargosha.kernel.models import User
from kargosha.kernel.money import RialField, at_least_nothing


class RunQuerySet(models.QuerySet["Run"]):
    """Runs of calls."""

    def basis_of(self, call: Call) -> "Run | None":
        """Return what a comparison of a call is held against: its published run, else the latest
        that has a portfolio."""
        solved = self.filter(
            call=call, purpose=Run.Purpose.DECISION, solution__outcome=Solution.Outcome.SOLVED
        )
        return solved.order_by(F("publication").desc(nulls_last=True), "-id").first()


class Run(models.Model):
    """A portfolio asked for: which call, by which published indices, to which gap, with which seed."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Purpose(models.TextChoices):
        DECISION = "decision"
        COMPARISON = "comparison"

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="runs")
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.DECISION)
    """A comparison shows what other indices would have changed; it is never decided."""
    deprivation = models.ForeignKey(
        IndexVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    emigration = models.ForeignKey(
        IndexVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    basis = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="ordered_into"
    )
    """The run whose portfolio it takes over, with the borderline as the counties ordered it."""
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    rules_on = models.DateField()
    gap = models.FloatField()
    most_seconds = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [one_of("purpose", "decision", "comparison")]
        triggers: ClassVar = append_only.triggers("run")

    @property
    def subject(self) -> str:
        """Name under which the journal and duties know it."""
        return f"run:{self.pk}"

    @property
    def is_comparison(self) -> bool:
        """Say whether it only shows what other indices would have changed."""
        return self.purpose == self.Purpose.COMPARISON

    @property
    def state(self) -> str:
        """Where it stands, read from the records: waiting, proposed, approved, rejected or published;
        compared, where it decides nothing; or, without a portfolio, its outcome."""
        if hasattr(self, "publication"):
            return "published"
        if hasattr(self, "decision"):
            return str(self.decision.verdict)
        if not hasattr(self, "solution"):
            return "waiting"
        if self.solution.outcome != Solution.Outcome.SOLVED:
            return str(self.solution.outcome)
        return "compared" if self.is_comparison else "proposed"


class Solution(models.Model):
    """What the method found for a run: its value, its proof, and what it was made from."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Outcome(models.TextChoices):
        SOLVED = "solved"
        INFEASIBLE = "infeasible"
        NO_PLAN = "no_plan"
        FAILED = "failed"

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="solution")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    solved_at = models.DateTimeField()
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    figures = models.JSONField(default=dict)
    provenance = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [one_of("outcome", "solved", "infeasible", "no_plan", "failed")]
        triggers: ClassVar = append_only.triggers("solution")


class Candidate(models.Model):
    """A proposal as a run saw it, and what the run found for it."""

    personal: ClassVar[Mapping[str, str]] = {}

    class Outcome(models.TextChoices):
        GRANTED = "granted"
        REFUSED = "refused"
        INELIGIBLE = "ineligible"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="candidates")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="candidates"
    )
    place_code = models.CharField(max_length=16)
    amount = RialField()
    jobs = models.FloatField()
    keep_probability = models.FloatField()
    need = models.FloatField()
    household_weight = models.FloatField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    margin = models.FloatField(null=True)

    class Meta:
        ordering: ClassVar = ["application__code"]
        indexes: ClassVar = [models.Index(fields=["place_code"], name="candidate_place")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "application"], name="candidate_once_in_run"),
            one_of("outcome", "granted", "refused", "ineligible"),
        ]
        triggers: ClassVar = append_only.triggers("candidate")

    @property
    def weighted_jobs(self) -> float:
        """The product of the factors: the value before any expected loss."""
        return self.weighted_jobs_by(self.need)

    def weighted_jobs_by(self, need: float) -> float:
        """Return the same by another need of the place, such as that of another run."""
        return self.jobs * self.keep_probability * need * self.household_weight


class Award(models.Model):
    """Money granted to a candidate from one agreement."""

    personal: ClassVar[Mapping[str, str]] = {}

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="awards")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="awards")
    amount = RialField()

    class Meta:
        ordering: ClassVar = ["-amount"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "agreement"], name="award_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="award_of_something"),
            *at_least_nothing("amount"),
        ]
        triggers: ClassVar = append_only.triggers("award")


class Reason(models.Model):
    """Why a candidate had its outcome: a code and the values that its sentence quotes."""

    personal: ClassVar[Mapping[str, str]] = {}

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="reason")
    code = models.CharField(max_length=60)
    values = models.JSONField(default=dict)

    class Meta:
        triggers: ClassVar = append_only.triggers("reason")


class Change(models.Model):
    """The smallest change of one kind with which a refused candidate would have won."""

    personal: ClassVar[Mapping[str, str]] = {}

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    is_verified = models.BooleanField()
    is_for_applicant = models.BooleanField()
    found_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["kind", "-found_at"]
        triggers: ClassVar = append_only.triggers("change")


class ConditionPrice(models.Model):
    """A condition of a run: whether it binds, what one more unit would gain, what is left of it."""

    personal: ClassVar[Mapping[str, str]] = {}

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="prices")
    condition = models.CharField(max_length=120)
    price = models.FloatField()
    slack = models.FloatField()

    class Meta:
        ordering: ClassVar = ["condition"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "condition"], name="condition_once_in_run"),
        ]
        triggers: ClassVar = append_only.triggers("condition_price")


class QuotaCost(models.Model):
    """What one binding floor, ceiling or capacity costs: the run solved again without it."""

    personal: ClassVar[Mapping[str, str]] = {}

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="quota_costs")
    condition = models.CharField(max_length=120)
    value = models.FloatField()
    kept_jobs = models.FloatField(null=True)
    found_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-value"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "condition"], name="quota_cost_once_in_run"),
        ]
        triggers: ClassVar = append_only.triggers("quota_cost")
