"""The figures of a decided round: what its page shows, and the same money under first come, first served."""

from collections.abc import Mapping
from dataclasses import asdict

import numpy as np
import polars as pl

from kargosha.analysis.allocation import Portfolio, Problem
from kargosha.analysis.allocation.instruments import (
    Applicants,
    Places,
    decided,
    equal_share,
    first_come,
    population_share,
)
from kargosha.analysis.allocation.problem import Bools
from kargosha.analysis.allocation.targeting import Targeting, targeting, worst_fifth
from kargosha.analysis.allocation.value import kept_jobs
from kargosha.analysis.rules import Rulebook
from kargosha.areas.allocation.frames.gathering import Gathered, applicants, places
from kargosha.areas.territory.models import Place


def figures(
    gathered: Gathered, problem: Problem, portfolio: Portfolio, rulebook: Rulebook
) -> Mapping[str, object]:
    """Return what the page of a solved round shows, as values that JSON holds."""
    asking, counties = applicants(gathered), places(gathered.counties)
    instruments = [
        decided(problem, portfolio, asking),
        first_come(problem, asking),
        equal_share(problem, asking, counties),
        population_share(problem, asking, counties),
    ]
    reached = [targeting(spending, asking, counties) for spending in instruments]
    return {
        "asked_amount": int(problem.amount.sum()),
        "asked_count": problem.size,
        "granted_amount": reached[0].total_money,
        "granted_count": int(portfolio.granted.sum()),
        "kept_jobs": _kept_jobs(gathered, portfolio.granted, rulebook),
        "worst_fifth": {
            "places": [
                code
                for code, share in zip(counties.codes, worst_fifth(counties), strict=True)
                if share > 0
            ],
            "share": known(reached[0].worst_fifth_money),
            "first_come_share": known(reached[1].worst_fifth_money),
        },
        "gini": known(reached[0].gini),
        "nothing": list(reached[0].without_money),
        "counties": [
            line
            | {"kept_jobs": _kept_jobs(gathered, portfolio.granted & (asking.place == i), rulebook)}
            for i, line in enumerate(_county_lines(gathered, asking, counties, reached[0]))
        ],
        "instruments": [_instrument(each) for each in reached],
    }


def known(number: float) -> float | None:
    """Return a number, or None for what is not one."""
    return None if np.isnan(number) else float(number)


def _kept_jobs(gathered: Gathered, counted: Bools, rulebook: Rulebook) -> dict[str, object]:
    """Return the kept jobs to expect of the candidates that count, with their interval."""
    granted = gathered.tables["candidates"].sort("candidate_id").filter(pl.Series(counted))
    rule = rulebook.rule("keep_probability.base")
    base = rulebook.number(rule.key)
    low, high = (0.0 if end is None else end - base for end in (rule.low, rule.high))
    keep = granted.get_column("keep_probability").to_numpy()
    jobs = granted.get_column("jobs").to_numpy()
    expected = kept_jobs(jobs, keep, np.clip(keep + low, 0, 1), np.clip(keep + high, 0, 1))
    return asdict(expected)


def _county_lines(
    gathered: Gathered, asking: Applicants, counties: Places, reached: Targeting
) -> list[dict[str, object]]:
    names = {place.code: place for place in Place.objects.filter(code__in=counties.codes)}
    amounts = gathered.tables["candidates"].get_column("amount").to_numpy()
    return [
        {
            "code": row["code"],
            "name_fa": names[row["code"]].name_fa,
            "name_en": names[row["code"]].name_en,
            "asked_amount": int(amounts[asking.place == index].sum()),
            "asked_count": int((asking.place == index).sum()),
            "granted_amount": int(reached.money[index]),
            "granted_count": int(reached.granted[index]),
            "deprivation_rank": row["deprivation"],
            "emigration_rank": row["emigration"],
            "unemployed": row["unemployed"],
        }
        for index, row in enumerate(gathered.counties.iter_rows(named=True))
    ]


def _instrument(reached: Targeting) -> dict[str, object]:
    return {
        "code": reached.code,
        "granted_amount": reached.total_money,
        "kept_jobs": reached.total_kept_jobs,
        "worst_fifth_share": known(reached.worst_fifth_money),
        "gini": known(reached.gini),
        "nothing": list(reached.without_money),
    }
