"""A decision as the tables that are handed over: awards, reasons, prices, conflict."""

import json
from collections.abc import Mapping, Sequence

import polars as pl

from kargosha.analysis.allocation import NO_FUND, Condition, Portfolio
from kargosha.analysis.allocation.changes import Change
from kargosha.analysis.tables import AWARDS, CONFLICT, DTYPES, PRICES, REASONS, Table
from kargosha.files.allocation import Decision
from kargosha.files.conditions import Trouble, condition_code


def awards(decision: Decision) -> pl.DataFrame:
    """Return who gets how many rials from which fund; the fund is empty without a funds file."""
    outcome, problem = decision.outcome, decision.problem
    if not isinstance(outcome, Portfolio):
        return _frame(AWARDS, {})
    funds = [None if fund == NO_FUND else problem.fund_ids[fund] for fund in outcome.award_fund]
    return _frame(
        AWARDS,
        {
            "candidate_id": [problem.candidate_ids[i] for i in outcome.award_candidate],
            "fund_id": funds,
            "amount": outcome.award_amount.tolist(),
        },
    )


def reasons(decision: Decision) -> pl.DataFrame:
    """Return every candidate with its outcome, and with code and detail where they were asked.

    The detail holds the figures of the reason's sentence and, under ``changes``, what would have
    won: code and figures of each, and whether it was verified.
    """
    explanation = decision.explanation
    if explanation is None:
        return _frame(REASONS, {}).drop("core_index")
    details = [
        _json({**reason.values, **_changes(explanation.changes.get(i, ()))})
        if reason.code
        else None
        for i, reason in enumerate(explanation.reasons)
    ]
    return _frame(
        REASONS,
        {
            "candidate_id": list(decision.problem.candidate_ids),
            "outcome": [reason.outcome for reason in explanation.reasons],
            "code": [reason.code or None for reason in explanation.reasons],
            "detail": details,
        },
    ).drop("core_index")


def _changes(changes: Sequence[Change]) -> dict[str, object]:
    """Return changes as they stand in a detail; nothing when there are none."""
    written = [
        {"code": change.code, "values": dict(change.values), "verified": change.verified}
        for change in changes
    ]
    return {"changes": written} if written else {}


def prices(decision: Decision) -> pl.DataFrame:
    """Return what one more unit of each condition would bring, and what is left of it."""
    explanation = decision.explanation
    priced = () if explanation is None else explanation.prices.conditions
    return _frame(
        PRICES,
        {
            "condition": [price.name for price in priced],
            "price": [price.price for price in priced],
            "slack": [float(price.slack) for price in priced],
        },
    )


def conflict(conditions: tuple[Condition, ...], trouble: Trouble) -> pl.DataFrame:
    """Return conditions with their codes and figures."""
    return _frame(
        CONFLICT,
        {
            "condition": [condition.name for condition in conditions],
            "code": [condition_code(condition, trouble) for condition in conditions],
            "detail": [_json(condition.values) for condition in conditions],
        },
    )


def _frame(table: Table, columns: Mapping[str, Sequence[object]]) -> pl.DataFrame:
    """Return columns in the table's types; a column that is not given is empty."""
    types = {column.name: DTYPES[column.kind] for column in table.columns}
    height = len(next(iter(columns.values()), []))
    return pl.DataFrame({name: columns.get(name, [None] * height) for name in types}, schema=types)


def _json(values: Mapping[str, object]) -> str:
    """Return the values of a sentence as one JSON object."""
    return json.dumps(dict(values), ensure_ascii=False, default=float)
