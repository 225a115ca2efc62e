"""The mixed-integer programme of a round, written in candidates alone wherever that is exact.

For a given set of funded candidates the money can be split exactly when no set A of funds is asked
for more than it has (max-flow equals min-cut):

    sum over i of d_i(A) z_i  <=  sum over f in A of B_f      for every set A of funds,

where ``d_i(A)`` is the least that candidate i must draw from A when it fills up elsewhere first.
These rows say about z what the money columns y_if say, and as tightly; with ``d_i(A)`` reckoned for
at most two funds a candidate they are tighter still. So the programme has one column a candidate
instead of one and another for each fund, and HiGHS solves it several times faster. Sets A are added
when a solution breaks them. The money of a candidate whose limit of two funds cannot be kept that
way is *opened*: it gets columns y_if and x_if of its own, as in the literal model.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from kargosha.analysis.allocation.highs import Programme
from kargosha.analysis.allocation.pairs import poor_couples
from kargosha.analysis.allocation.problem import (
    BOUNDLESS,
    MOST_FUNDS,
    REFUSED,
    SPLIT,
    Bools,
    Floats,
    Ints,
    Problem,
    Quota,
)
from kargosha.analysis.allocation.rials import demanded

TOP = 10
"""Rows, money and values are scaled so that their largest entry lies between 2^9 and 2^10."""


@dataclass(frozen=True)
class Shape:
    """How a problem is written down; it grows while it is solved.

    Attributes
    ----------
    fund_sets
        Sets of funds whose money together is a row.
    most_granted
        No plan funds more candidates than this; None for no such row. Where values hardly differ
        per rial this closes most of the gap that the relaxation leaves.
    opened
        Candidates with money columns of their own.
    tightened
        By how much a row (by its name) is tightened beyond its bound, in its own measure, because
        the solver's tolerance overdrew it.
    elastic
        Conditions that may be missed, each at a cost of its relative shortfall; nothing else
        then counts. What an elastic fund gives is all shortfall.
    """

    fund_sets: frozenset[frozenset[int]] = frozenset()
    most_granted: int | None = None
    opened: frozenset[int] = frozenset()
    tightened: Mapping[str, float] = field(default_factory=dict)
    elastic: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Row:
    """One row: entries at columns, with bounds, and the conditions it speaks for.

    ``factor`` is the power of two by which it has been scaled.
    """

    conditions: tuple[str, ...]
    lower: float
    upper: float
    index: Ints
    coefficient: Floats
    factor: float = 1.0

    @property
    def name(self) -> str:
        """The names of its conditions, joined; empty for a row that holds by definition."""
        return "+".join(self.conditions)


@dataclass(frozen=True, eq=False)
class Model:
    """A problem in one shape, as columns and rows.

    Columns stand in this order: z of candidates with split pairs, w of whole pairs, y and then x of
    the opened pairs, then one shortfall for each elastic row.
    """

    problem: Problem
    shape: Shape

    @cached_property
    def split_candidates(self) -> Ints:
        """Candidates with a column z, ascending."""
        return np.unique(self.problem.pair_candidate)

    @cached_property
    def candidate(self) -> Ints:
        """Candidate of each column z and w."""
        return np.concatenate([self.split_candidates, self.problem.whole_candidate])

    @cached_property
    def opened_pairs(self) -> Ints:
        """Split pairs that have columns y and x."""
        opened = np.array(sorted(self.shape.opened), dtype=np.int64)
        return np.flatnonzero(np.isin(self.problem.pair_candidate, opened))

    @cached_property
    def money_unit(self) -> float:
        """Rials in one unit of the columns y: a power of two."""
        return 1 / scale(self.problem.amount.astype(np.float64))

    @cached_property
    def value_scale(self) -> float:
        """Units of the objective in one of value: a power of two."""
        return scale(self._value)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every row before scaling, but those that hold whatever is chosen."""
        rows = (
            *self._choices(),
            *self._counted(),
            *self._budgets(),
            *_opened_rows(self),
            *self._quota_rows(),
            *self._capacity_rows(),
        )
        return tuple(row for row in rows if len(row.index) or row.lower > 0 or row.upper < 0)

    @cached_property
    def programme(self) -> Programme:
        """The columns and scaled rows as HiGHS takes them."""
        chosen, opened = len(self.candidate), len(self.opened_pairs)
        elastic = self.elastic
        rows = [self._loosened(row, chosen + 2 * opened) for row in map(scaled, self.rows)]
        cost = self._cost()
        most = np.concatenate(
            [
                np.ones(chosen),
                self.problem.pair_most[self.opened_pairs] / self.money_unit,
                np.ones(opened),
                np.full(len(elastic), np.inf),
            ]
        )
        whole = np.ones(len(cost), dtype=np.bool_)
        whole[chosen : chosen + opened] = False
        whole[chosen + 2 * opened :] = False
        return Programme(
            cost=cost,
            most=most,
            whole=whole,
            lower=np.array([row.lower for row in rows]),
            upper=np.array([row.upper for row in rows]),
            start=np.cumsum([0, *(len(row.index) for row in rows)]),
            index=np.concatenate([np.zeros(0, np.int64), *(row.index for row in rows)]),
            coefficient=np.concatenate([np.zeros(0), *(row.coefficient for row in rows)]),
            unit=1.0 if self.shape.elastic else self.value_scale,
        )

    @cached_property
    def elastic(self) -> tuple[str, ...]:
        """Elastic conditions that have a column of shortfall, in the order of the columns."""
        bounded = {name for row in self.rows for name in row.conditions}
        return tuple(sorted(self.shape.elastic & bounded))

    def shortfall(self, point: Floats) -> dict[str, float]:
        """Return by how much each elastic condition is missed at a point, in its own measure."""
        missed = point[len(point) - len(self.elastic) :]
        return {
            name: float(share) * self._unit_of[name]
            for name, share in zip(self.elastic, missed, strict=True)
        }

    def mode(self, point: Floats) -> Ints:
        """Return the (n,) mode of each candidate at a point of the programme."""
        mode: Ints = np.full(self.problem.size, REFUSED, dtype=np.int64)
        chosen = point[: len(self.candidate)] > 1 / 2
        splits = len(self.split_candidates)
        mode[self.split_candidates[chosen[:splits]]] = SPLIT
        taken = np.flatnonzero(chosen[splits:])
        mode[self.problem.whole_candidate[taken]] = taken
        return mode

    @cached_property
    def _value(self) -> Floats:
        split_value = self.problem.value[self.split_candidates]
        value: Floats = np.concatenate([split_value, self.problem.whole_value])
        return value

    @cached_property
    def _amount(self) -> Floats:
        split_amount = self.problem.amount[self.split_candidates]
        amount: Floats = np.concatenate([split_amount, self.problem.whole_amount])
        return amount.astype(np.float64)

    @cached_property
    def _draws(self) -> tuple[Ints, Ints]:
        """Amounts and limits of the candidates with a column z."""
        return (
            self.problem.amount[self.split_candidates],
            self.problem.most[self.split_candidates],
        )

    @cached_property
    def _unit_of(self) -> dict[str, float]:
        """What one unit of an elastic condition's shortfall is: its bound, where it has one."""
        units = {}
        for row in self.rows:
            bound = row.lower if np.isfinite(row.lower) else row.upper
            largest = 1 / scale(row.coefficient)
            for name in row.conditions:
                units[name] = bound if bound > 0 and len(row.conditions) == 1 else largest
        return units

    def _loosened(self, row: Row, first: int) -> Row:
        """Let a scaled row be missed by the shortfall of its elastic conditions."""
        sign = 1.0 if np.isfinite(row.lower) else -1.0
        names = [name for name in self.elastic if name in row.conditions]
        columns = [first + self.elastic.index(name) for name in names]
        entries = [sign * self._unit_of[name] * row.factor for name in names]
        index = np.append(row.index, np.array(columns, dtype=np.int64))
        return replace(row, index=index, coefficient=np.append(row.coefficient, entries))

    def _cost(self) -> Floats:
        cost = np.zeros(len(self.candidate) + 2 * len(self.opened_pairs) + len(self.elastic))
        if not self.shape.elastic:
            cost[: len(self.candidate)] = self._value * self.value_scale
            return cost
        cost[len(cost) - len(self.elastic) :] = -(2.0**TOP)
        spared = self._everyone_required & ~self._required
        cost[: len(self.candidate)] = spared[self.candidate]
        return cost

    def _choices(self) -> Iterator[Row]:
        """One way for each candidate, and at least one for those that must be funded."""
        required = self._required
        ways = np.bincount(self.candidate, minlength=self.problem.size)
        order = np.argsort(self.candidate, kind="stable")
        end = np.cumsum(ways)
        for i in np.flatnonzero((ways > 1) | required).tolist():
            index = order[end[i] - ways[i] : end[i]]
            yield Row((), float(required[i]), 1.0, index, np.ones(len(index)))

    @property
    def _everyone_required(self) -> Bools:
        return self.problem.required | self.problem.require_all

    @property
    def _required(self) -> Bools:
        """Whoever must be funded, less whom an elastic condition spares."""
        required = self.problem.required.copy()
        for i in np.flatnonzero(required).tolist():
            name = f"candidate:{self.problem.candidate_ids[i]}"
            required[i] = name not in self.shape.elastic
        all_stand = self.problem.require_all and "require_all" not in self.shape.elastic
        return required | all_stand

    def _counted(self) -> Iterator[Row]:
        if self.shape.most_granted is not None:
            index = np.arange(len(self.candidate))
            yield Row((), -np.inf, float(self.shape.most_granted), index, np.ones(len(index)))

    def _budgets(self) -> Iterator[Row]:
        amount, most = self._draws
        closed = ~np.isin(self.split_candidates, sorted(self.shape.opened))
        for funds in sorted(self.shape.fund_sets, key=sorted):
            if self._money(funds) >= BOUNDLESS:
                continue
            inside = np.zeros(len(self.problem.funds), dtype=np.bool_)
            inside[sorted(funds)] = True
            entries = np.zeros(len(self.candidate) + len(self.opened_pairs))
            entries[: len(amount)] = demanded(amount, most, inside) * closed
            entries[len(amount) : len(self.candidate)] = (
                self.problem.whole_amount * inside[self.problem.whole_fund]
            )
            drawn = inside[self.problem.pair_fund[self.opened_pairs]]
            entries[len(self.candidate) :] = drawn * self.money_unit
            names = fund_names(self.problem, funds)
            yield self._row(names, -np.inf, self._money(funds), entries)

    def _money(self, funds: frozenset[int]) -> float:
        """Add up what a set of funds has; what its elastic funds give counts as shortfall."""
        bounded = [self.problem.funds[fund] for fund in sorted(funds)]
        return float(sum(f.budget for f in bounded if f"fund:{f.id}" not in self.shape.elastic))

    def _quota_rows(self) -> Iterator[Row]:
        for quota in self.problem.quotas:
            measure = self._measure(quota)
            inside = np.isin(self.candidate, quota.members)
            for kind, bound in (("floor", quota.floor), ("ceiling", quota.ceiling)):
                if bound is None:
                    continue
                share = float(bound) if quota.relative else 0.0
                level = 0.0 if quota.relative else float(bound)
                lower = level if kind == "floor" else -np.inf
                upper = np.inf if kind == "floor" else level
                yield self._row((f"{kind}:{quota.id}",), lower, upper, measure * (inside - share))

    def _measure(self, quota: Quota) -> Floats:
        if quota.measure == "amount":
            return self._amount
        if quota.measure == "jobs":
            return np.nan_to_num(self.problem.jobs[self.candidate])
        return np.ones(len(self.candidate))

    def _capacity_rows(self) -> Iterator[Row]:
        for capacity in self.problem.capacities:
            use = np.zeros(self.problem.size)
            use[capacity.members] = capacity.use
            name = f"capacity:{capacity.id}"
            yield self._row((name,), -np.inf, float(capacity.limit), use[self.candidate])

    def _row(self, conditions: tuple[str, ...], lower: float, upper: float, entries: Floats) -> Row:
        tighter = self.shape.tightened.get("+".join(conditions), 0.0)
        index = np.flatnonzero(entries)
        return Row(conditions, lower + tighter, upper - tighter, index, entries[index])


