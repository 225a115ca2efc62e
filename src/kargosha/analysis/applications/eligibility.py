"""May a proposal be funded at all? Every rule of the book is asked, and every failure is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from kargosha.analysis.applications.criteria import Criterion, criteria
from kargosha.analysis.applications.facts import facts
from kargosha.analysis.rules import Rulebook

State = Literal["failed", "unknown", "passed"]


@dataclass(frozen=True)
class Finding:
    """What one rule found in one proposal.

    Attributes
    ----------
    code
        Code of the rule's sentence: ``eligibility.members``; with ``.unknown`` or ``.passed`` after
        it where the rule is not failed.
    values
        What the sentence quotes: whole numbers, texts and lists of texts.
    rule
        Key of the rule; ``call.places``, ``call.activities`` and ``call.money`` are terms of the call.
    source
        Source of the rule; of a term of the call, the call's code.
    """

    code: str
    values: Mapping[str, object]
    rule: str
    source: str


@dataclass(frozen=True)
class Verdict:
    """What the rules say of one proposal.

    Attributes
    ----------
    proposal_id
        The proposal.
    failures
        Every rule that it fails, in the order in which rules are asked; none: it is eligible.
    unknown
        Rules that cannot be answered because something is not known. They fail nobody.
    passed
        Rules that it keeps; filled only when asked for.
    """

    proposal_id: str
    failures: tuple[Finding, ...] = ()
    unknown: tuple[Finding, ...] = ()
    passed: tuple[Finding, ...] = ()

    @property
    def is_eligible(self) -> bool:
        """Whether it fails no rule."""
        return not self.failures


def eligibility(
    proposals: pl.DataFrame,
    members: pl.DataFrame | None,
    rules: Rulebook,
    *,
    with_passed: bool = False,
) -> tuple[Verdict, ...]:
    """Ask every rule of every proposal.

    Parameters
    ----------
    proposals
        (n, …) one row a proposal, columns of `PROPOSALS`; money in rials.
    members
        (m, …) one row a member and proposal, columns of `MEMBERS`; None, or none for a proposal,
        where only its counts are known.
    rules
        The rules of the day of the call.
    with_passed
        Whether the rules that are kept are listed too; for one proposal's page, not for 100,000.

    Returns
    -------
    tuple of Verdict
        One a proposal, in the order of their ids.

    Raises
    ------
    BadTable
        With every fault of the tables: a kind that is none, a proposal or a member that stands
        twice, a member of a proposal that is not there.
    UnknownRule
        The rule book lacks a rule that has to be asked.

    Notes
    -----
    What is not known never fails a rule; it is listed as unknown. A member whose years are not known
    counts neither for nor against: the rule is unknown only while the answer hangs on such members.
    Shares are compared exactly, as the decimals in which they are written. The order of rows and
    columns changes nothing, and there is no chance in it.

    Examples
    --------
    >>> from datetime import date
    >>> from kargosha.analysis.rules import Rule
    >>> day, numbers = date(2026, 11, 23), {"group_members": 3, "cooperative_members": 7}
    >>> numbers |= {"record_share": 0, "record_years": 1, "own_money_share": 0, "pledged_jobs": 1}
    >>> numbers |= {"rural_only": 0, "rural_town_population": 10_000, "open_commitments": 0}
    >>> numbers |= {"rolls": 2, "proposals_per_person": 1}
    >>> book = Rulebook.on(
    ...     day, [Rule(f"eligibility.{key}", n, "count", day, "") for key, n in numbers.items()]
    ... )
    >>> pair = pl.DataFrame({"proposal_id": ["a"], "kind": ["group"], "amount": [1], "member_count": [2]})
    >>> [each.code for each in eligibility(pair, None, book)[0].failures]
    ['eligibility.members']
    """
    asked = facts(proposals, members, rules)
    found: dict[State, list[list[Finding]]] = {
        state: [[] for _ in range(asked.height)] for state in ("failed", "unknown", "passed")
    }
    numbered = asked.with_row_index("number")
    for criterion in criteria(rules):
        for state, number, finding in _findings(numbered, criterion, with_passed=with_passed):
            found[state][number].append(finding)
    return tuple(
        Verdict(name, tuple(failed), tuple(unknown), tuple(passed))
        for name, failed, unknown, passed in zip(
            asked["proposal_id"], found["failed"], found["unknown"], found["passed"], strict=True
        )
    )


def _findings(
    numbered: pl.DataFrame, criterion: Criterion, *, with_passed: bool
) -> list[tuple[State, int, Finding]]:
    """Return what one rule found, with the number of the proposal."""
    state = (
        pl.when(criterion.failed.is_null())
        .then(pl.lit("unknown"))
        .when(criterion.failed)
        .then(pl.lit("failed"))
        .otherwise(pl.lit("passed"))
    )
    rows = numbered.filter(criterion.asked).select(
        "number",
        state.alias("state"),
        criterion.source.alias("source"),
        **criterion.values,
    )
    if not with_passed:
        rows = rows.filter(pl.col("state") != "passed")
    names = list(criterion.values)
    return [
        (
            each,
            number,
            Finding(
                criterion.code if each == "failed" else f"{criterion.code}.{each}",
                dict(zip(names, values, strict=True)),
                criterion.rule,
                source,
            ),
        )
        for number, each, source, *values in rows.iter_rows()
    ]
