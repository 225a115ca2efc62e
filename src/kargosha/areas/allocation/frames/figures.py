"""The figures of a decided round: what its page shows, and the same money under other instruments."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from kargosha.analysis.allocation import Portfolio, Problem
from kargosha.analysis.allocation.targeting import worst_fifth
from kargosha.analysis.rules import Rulebook
from kargosha.areas.allocation.frames.gathering import Gathered
from kargosha.areas.allocation.frames.instruments import (
    Comparison,
    compared,
    individual_figures,
    instrument_figures,
    known,
)
from kargosha.areas.territory.models import Place


def figures(
    gathered: Gathered, problem: Problem, portfolio: Portfolio, rulebook: Rulebook
) -> Mapping[str, object]:
    """Return what the page of a solved round shows, as values that JSON holds."""
    comparison = compared(gathered, problem, portfolio, rulebook)
    decision, first_come = (each.reached for each in comparison.handouts[:2])
    return {
        "asked_amount": int(problem.amount.sum()),
        "asked_count": problem.size,
        "granted_amount": decision.total_money,
        "granted_count": int(portfolio.granted.sum()),
        "kept_jobs": asdict(comparison.handouts[0].kept_jobs),
        "worst_fifth": {
            "places": [
                code
                for code, share in zip(
                    comparison.counties.codes, worst_fifth(comparison.counties), strict=True
                )
                if share > 0
            ],
            "share": known(decision.worst_fifth_money),
            "first_come_share": known(first_come.worst_fifth_money),
        },
        "gini": known(decision.gini),
        "nothing": list(decision.without_money),
        "counties": list(_county_lines(gathered, problem, comparison)),
        "instruments": [
            instrument_figures(each, comparison.counties) for each in comparison.handouts
        ],
        "individual": individual_figures(comparison, rulebook),
    }


def _county_lines(
    gathered: Gathered, problem: Problem, comparison: Comparison
) -> Iterator[dict[str, object]]:
    asking, decision = comparison.asking, comparison.handouts[0]
    names = {
        place.code: place for place in Place.objects.filter(code__in=comparison.counties.codes)
    }
    for index, row in enumerate(gathered.counties.iter_rows(named=True)):
        here = asking.place == index
        granted = here & (decision.spending.loans > 0)
        yield {
            "code": row["code"],
            "name_fa": names[row["code"]].name_fa,
            "name_en": names[row["code"]].name_en,
            "asked_amount": int(problem.amount[here].sum()),
            "asked_count": int(here.sum()),
            "granted_amount": int(decision.reached.money[index]),
            "granted_count": int(decision.reached.granted[index]),
            "deprivation_rank": row["deprivation"],
            "emigration_rank": row["emigration"],
            "unemployed": row["unemployed"],
            "kept_jobs": asdict(comparison.groups.estimate(decision.spending.jobs, granted)),
        }
