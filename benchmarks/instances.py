"""Made-up rounds of any size, the same for the same seed."""

from dataclasses import dataclass

import numpy as np
import polars as pl

FUNDS = 8
COUNTIES = 20
SECTORS = 20
WOMEN_SHARE = 0.40
MONEY_SHARE = 0.45
"""What the funds hold, as a share of what is asked for."""

FLOOR_OF_FAIR, CEILING_OF_FAIR = 0.6, 1.5
"""A county's floor and ceiling, as shares of what it would get in proportion to what it asks."""

TYPICAL_RIALS = 6_000_000_000
MILLION = 1_000_000


@dataclass(frozen=True)
class Round:
    """The tables of one round, as `kargosha allocate` would read them."""

    candidates: pl.DataFrame
    funds: pl.DataFrame
    quotas: pl.DataFrame


def made_up_round(size: int, seed: int) -> Round:
    """Return a round of ``size`` candidates with funds, floors, ceilings and a share of women.

    Values follow amounts (a dearer plan has more jobs), which is what makes knapsacks hard; each
    fund pays for some sectors, one in three only in some counties.
    """
    dice = np.random.Generator(np.random.PCG64(seed))
    candidates = _candidates(size, dice)
    return Round(candidates, _funds(candidates, dice), _quotas(candidates))


def _candidates(size: int, dice: np.random.Generator) -> pl.DataFrame:
    county = np.sort(dice.integers(1, COUNTIES + 1, size))
    sector = dice.integers(1, SECTORS + 1, size)
    jobs = 1 + dice.poisson(1.25, size) + dice.integers(0, 2, size)
    cost_per_job = TYPICAL_RIALS / 2.25 * (0.7 + 0.03 * sector) * dice.lognormal(0, 0.25, size)
    need = (1 + dice.random(COUNTIES + 1) + dice.random(COUNTIES + 1))[county]
    women = dice.random(size) < 0.35
    return pl.DataFrame(
        {
            "candidate_id": [f"P-{i:06d}" for i in range(size)],
            "amount": np.round(jobs * cost_per_job / MILLION).astype(np.int64) * MILLION,
            "jobs": jobs.astype(np.float64),
            "keep_probability": np.round(dice.uniform(0.5, 0.8, size), 3),
            "need": np.round(need, 3),
            "household_weight": np.round(
                1 + 0.5 * dice.random(size) * (dice.random(size) < 0.4), 3
            ),
            "place_code": [f"03{code:02d}" for code in county],
            "activity": [f"S{code:02d}" for code in sector],
            "tags": [["women"] if is_women else [] for is_women in women],
        },
        schema_overrides={"tags": pl.List(pl.String)},
    )


def _funds(candidates: pl.DataFrame, dice: np.random.Generator) -> pl.DataFrame:
    sectors = candidates["activity"].unique().sort().to_list()
    counties = candidates["place_code"].unique().sort().to_list()
    shares = dice.dirichlet(np.full(FUNDS, 4.0))
    asked = candidates["amount"].sum()
    some_sectors = [sorted(dice.permutation(sectors)[: 2 * len(sectors) // 3]) for _ in shares]
    some_counties = [
        sorted(dice.permutation(counties)[: 2 * len(counties) // 3]) if fund % 3 == 2 else []
        for fund in range(FUNDS)
    ]
    return pl.DataFrame(
        {
            "fund_id": [f"F{fund}" for fund in range(FUNDS)],
            "budget": [int(MONEY_SHARE * share * asked) // MILLION * MILLION for share in shares],
            "ceiling_per_group": [None if f % 4 else 4 * TYPICAL_RIALS for f in range(FUNDS)],
            "max_share": [0.7 if f % 4 == 1 else None for f in range(FUNDS)],
            "places": some_counties,
            "activities": some_sectors,
        },
        schema_overrides={"places": pl.List(pl.String), "activities": pl.List(pl.String)},
    )


def _quotas(candidates: pl.DataFrame) -> pl.DataFrame:
    fair = _fair("place:", candidates.group_by(code="place_code").agg(pl.col("amount").sum()))
    sectors = _fair("activity:", candidates.group_by(code="activity").agg(pl.col("amount").sum()))
    women = pl.DataFrame(
        {
            "quota_id": ["women"],
            "class": ["tag:women"],
            "measure": ["count"],
            "floor": [WOMEN_SHARE],
            "ceiling": [None],
            "relative": [True],
        },
        schema_overrides={"ceiling": pl.Float64},
    )
    return pl.concat([fair, sectors.with_columns(floor=pl.lit(None, pl.Float64)), women])


def _fair(prefix: str, asked: pl.DataFrame) -> pl.DataFrame:
    fair = (pl.col("amount") * MONEY_SHARE / MILLION).round() * MILLION
    return asked.sort("code").select(
        quota_id=pl.col("code"),
        **{"class": pl.lit(prefix) + pl.col("code")},
        measure=pl.lit("amount"),
        floor=(fair * FLOOR_OF_FAIR).round(),
        ceiling=(fair * CEILING_OF_FAIR).round(),
        relative=pl.lit(value=False),
    )