def fund_names(problem: Problem, funds: Iterable[int]) -> tuple[str, ...]:
    """Name the conditions that the row of a set of funds speaks for."""
    return tuple(f"fund:{problem.funds[fund].id}" for fund in sorted(funds))


def _opened_rows(model: Model) -> Iterator[Row]:
    """Write the opened out: money adds up, from funds that take part, at most two that suffice."""
    problem, pairs = model.problem, model.opened_pairs
    y = len(model.candidate) + np.arange(len(pairs))
    x = y + len(pairs)
    for position, pair in enumerate(pairs.tolist()):
        limit = problem.pair_most[pair] / model.money_unit
        index = np.array([y[position], x[position]])
        yield Row((), -np.inf, 0.0, index, np.array([1.0, -limit]))
    owner = problem.pair_candidate[pairs]
    for i in sorted(model.shape.opened):
        own = np.flatnonzero(owner == i)
        z = np.searchsorted(model.split_candidates, i)
        ones = np.ones(len(own))
        amount = problem.amount[i] / model.money_unit
        yield Row((), 0.0, 0.0, np.append(y[own], z), np.append(ones, -amount))
        yield Row((), -np.inf, 0.0, np.append(x[own], z), np.append(ones, -float(MOST_FUNDS)))
    for couple in poor_couples(problem.amount[owner], problem.pair_most[pairs], owner):
        yield Row((), -np.inf, 1.0, x[couple], np.ones(len(couple)))


def scale(numbers: Floats) -> float:
    """Return the power of two that brings the largest number to between 2^(TOP-1) and 2^TOP."""
    largest = float(np.abs(numbers).max(initial=0.0))
    if largest == 0.0:
        return 1.0
    return float(2.0 ** (TOP - np.frexp(largest)[1]))


def scaled(row: Row) -> Row:
    """Return a row whose largest coefficient lies between 1 and 2; one that states no condition as it is."""
    if not row.conditions:
        return row
    factor = scale(row.coefficient)
    return replace(
        row,
        lower=row.lower * factor,
        upper=row.upper * factor,
        coefficient=row.coefficient * factor,
        factor=factor,
    )
