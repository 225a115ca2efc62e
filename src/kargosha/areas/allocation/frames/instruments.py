"""The money of a decided round under the other instruments, and how well each one aims."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from kargosha.analysis.allocation import Portfolio, Problem
from kargosha.analysis.allocation.concentration import Concentration
from kargosha.analysis.allocation.instruments import (
    Applicants,
    Places,
    Spending,
    counted_as_groups,
    decided,
    equal_share,
    first_come,
    individual_loans,
    population_share,
)
from kargosha.analysis.allocation.problem import Bools, Floats
from kargosha.analysis.allocation.targeting import Targeting, targeting
from kargosha.analysis.allocation.value import kept_jobs as expected_jobs
from kargosha.analysis.estimates import Estimate
from kargosha.analysis.rules import Rulebook
from kargosha.areas.allocation.frames.gathering import Gathered, applicants, places
from kargosha.areas.territory.models import DEPRIVATION, EMIGRATION
from kargosha.files.jalali import jalali_year
from kargosha.files.prices import at_prices_of

GROUPS, INDIVIDUAL = "keep_probability.base", "keep_probability.individual"
"""The rules of how likely a job is kept: of a group's plan, and of a loan to one person."""

DECIMALS = 6
"""To how many decimals the points of a curve are stored."""


@dataclass(frozen=True)
class Keeping:
    """How likely each candidate's jobs are kept, with the interval of that, as (n,) shares."""

    keep: Floats
    low: Floats
    high: Floats

    def estimate(self, jobs: Floats, counted: Bools | slice = slice(None)) -> Estimate:
        """Return the kept jobs to expect of the candidates that count."""
        return expected_jobs(
            jobs[counted], self.keep[counted], self.low[counted], self.high[counted]
        )


@dataclass(frozen=True)
class Handout:
    """The money handed out by one instrument: to whom, with how many kept jobs, and how it aims."""

    spending: Spending
    reached: Targeting
    kept_jobs: Estimate


@dataclass(frozen=True)
class Comparison:
    """The decision first, then the other instruments on the same proposals and funds."""

    asking: Applicants
    counties: Places
    groups: Keeping
    handouts: Sequence[Handout]


def compared(
    gathered: Gathered, problem: Problem, portfolio: Portfolio, rulebook: Rulebook
) -> Comparison:
    """Hand out the money of a round by each instrument, and measure where it goes."""
    asking, counties = applicants(gathered), places(gathered.counties)
    groups, persons = _of_groups(gathered, rulebook), _of_persons(problem.size, rulebook)
    alone = individual_loans(problem, asking, rulebook.number(INDIVIDUAL))
    strict = counted_as_groups(
        alone,
        problem.amount // asking.members,
        _costs_per_job(gathered, rulebook),
        rulebook.number(INDIVIDUAL),
    )
    spent = (
        (decided(problem, portfolio, asking), groups),
        (first_come(problem, asking), groups),
        (equal_share(problem, asking, counties), groups),
        (population_share(problem, asking, counties), groups),
        (alone, persons),
        (strict, persons),
    )
    to_share = int(spent[0][0].money.sum())
    handouts = [
        Handout(
            spending,
            targeting(spending, asking, counties, to_share),
            keeping.estimate(spending.jobs),
        )
        for spending, keeping in spent
    ]
    return Comparison(asking, counties, groups, handouts)


def instrument_figures(handout: Handout, counties: Places) -> dict[str, object]:
    """Return what is stored of one instrument."""
    reached, coverage = handout.reached, handout.reached.coverage
    return {
        "code": reached.code,
        "granted_amount": reached.total_money,
        "granted_count": int((handout.spending.money > 0).sum()),
        "loans": int(handout.spending.loans.sum()),
        "jobs": float(handout.spending.jobs.sum()),
        "kept_jobs": asdict(handout.kept_jobs),
        "worst_fifth_share": known(reached.worst_fifth_money),
        "gini": known(reached.gini),
        "nothing": list(reached.without_money),
        "leakage": known(coverage.leakage),
        "reached": known(coverage.reached),
        "undercoverage": known(coverage.undercoverage),
        "unplaced_amount": reached.unplaced_money,
        "counties": list(_county_figures(reached, counties)),
        "curves": {
            DEPRIVATION: _curve(reached.by_deprivation),
            EMIGRATION: _curve(reached.by_emigration),
        },
    }


def individual_figures(comparison: Comparison, rulebook: Rulebook) -> dict[str, object]:
    """Return on which assumptions individual loans stand beside the decision."""
    return {
        "groups": _rule(rulebook, GROUPS),
        "persons": _rule(rulebook, INDIVIDUAL),
        "applicants": int(comparison.asking.members.sum()),
    }


def known(number: float) -> float | None:
    """Return a number, or None for what is not one."""
    return None if np.isnan(number) else float(number)


def _of_groups(gathered: Gathered, rulebook: Rulebook) -> Keeping:
    """Return the candidates' own probabilities; the doubt is that of the rule they begin with."""
    candidates = gathered.tables["candidates"].sort("candidate_id")
    keep = candidates.get_column("keep_probability").to_numpy()
    value, low, high = _interval(rulebook, GROUPS)
    return Keeping(
        keep, np.clip(keep + (low - value), 0.0, 1.0), np.clip(keep + (high - value), 0.0, 1.0)
    )


def _of_persons(size: int, rulebook: Rulebook) -> Keeping:
    return Keeping(*(np.full(size, share) for share in _interval(rulebook, INDIVIDUAL)))


def _interval(rulebook: Rulebook, key: str) -> tuple[float, float, float]:
    """Return a rule's value with the ends of its interval; without one these are the value."""
    rule, value = rulebook.rule(key), rulebook.number(key)
    return value, value if rule.low is None else rule.low, value if rule.high is None else rule.high


def _costs_per_job(gathered: Gathered, rulebook: Rulebook) -> Floats:
    """Return what one job of each candidate's activity costs at the prices of the day."""
    activities = gathered.tables["candidates"].sort("candidate_id").get_column("activity")
    year = jalali_year(rulebook.day)
    costs = {
        each: at_prices_of(rulebook, f"cost_per_job.{each}", year) for each in activities.unique()
    }
    return np.array([costs[each] for each in activities], dtype=np.float64)


def _county_figures(reached: Targeting, counties: Places) -> Iterator[Mapping[str, object]]:
    for at, code in enumerate(counties.codes):
        yield {
            "code": code,
            "granted_amount": int(reached.money[at]),
            "granted_count": int(reached.granted[at]),
            "kept_jobs": float(reached.kept_jobs[at]),
            "amount_each": known(reached.money_per_unemployed[at]),
        }


def _curve(found: Concentration) -> dict[str, object]:
    return {
        "codes": [list(step) for step in found.codes],
        "people": _points(found.people),
        "money": _points(found.money),
        "kept_jobs": _points(found.kept_jobs),
        "money_index": known(found.money_index),
        "kept_jobs_index": known(found.kept_jobs_index),
        "outside_amount": found.outside_money,
    }


def _points(shares: Floats) -> list[float]:
    """Return the points of a curve; a curve of nothing has none."""
    return [] if np.isnan(shares).any() else np.round(shares, DECIMALS).tolist()


def _rule(rulebook: Rulebook, key: str) -> dict[str, object]:
    rule = rulebook.rule(key)
    value, low, high = _interval(rulebook, key)
    return {"rule": key, "value": value, "low": low, "high": high, "source": rule.source}
