"""The best portfolio by trying every one: right by being obvious, for at most twelve candidates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from tests.reference.literal_tables import LiteralQuota, LiteralTables, Version

MOST_CANDIDATES = 12

Portfolio = tuple[Version, ...]


@dataclass(frozen=True)
class Best:
    """The largest value, and a portfolio that has it; None when no portfolio holds."""

    value: float
    granted: Portfolio | None


def best_portfolio(tables: LiteralTables, *, forced: frozenset[str] = frozenset()) -> Best:
    """Try every portfolio that funds the forced candidates."""
    best = Best(float("-inf"), None)
    for granted in every_portfolio(tables):
        worth = value(granted)
        names = {version.candidate for version in granted}
        if worth > best.value and names >= forced and holds(tables, granted):
            best = Best(worth, granted)
    return best


def every_portfolio(tables: LiteralTables) -> Iterator[Portfolio]:
    """Yield each choice of at most one version per candidate, feasible or not."""
    if len(tables.rows) > MOST_CANDIDATES:
        message = f"{len(tables.rows)} candidates are too many to try"
        raise ValueError(message)
    refused: tuple[Version | None, ...] = () if tables.require_all else (None,)
    choices = [(*refused, *versions) for versions in tables.versions.values()]
    for chosen in product(*choices):
        yield tuple(version for version in chosen if version is not None)


def value(granted: Portfolio) -> float:
    """Return the sum of values."""
    return sum(version.value for version in granted)


def holds(tables: LiteralTables, granted: Portfolio) -> bool:
    """Say whether capacities, quotas and money all admit a portfolio, to the rial."""
    return (
        all(
            sum((tables.use(v.candidate, name) for v in granted), Fraction(0)) <= limit
            for name, limit in tables.limits.items()
        )
        and all(_quota_holds(quota, granted) for quota in tables.literal_quotas)
        and _is_payable([v.most for v in granted], granted, tables.budgets)
    )


def _quota_holds(quota: LiteralQuota, granted: Portfolio) -> bool:
    inside = sum((quota.measure(v) for v in granted if quota.counts(v)), Fraction(0))
    whole = sum((quota.measure(v) for v in granted), Fraction(0)) if quota.relative else 1
    return (quota.floor is None or inside >= quota.floor * whole) and (
        quota.ceiling is None or inside <= quota.ceiling * whole
    )


def _is_payable(
    most: list[Mapping[str, int]], granted: Portfolio, budgets: Mapping[str, int]
) -> bool:
    """Choose the funds of one candidate after the other; leave as soon as money cannot reach."""
    if not _money_reaches(most, granted, budgets):
        return False
    for i, version in enumerate(granted):
        if len(most[i]) > version.most_funds:
            return any(
                _is_payable([*most[:i], dict(chosen), *most[i + 1 :]], granted, budgets)
                for chosen in combinations(most[i].items(), version.most_funds)
            )
    return True


def _money_reaches(
    most: Sequence[Mapping[str, int]], granted: Portfolio, budgets: Mapping[str, int]
) -> bool:
    """Decide a transport of whole rials by its cuts: no set of funds may be asked for too much.

    Max-flow equals min-cut; with few funds every cut is tried.
    """
    for size in range(len(budgets) + 1):
        for cut in combinations(budgets, size):
            asked = sum(
                max(0, version.amount - sum(m for fund, m in given.items() if fund not in cut))
                for version, given in zip(granted, most, strict=True)
            )
            if asked > sum(budgets[fund] for fund in cut):
                return False
    return True
