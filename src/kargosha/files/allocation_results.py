"""The files in which a decided round is handed over."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from kargosha.analysis.allocation import Condition, Infeasible, Portfolio
from kargosha.analysis.tables import AWARDS, CONFLICT, PRICES, REASONS
from kargosha.files import allocation_frames as frames
from kargosha.files.allocation import Decision
from kargosha.files.allocation_report import report
from kargosha.files.amounts import short_amount
from kargosha.files.conditions import Trouble, condition_told
from kargosha.files.tables import write
from kargosha.files.words import Language, say

NAMES = frozenset(
    ("awards.csv", "reasons.csv", "prices.csv", "conflict.csv", "provenance.json", "report.html")
)
"""Every file that `write_results` may write; a folder that holds no others may be replaced."""


def write_results(decision: Decision, folder: Path, language: Language) -> None:
    """Write a decision's files into an existing folder; the report opens in the language."""
    if decision.explanation is not None:
        write(frames.awards(decision), folder / "awards.csv", AWARDS)
        write(frames.reasons(decision), folder / "reasons.csv", REASONS)
        write(frames.prices(decision), folder / "prices.csv", PRICES)
    trouble, conditions = troubles(decision)
    if conditions:
        write(frames.conflict(conditions, trouble), folder / "conflict.csv", CONFLICT)
    (folder / "provenance.json").write_text(
        json.dumps(provenance(decision), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    (folder / "report.html").write_text(report(decision, language), encoding="utf-8")


def tell(decision: Decision, folder: Path, language: Language) -> Iterator[str]:
    """Yield what came of a decision, line by line."""
    outcome = decision.outcome
    trouble, conditions = troubles(decision)
    if isinstance(outcome, Portfolio):
        amount = int(outcome.award_amount.sum())
        values = {
            "granted": int(outcome.granted.sum()),
            "candidates": len(outcome.mode),
            "amount": amount,
            "short": short_amount(amount, language),
            "objective": outcome.objective,
            "gap": outcome.gap,
            "folder": str(folder),
        }
        yield say("allocate.solved", values, language)
    if conditions:
        yield say(f"allocate.{trouble}", {}, language)
    for condition in conditions:
        yield f"  {condition_told(condition, language, trouble)}"
    if trouble == "infeasible":
        yield say("allocate.infeasible_written", {"folder": str(folder)}, language)


def troubles(decision: Decision) -> tuple[Trouble, tuple[Condition, ...]]:
    """Return the conditions that cannot all hold, or the floors that the plan misses."""
    if isinstance(decision.outcome, Infeasible):
        return "infeasible", decision.outcome.conditions
    return "missed", decision.missed


def has_floor(decision: Decision) -> bool:
    """Say whether a floor is among the conditions that cannot all hold; only floors can be missed."""
    return any(condition.kind == "floor" for condition in troubles(decision)[1])


def provenance(decision: Decision) -> Mapping[str, object]:
    """Return what ``provenance.json`` holds: the proof, and what it was made from and how."""
    outcome = decision.outcome
    proof: dict[str, object] = {"outcome": type(outcome).__name__.lower()}
    if isinstance(outcome, Portfolio):
        proof |= {
            "objective": outcome.objective,
            "bound": outcome.bound,
            "gap": outcome.gap,
            "nodes": outcome.nodes,
            "iterations": outcome.iterations,
        }
    return proof | decision.provenance.as_json()
