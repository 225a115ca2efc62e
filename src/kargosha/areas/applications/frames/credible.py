"""The jobs of a proposal that count, and which of three counts bounds them."""

from collections.abc import Mapping
from dataclasses import dataclass

from kargosha.analysis.rules import Rulebook
from kargosha.areas.applications.frames.ceilings import cost_per_job
from kargosha.areas.applications.frames.rows import ApplicationRow
from kargosha.areas.applications.models import Activity, Application, Call
from kargosha.areas.territory.models import Place


@dataclass(frozen=True)
class Credible:
    """The jobs that count: the least of three."""

    pledged: int
    payable: float
    paid_for: float
    cost: int
    cost_source: str

    @property
    def jobs(self) -> float:
        """How many count."""
        return min(self.pledged, self.payable, self.paid_for)

    @property
    def bound(self) -> str:
        """Which of the three is the least."""
        counts = {"pledged": self.pledged, "payable": self.payable, "paid_for": self.paid_for}
        return min(counts, key=counts.__getitem__)


def credible_of(of: Application | ApplicationRow, activity: str, rules: Rulebook) -> Credible:
    """Return the jobs of a proposal that count by the rules of a day."""
    cost = cost_per_job(rules, activity)
    rule = rules.rules.get(f"cost_per_job.{activity}") or rules.rule("cost_per_job.general")
    return Credible(of.jobs_pledged, of.jobs_payable, of.amount / cost, cost, rule.source)


def names_of(call: Call, place_code: str) -> Mapping[str, Activity | Place]:
    """Return what sentences say by name and not by code: activities, and places of the call."""
    places = Place.objects.filter(code__in=[place_code, *call.place_codes]).exclude(code="")
    activities = {each.code: each for each in Activity.objects.all()}
    return {**activities, **{each.code: each for each in places}}
