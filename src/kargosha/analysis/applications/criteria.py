"""The rules of eligibility: of whom each is asked, when it fails, and what its sentence quotes."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from kargosha.analysis.rules import Rulebook
from kargosha.analysis.territory.settlements import TOWNS, VILLAGES

ALWAYS = pl.lit(value=True)
Values = Mapping[str, pl.Expr]


@dataclass(frozen=True)
class Criterion:
    """One rule as it is asked of the facts.

    Attributes
    ----------
    code
        Code of its sentence.
    rule
        Key of the rule, or the term of the call.
    source
        Expression of the source of the rule.
    asked
        Expression: of which proposals it is asked.
    failed
        Expression: whether a proposal fails it; null where that cannot be known.
    values
        Expressions of what the sentence quotes.
    """

    code: str
    rule: str
    source: pl.Expr
    asked: pl.Expr
    failed: pl.Expr
    values: Values


def criteria(rules: Rulebook) -> tuple[Criterion, ...]:
    """Return the rules of a day in the order in which a page lists them.

    Raises
    ------
    UnknownRule
        The rule book lacks one of them.
    """
    return (
        _members(rules, "group", "eligibility.group_members"),
        _members(rules, "cooperative", "eligibility.cooperative_members"),
        _record(rules),
        _shared_members(rules),
        _pledges(rules),
        _own_money(rules),
        _something(),
        _ceilings(),
        _called_activity(),
        _called_place(),
        _rural(rules),
        _commitments(rules),
        _rolls(rules),
    )


def _by_rule(
    rules: Rulebook,
    key: str,
    code: str,
    *,
    failed: pl.Expr,
    values: Values,
    asked: pl.Expr = ALWAYS,
) -> Criterion:
    return Criterion(code, key, pl.lit(rules.rule(key).source), asked, failed, values)


def _by_call(term: str, code: str, *, failed: pl.Expr, values: Values, asked: pl.Expr) -> Criterion:
    source = pl.col("call_code").fill_null("")
    return Criterion(code, term, source, asked, failed, values)


def _members(rules: Rulebook, kind: str, key: str) -> Criterion:
    found, least = pl.col("found_members"), pl.lit(_whole(rules, key))
    return _by_rule(
        rules,
        key,
        "eligibility.members",
        asked=pl.col("kind") == kind,
        failed=found < least,
        values={"found": found, "least": least, "more": least - found},
    )


def _record(rules: Rulebook) -> Criterion:
    found, least = pl.col("found_record"), pl.col("least_record")
    hangs = (found < least) & (found + pl.col("unknown_record") >= least)
    return _by_rule(
        rules,
        "eligibility.record_share",
        "eligibility.record",
        failed=pl.when(~hangs).then(found < least),
        values={
            "found": found,
            "least": least,
            "members": pl.col("found_members"),
            "years": pl.lit(_whole(rules, "eligibility.record_years")),
            "unknown": pl.col("unknown_record"),
        },
    )


def _shared_members(rules: Rulebook) -> Criterion:
    shared = pl.col("shared_members")
    return _by_rule(
        rules,
        "eligibility.proposals_per_person",
        "eligibility.member_twice",
        asked=pl.col("named").is_not_null(),
        failed=shared > 0,
        values={"found": shared, "others": pl.col("others")},
    )


def _pledges(rules: Rulebook) -> Criterion:
    found, least = pl.col("jobs_pledged"), pl.lit(_whole(rules, "eligibility.pledged_jobs"))
    return _by_rule(
        rules,
        "eligibility.pledged_jobs",
        "eligibility.pledges",
        failed=found < least,
        values={"found": found, "least": least},
    )


def _own_money(rules: Rulebook) -> Criterion:
    found, least = pl.col("own_amount"), pl.col("least_own")
    share = rules.number("eligibility.own_money_share")
    return _by_rule(
        rules,
        "eligibility.own_money_share",
        "eligibility.own_money",
        asked=pl.lit(share > 0),
        failed=pl.when(found.is_not_null() | (least == 0)).then(found.fill_null(0) < least),
        values={
            "found": found,
            "least": least,
            "share": pl.lit(share),
        },
    )


def _something() -> Criterion:
    amount = pl.col("amount")
    return _by_call(
        "call.money",
        "eligibility.amount",
        asked=ALWAYS,
        failed=amount <= 0,
        values={"found": amount},
    )


def _ceilings() -> Criterion:
    amount, most = pl.col("amount"), pl.col("most_amount")
    return _by_call(
        "call.money",
        "eligibility.ceiling",
        asked=most.is_not_null(),
        failed=amount > most,
        values={"found": amount, "most": most, "over": amount - most},
    )


def _called_activity() -> Criterion:
    asked_for = pl.col("call_activities")
    return _by_call(
        "call.activities",
        "eligibility.activity",
        asked=asked_for.list.len().fill_null(0) > 0,
        failed=pl.when(pl.col("activity").is_not_null()).then(
            ~asked_for.list.contains(pl.col("activity"))
        ),
        values={"found": pl.col("activity"), "asked": asked_for},
    )


def _called_place() -> Criterion:
    asked_for = pl.col("call_places")
    return _by_call(
        "call.places",
        "eligibility.place",
        asked=asked_for.list.len().fill_null(0) > 0,
        failed=~pl.col("in_called_place"),
        values={"found": pl.col("place_code"), "asked": asked_for},
    )


def _rural(rules: Rulebook) -> Criterion:
    key = "eligibility.rural_town_population"
    kind, people, most = pl.col("place_kind"), pl.col("place_population"), rules.number(key)
    by_rule = pl.lit(rules.number("eligibility.rural_only") > 0)
    is_town = kind.is_in(list(TOWNS))
    return _by_rule(
        rules,
        key,
        "eligibility.rural_place",
        asked=pl.coalesce("rural_only", by_rule),
        failed=pl.when(kind.is_in(list(VILLAGES)))
        .then(pl.lit(value=False))
        .when(is_town)
        .then(people >= most),
        values={
            "place": pl.col("place_code"),
            "people": people.round().cast(pl.Int64),
            "most": pl.lit(_whole(rules, key)),
        },
    )


def _commitments(rules: Rulebook) -> Criterion:
    found, most = pl.col("open_commitments"), pl.lit(_whole(rules, "eligibility.open_commitments"))
    return _by_rule(
        rules,
        "eligibility.open_commitments",
        "eligibility.commitments",
        failed=found > most,
        values={"found": found, "most": most},
    )


def _rolls(rules: Rulebook) -> Criterion:
    found, most = pl.col("rolled_count"), pl.lit(_whole(rules, "eligibility.rolls"))
    return _by_rule(
        rules,
        "eligibility.rolls",
        "eligibility.rolled",
        asked=found > 0,
        failed=found > most,
        values={"found": found, "most": most},
    )


def _whole(rules: Rulebook, key: str) -> float:
    """Return a rule's number, as a whole one where it is."""
    number = rules.number(key)
    return int(number) if number == int(number) else number
