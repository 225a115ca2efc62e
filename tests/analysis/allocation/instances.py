"""Small rounds for the tests: one to read, and made-up ones by the number of their seed."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

Tables = Mapping[str, pl.DataFrame]

SHAPES: Mapping[str, Mapping[str, Any]] = {
    "candidates": {
        "candidate_id": pl.String,
        "amount": pl.Int64,
        "value": pl.Float64,
        "jobs": pl.Float64,
        "max_funds": pl.Int64,
        "place_code": pl.String,
        "activity": pl.String,
        "kind": pl.String,
        "tags": pl.List(pl.String),
    },
    "funds": {
        "fund_id": pl.String,
        "budget": pl.Int64,
        "ceiling_per_group": pl.Int64,
        "ceiling_per_job": pl.Int64,
        "max_share": pl.Float64,
        "places": pl.List(pl.String),
        "activities": pl.List(pl.String),
        "kinds": pl.List(pl.String),
    },
    "options": {
        "candidate_id": pl.String,
        "fund_id": pl.String,
        "value": pl.Float64,
        "amount": pl.Int64,
    },
    "quotas": {
        "quota_id": pl.String,
        "class": pl.String,
        "measure": pl.String,
        "floor": pl.Float64,
        "ceiling": pl.Float64,
        "relative": pl.Boolean,
    },
    "capacities": {"capacity_id": pl.String, "limit": pl.Float64},
    "uses": {"candidate_id": pl.String, "capacity_id": pl.String, "use": pl.Float64},
}


def table(name: str, *rows: Mapping[str, Any]) -> pl.DataFrame:
    """Return a table of the round from its rows; what a row does not say is empty."""
    return pl.DataFrame(list(rows), schema=SHAPES[name])


def candidates(**amount_and_value: tuple[int, float]) -> pl.DataFrame:
    """Return candidates by name, each with its amount and value."""
    return table(
        "candidates",
        *(
            {"candidate_id": name, "amount": amount, "value": value, "tags": []}
            for name, (amount, value) in amount_and_value.items()
        ),
    )


def funds(**budget: int) -> pl.DataFrame:
    """Return funds by name, each with its budget and no other limit."""
    return table("funds", *({"fund_id": name, "budget": money} for name, money in budget.items()))


def quota(name: str, of: str, measure: str, **bounds: Any) -> dict[str, Any]:
    """Return one row of quotas."""
    return {"quota_id": name, "class": of, "measure": measure, "relative": False, **bounds}


def made_up(seed: int) -> dict[str, pl.DataFrame]:
    """Return a round of at most seven candidates and four funds, with all sorts of conditions."""
    dice = np.random.Generator(np.random.PCG64(seed))
    n, f = int(dice.integers(1, 8)), int(dice.integers(1, 5))
    size = int(dice.choice([20, 1_000, 10**10]))
    asked = _candidates(dice, n, size)
    tables = {"candidates": asked, "quotas": _quotas(dice, asked)}
    if dice.random() < 0.9:
        tables["funds"] = _funds(dice, f, size, int(asked["amount"].sum()))
        if dice.random() < 0.25:
            tables["options"] = _options(dice, tables, size)
    if dice.random() < 0.4:
        limit = round(float(dice.random() * n), 1)
        tables["capacities"] = table("capacities", {"capacity_id": "seats", "limit": limit})
        users = [name for name in asked["candidate_id"] if dice.random() < 0.7]
        tables["uses"] = table(
            "uses",
            *(
                {"candidate_id": name, "capacity_id": "seats", "use": _tenths(dice, 2)}
                for name in users
            ),
        )
    return tables


def made_up_money(seed: int) -> dict[str, pl.DataFrame]:
    """Return a round where only money binds: eight candidates, each open to some of four funds."""
    dice = np.random.Generator(np.random.PCG64(seed))
    names, sources = [f"c{i}" for i in range(8)], [f"F{k}" for k in range(4)]
    asked = candidates(
        **{name: (int(dice.integers(20, 100)), float(dice.integers(1, 30))) for name in names}
    )
    money = [
        {
            "fund_id": source,
            "budget": int(asked["amount"].sum() * dice.uniform(0.05, 0.25)),
            "max_share": float(dice.choice([0.4, 0.6, 1.0])),
        }
        for source in sources
    ]
    listed = [
        {"candidate_id": name, "fund_id": source}
        for name in names
        for source in sources
        if dice.random() < 0.6
    ]
    return {
        "candidates": asked,
        "funds": table("funds", *money),
        "options": table("options", *listed),
    }


def _candidates(dice: np.random.Generator, n: int, size: int) -> pl.DataFrame:
    rows = [
        {
            "candidate_id": f"c{i}",
            "amount": int(dice.integers(1, size)),
            "value": round(float(dice.random() * 5), 3) if dice.random() < 0.8 else 0.0,
            "jobs": 0.1 + _tenths(dice, 4),
            "max_funds": int(dice.choice([1, 2, 2])),
            "place_code": str(dice.choice(["0301", "0302"])),
            "activity": str(dice.choice(["bees", "carpets"])),
            "kind": str(dice.choice(["group", "cooperative"])),
            "tags": ["women"] if dice.random() < 0.5 else [],
        }
        for i in dice.permutation(n)
    ]
    return table("candidates", *rows)


def _funds(dice: np.random.Generator, f: int, size: int, asked: int) -> pl.DataFrame:
    def sometimes(chance: float, number: Any) -> Any:
        return number if dice.random() < chance else None

    rows = [
        {
            "fund_id": f"F{i}",
            "budget": int(dice.integers(0, asked * dice.uniform(0.4, 2.4) / f + 2)),
            "ceiling_per_group": sometimes(0.4, int(dice.integers(size // 3, size + 1))),
            "ceiling_per_job": sometimes(0.3, int(dice.integers(size // 5, size + 1))),
            "max_share": sometimes(0.5, float(dice.choice([0.3, 0.5, 0.6, 0.7]))),
            "places": sometimes(0.2, ["0301"]),
            "activities": sometimes(0.2, ["bees"]),
            "kinds": sometimes(0.1, ["group"]),
        }
        for i in dice.permutation(f)
    ]
    return table("funds", *rows)


def _options(dice: np.random.Generator, tables: Tables, size: int) -> pl.DataFrame:
    rows = [
        {
            "candidate_id": name,
            "fund_id": fund,
            "value": float(dice.integers(0, 9)) if dice.random() < 0.3 else None,
            "amount": int(dice.integers(1, size)) if dice.random() < 0.3 else None,
        }
        for name in tables["candidates"]["candidate_id"]
        for fund in tables["funds"]["fund_id"]
        if dice.random() < 0.6
    ]
    return table("options", *rows)


def _quotas(dice: np.random.Generator, asked: pl.DataFrame) -> pl.DataFrame:
    classes = ["all", "place:0301", "place:03", "tag:women", "activity:bees", "kind:group"]
    rows = []
    for k in range(int(dice.integers(0, 4))):
        measure = str(dice.choice(["amount", "jobs", "count"]))
        relative = bool(dice.random() < 0.3)
        everyone = len(asked) if measure == "count" else float(asked[measure].sum())
        top = 1.0 if relative else everyone
        low, high = sorted(dice.random(2) * [top / 2, top])
        rows.append(
            {
                "quota_id": f"q{k}",
                "class": str(dice.choice(classes)),
                "measure": measure,
                "floor": round(low, 2) if dice.random() < 0.4 else None,
                "ceiling": round(high, 2) if dice.random() < 0.6 else None,
                "relative": relative,
            }
        )
    return table("quotas", *rows)


def _tenths(dice: np.random.Generator, most: int) -> float:
    return int(dice.integers(0, 10 * most)) / 10
