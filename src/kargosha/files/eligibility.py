"""Eligibility of the proposals of files: what is read, what is found, and what is handed over."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from kargosha.analysis.applications import (
    ELIGIBILITY,
    MEMBERS,
    PROPOSALS,
    Finding,
    Verdict,
    eligibility,
)
from kargosha.analysis.errors import Fault
from kargosha.analysis.rules import Rulebook
from kargosha.files import clock
from kargosha.files.provenance import code_version, fingerprint
from kargosha.files.tables import read, write
from kargosha.files.tables.headers import ExtraColumns
from kargosha.files.words import Language, say

NAMES = frozenset(("eligibility.csv", "provenance.json"))
"""Every file that `write_eligibility` writes; a folder that holds no others may be replaced."""

INPUTS = {table.name: table for table in (PROPOSALS, MEMBERS)}


@dataclass(frozen=True)
class EligibilityProvenance:
    """The origin of one finding of eligibility.

    Attributes
    ----------
    inputs
        Fingerprint of each table's content by its name.
    rule_date
        Day on which the rules held.
    rules
        The numbers of the rules that were asked, by key.
    version
        Version of the code.
    started
        Instant at which the work began (UTC).
    seconds
        How long it took.
    """

    inputs: Mapping[str, str]
    rule_date: date
    rules: Mapping[str, float | str]
    version: str
    started: datetime
    seconds: float

    def as_json(self) -> dict[str, object]:
        """Return the record as values that JSON holds."""
        return {
            **asdict(self),
            "rule_date": self.rule_date.isoformat(),
            "started": self.started.isoformat(),
        }


@dataclass(frozen=True)
class Eligibility:
    """What the rules of a day find in the proposals of files.

    Attributes
    ----------
    verdicts
        One a proposal, in the order of their ids.
    warnings
        Rules about which no proposal says anything, so that they judged nobody.
    provenance
        How it came about.
    """

    verdicts: tuple[Verdict, ...]
    warnings: tuple[Fault, ...]
    provenance: EligibilityProvenance


def find_eligibility(
    files: Mapping[str, Path], rules: Rulebook, extra_columns: ExtraColumns = "error"
) -> Eligibility:
    """Read the tables ``proposals`` and, where given, ``members``, and ask every rule of each proposal.

    Raises
    ------
    BadTable
        With every fault of the files.
    UnknownRule
        The rule book lacks a rule of eligibility.
    """
    started, began = clock.now(), clock.monotonic()
    tables = {
        name: read(path, INPUTS[name], extra_columns=extra_columns) for name, path in files.items()
    }
    verdicts = eligibility(tables[PROPOSALS.name], tables.get(MEMBERS.name), rules)
    provenance = EligibilityProvenance(
        inputs={name: fingerprint(table) for name, table in sorted(tables.items())},
        rule_date=rules.day,
        rules={rule.key: rule.value for rule in rules.below("eligibility")},
        version=code_version(),
        started=started,
        seconds=clock.monotonic() - began,
    )
    return Eligibility(*_apart(verdicts), provenance)


def write_eligibility(found: Eligibility, folder: Path, language: Language) -> None:
    """Write the files of a finding into an existing folder, its sentences in a language."""
    write(eligibility_table(found.verdicts, language), folder / "eligibility.csv", ELIGIBILITY)
    text = json.dumps(found.provenance.as_json(), ensure_ascii=False, indent=2)
    (folder / "provenance.json").write_text(text + "\n", encoding="utf-8")


def tell(found: Eligibility, folder: Path, language: Language) -> Iterator[str]:
    """Yield what came of it, line by line."""
    eligible = sum(each.is_eligible for each in found.verdicts)
    values = {
        "count": len(found.verdicts),
        "eligible": eligible,
        "ineligible": len(found.verdicts) - eligible,
        "unknown": sum(bool(each.unknown) for each in found.verdicts),
        "folder": str(folder),
    }
    yield say("eligibility.done", values, language)


def eligibility_table(verdicts: Sequence[Verdict], language: Language) -> pl.DataFrame:
    """Return one row for each rule that a proposal fails or that cannot be answered; a single one
    where there is none."""
    said: dict[tuple[str, str], str] = {}
    rows = [row for each in verdicts for row in _rows(each, language, said)]
    names = [column.name for column in ELIGIBILITY.columns]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _rows(
    verdict: Verdict, language: Language, said: dict[tuple[str, str], str]
) -> Iterator[tuple[str | None, ...]]:
    """Yield the rows of one proposal; most sentences are those of another, and are made once."""
    outcome = "eligible" if verdict.is_eligible else "ineligible"
    if not verdict.failures and not verdict.unknown:
        yield (verdict.proposal_id, outcome, *[None] * (len(ELIGIBILITY.columns) - 2))
    for state, findings in (("failed", verdict.failures), ("unknown", verdict.unknown)):
        for each in findings:
            detail = json.dumps(dict(each.values), ensure_ascii=False)
            key = each.code, detail
            if key not in said:
                said[key] = say(each.code, each.values, language)
            told = (state, each.code, said[key], each.rule, each.source, detail)
            yield (verdict.proposal_id, outcome, *told)


def _apart(verdicts: tuple[Verdict, ...]) -> tuple[tuple[Verdict, ...], tuple[Fault, ...]]:
    """Take what no proposal says anything about out of each verdict, and warn of it once."""
    asked = Counter(each.code for verdict in verdicts for each in verdict.unknown)
    idle = {code for code, times in asked.items() if times == len(verdicts)}
    rules = {each.code: each.rule for each in verdicts[0].unknown if each.code in idle}
    warnings = tuple(
        Fault("warning.eligibility_unasked", PROPOSALS.name, values={"rule": rule})
        for rule in rules.values()
    )
    return tuple(_without(each, idle) for each in verdicts), warnings


def _without(verdict: Verdict, codes: set[str]) -> Verdict:
    if not codes:
        return verdict
    kept: tuple[Finding, ...] = tuple(each for each in verdict.unknown if each.code not in codes)
    return Verdict(verdict.proposal_id, verdict.failures, kept)
