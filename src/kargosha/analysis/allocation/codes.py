"""Which codes of funds and quotas match no candidate: those misspelt, and those that may be meant."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kargosha.analysis.errors import Fault
from kargosha.analysis.tables import ROW

CLASS_COLUMNS: Mapping[str, str] = {
    "place": "place_code",
    "tag": "tags",
    "activity": "activity",
    "kind": "kind",
}
"""Which column of the candidates the part of a class before the colon speaks of."""

FUND_COLUMNS: Mapping[str, str] = {
    "places": "place_code",
    "activities": "activity",
    "kinds": "kind",
}
"""Which column of the candidates a column of the funds speaks of."""

LEAST_LETTERS = 5
"""Two shorter words may differ in one letter and both be meant: milk and silk."""

MOST_COMPARED = 1_000
"""Among more codes than these no near one is looked for: nobody typed so many."""


@dataclass(frozen=True)
class Strangers:
    """Codes that match no candidate: those that must be mistakes, and those that may be meant."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def strangers(candidates: pl.DataFrame, funds: pl.DataFrame, quotas: pl.DataFrame) -> Strangers:
    """Return the codes of funds and quotas that match no candidate.

    Parameters
    ----------
    candidates, funds, quotas
        The tables in their declared columns and types.

    Notes
    -----
    A county without proposals may have its quota, and a fund may pay for what nobody asked. So
    such a code is a mistake only if it is a slip of a code that candidates have (see `near_code`),
    or if it is no beginning of a place code where all place codes are digits.
    """
    known = _known(candidates)
    faults, warnings = [], []
    for stranger in [*_of_funds(funds), *_of_quotas(quotas)]:
        codes = known[stranger.candidates_column]
        if not _matches(stranger, codes):
            fault = _mistake(stranger, codes)
            if fault is None:
                warnings.append(stranger.told(stranger.warning))
            else:
                faults.append(fault)
    return Strangers(tuple(faults), tuple(warnings))


def near_code(code: str, known: Sequence[str]) -> str | None:
    """Return the known code of which the given one is a slip; None when it is none.

    A slip is another case or separator, or in a word of at least `LEAST_LETTERS` signs one letter
    too many, too few or changed, or two neighbours swapped. Codes that differ in a digit are
    different codes.

    Examples
    --------
    >>> near_code("cooperatve", ["cooperative", "group"])
    'cooperative'
    >>> near_code("sector2", ["sector1"])
    """
    if len(known) > MOST_COMPARED:
        return None
    plain = _plain(code)
    return next((each for each in known if _is_slip(plain, _plain(each))), None)


@dataclass(frozen=True)
class _Choice:
    """One code by which a fund or a quota chooses candidates, with its place."""

    table: str
    row: int
    column: str
    candidates_column: str
    code: str
    value: str
    warning: str

    def told(self, fault: str, **values: str) -> Fault:
        """Return what is to be said of it."""
        return Fault(fault, self.table, self.row, self.column, {"value": self.value, **values})


def _known(candidates: pl.DataFrame) -> dict[str, list[str]]:
    """Return the codes that stand in the candidates, by column, in their order."""
    columns = {name: candidates[name] for name in CLASS_COLUMNS.values()}
    columns["tags"] = columns["tags"].explode()
    return {name: sorted(codes.drop_nulls().unique()) for name, codes in columns.items()}


def _of_funds(funds: pl.DataFrame) -> Iterator[_Choice]:
    for row in funds.iter_rows(named=True):
        for own, column in FUND_COLUMNS.items():
            for code in row[own] or ():
                yield _Choice("funds", row[ROW], own, column, code, code, "warning.code_idle")


def _of_quotas(quotas: pl.DataFrame) -> Iterator[_Choice]:
    for row, name in quotas.drop_nulls("class").select(ROW, "class").iter_rows():
        sort, _, code = name.partition(":")
        if sort in CLASS_COLUMNS and code:
            column = CLASS_COLUMNS[sort]
            yield _Choice("quotas", row, "class", column, code, name, "warning.class_idle")


def _matches(choice: _Choice, known: Sequence[str]) -> bool:
    """Say whether a candidate has the code; of a place, one that begins with it."""
    found = bisect_left(known, choice.code)
    if found == len(known):
        return False
    if choice.candidates_column == "place_code":
        return known[found].startswith(choice.code)
    return known[found] == choice.code


def _mistake(choice: _Choice, known: Sequence[str]) -> Fault | None:
    """Return why a code that matches nobody must be a mistake; None if it need not be one."""
    if choice.candidates_column != "place_code":
        near = near_code(choice.code, known)
        if near is None:
            return None
        sort = choice.value.removesuffix(choice.code)
        return choice.told("fault.code_near", near=sort + near)
    if known and not choice.code.isdigit() and all(code.isdigit() for code in known):
        return choice.told("fault.place_malformed")
    return None


def _plain(code: str) -> str:
    """Return a code without case and separators."""
    return "".join(filter(str.isalnum, code.casefold()))


def _is_slip(one: str, other: str) -> bool:
    """Say whether two plain codes are equal, or long enough and one slip of the hand apart."""
    if abs(len(one) - len(other)) > 1:
        return False
    left, right = _after_common(one, other)
    left, right = _after_common(left[::-1], right[::-1])
    if any(map(str.isdigit, left + right)):
        return False
    swapped = len(left) == 2 and left == right[::-1]
    near = swapped or max(len(left), len(right)) == 1
    return one == other or (near and min(len(one), len(other)) >= LEAST_LETTERS)


def _after_common(one: str, other: str) -> tuple[str, str]:
    """Return two texts without what they share at the start."""
    pairs = enumerate(zip(one, other, strict=False))
    shared = next((k for k, (a, b) in pairs if a != b), min(len(one), len(other)))
    return one[shared:], other[shared:]
