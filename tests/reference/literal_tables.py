"""The allocation's tables read word for word, for the references alone.

Slow and obvious on purpose, and independent of ``kargosha``: nothing here may be imported from it,
so that an error of the method and an error of its reference are two errors.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

FACTORS = ("jobs", "keep_probability", "need", "household_weight")


@dataclass(frozen=True)
class Version:
    """One way to fund a candidate: its money, its value, and the most each fund may give."""

    candidate: str
    amount: int
    value: float
    most: Mapping[str, int]
    most_funds: int


@dataclass(frozen=True)
class LiteralQuota:
    """One row of quotas, with the measure of a version under it."""

    name: str
    in_rials: bool
    measure: Callable[[Version], Fraction]
    counts: Callable[[Version], bool]
    floor: Fraction | None
    ceiling: Fraction | None
    relative: bool


@dataclass(frozen=True)
class LiteralTables:
    """The tables of one round as lists of rows."""

    candidates: pl.DataFrame
    funds: pl.DataFrame | None = None
    options: pl.DataFrame | None = None
    quotas: pl.DataFrame | None = None
    capacities: pl.DataFrame | None = None
    uses: pl.DataFrame | None = None
    require_all: bool = field(default=False)

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """Candidates by their identifier."""
        return {row["candidate_id"]: row for row in _rows(self.candidates)}

    @cached_property
    def budgets(self) -> dict[str, int]:
        """Budget of each fund; one bottomless fund without a name when there is no table."""
        if self.funds is None:
            return {"": sum(row["amount"] for row in self.rows.values())}
        return {row["fund_id"]: row["budget"] for row in _rows(self.funds)}

    @cached_property
    def versions(self) -> dict[str, list[Version]]:
        """Ways to fund each candidate whose value is above zero."""
        return {name: self._versions_of(row) for name, row in self.rows.items()}

    @cached_property
    def literal_quotas(self) -> list[LiteralQuota]:
        """The quotas, each with its own measure."""
        return [self._quota(row) for row in _rows(self.quotas)]

    @cached_property
    def limits(self) -> dict[str, Fraction]:
        """Limit of each capacity."""
        return {row["capacity_id"]: exact(row["limit"]) for row in _rows(self.capacities)}

    @cached_property
    def uses_of(self) -> dict[tuple[str, str], Fraction]:
        """How much a candidate uses of a capacity."""
        return {
            (row["candidate_id"], row["capacity_id"]): exact(row["use"]) for row in _rows(self.uses)
        }

    def use(self, candidate: str, capacity: str) -> Fraction:
        """Return how much of a capacity a candidate uses."""
        return self.uses_of.get((candidate, capacity), Fraction(0))

    def _versions_of(self, row: dict[str, Any]) -> list[Version]:
        value = value_of(row)
        most_funds = row.get("max_funds") or 2
        if self.funds is None:
            most = {"": row["amount"]}
            return (
                [Version(row["candidate_id"], row["amount"], value, most, 1)] if value > 0 else []
            )
        listed = [o for o in _rows(self.options) if o["candidate_id"] == row["candidate_id"]]
        alone = {
            o["fund_id"]: (o.get("amount") or row["amount"], _or(o.get("value"), value))
            for o in listed
            if o.get("amount") is not None or o.get("value") is not None
        }
        shared = {}
        versions = []
        for fund in _rows(self.funds):
            name = fund["fund_id"]
            if name in alone:
                amount, own_value = alone[name]
                if own_value > 0 and most_from(fund, row, amount) >= amount:
                    versions.append(
                        Version(row["candidate_id"], amount, own_value, {name: amount}, 1)
                    )
            elif self._is_open(fund, row, {o["fund_id"] for o in listed}):
                shared[name] = most_from(fund, row, row["amount"])
        if value > 0 and sum(shared.values()) >= row["amount"]:
            versions.append(Version(row["candidate_id"], row["amount"], value, shared, most_funds))
        return versions

    def _is_open(self, fund: dict[str, Any], row: dict[str, Any], listed: set[str]) -> bool:
        if self.options is not None:
            return fund["fund_id"] in listed
        return fits(fund, row)

    def _quota(self, row: dict[str, Any]) -> LiteralQuota:
        return LiteralQuota(
            name=row["quota_id"],
            in_rials=row["measure"] == "amount",
            measure=lambda version: _measure(row["measure"], version, self.rows),
            counts=lambda version: in_class(row["class"], self.rows[version.candidate]),
            floor=None if row.get("floor") is None else exact(row["floor"]),
            ceiling=None if row.get("ceiling") is None else exact(row["ceiling"]),
            relative=bool(row.get("relative")),
        )


def exact(number: float) -> Fraction:
    """Return the decimal number that was written, not the binary one that stores it."""
    return Fraction(str(number))


def value_of(row: Mapping[str, Any]) -> float:
    """Return the value as given, or the product of its factors."""
    if row.get("value") is not None:
        return float(row["value"])
    product = 1.0
    for factor in FACTORS:
        product *= row[factor]
    return product


def fits(fund: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Say whether a fund's places, activities and kinds admit a candidate."""
    places, activities, kinds = (fund.get(key) or [] for key in ("places", "activities", "kinds"))
    place = row.get("place_code") or ""
    return (
        (not places or any(place.startswith(prefix) for prefix in places))
        and (not activities or row.get("activity") in activities)
        and (not kinds or row.get("kind") in kinds)
    )


def most_from(fund: Mapping[str, Any], row: Mapping[str, Any], amount: int) -> int:
    """Return the most whole rials one fund may give to one candidate."""
    bounds = [Fraction(amount)]
    if fund.get("ceiling_per_group") is not None:
        bounds.append(Fraction(fund["ceiling_per_group"]))
    if fund.get("ceiling_per_job") is not None:
        bounds.append(fund["ceiling_per_job"] * exact(row["jobs"]))
    if fund.get("max_share") is not None:
        bounds.append(exact(fund["max_share"]) * amount)
    return int(min(bounds))


def in_class(name: str, row: Mapping[str, Any]) -> bool:
    """Say whether a candidate belongs to a quota's class."""
    if name == "all":
        return True
    kind, _, code = name.partition(":")
    if kind == "place":
        return (row.get("place_code") or "").startswith(code)
    if kind == "tag":
        return code in (row.get("tags") or [])
    return bool(row.get(kind) == code)


def _measure(measure: str, version: Version, rows: Mapping[str, dict[str, Any]]) -> Fraction:
    if measure == "amount":
        return Fraction(version.amount)
    return exact(rows[version.candidate]["jobs"]) if measure == "jobs" else Fraction(1)


def _rows(table: pl.DataFrame | None) -> list[dict[str, Any]]:
    return [] if table is None else table.to_dicts()


def _or(number: float | None, otherwise: float) -> float:
    return otherwise if number is None else float(number)
