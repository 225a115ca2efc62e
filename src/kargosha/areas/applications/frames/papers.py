"""The paper that is signed of a closed call: one document in one writing, with one fingerprint.

It is JSON in the writing of `kargosha.files.journal.canonical`. It names the proposals by the
fingerprint of their list, which is a document of the same kind; so everyone may read the paper and
check its fingerprint, and who may see the proposals can check them too.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kargosha.analysis.rules import Rulebook
from kargosha.areas.applications.models import Application, Call, EligibilityFinding
from kargosha.areas.territory.models import AXES, IndexVersion
from kargosha.files.journal import canonical

DECISIVE_RULES = (
    "allocation",
    "cost_per_job",
    "eligibility",
    "household",
    "keep_probability",
    "loss",
    "need",
    "price_index",
    "quota",
)
"""Beginnings of the keys of the rules by which proposals are judged and weighed."""

CALL_FIELDS = (
    "code",
    "goals_fa",
    "goals_en",
    "jalali_year",
    "season",
    "place_codes",
    "activity_codes",
    "deprivation_weight",
    "emigration_weight",
    "household_weight",
)
AGREEMENT_FIELDS = (
    "ceiling_per_group_amount",
    "ceiling_per_job_amount",
    "place_codes",
    "activity_codes",
    "borrower_kinds",
)
QUOTA_FIELDS = ("code", "member_class", "measure", "is_relative", "rule")
APPLICATION_FIELDS = (
    "code",
    "group__code",
    "kind",
    "place_code",
    "activity__code",
    "amount",
    "own_amount",
    "jobs_promised",
    "jobs_pledged",
    "jobs_payable",
    "member_count",
    "no_earner_share",
    "has_record",
    "has_conduct",
    "has_course",
    "production_years",
    "record_member_count",
    "tags",
    "rolled_from__code",
)


@dataclass(frozen=True)
class Basis:
    """By what a call is decided: the indices, the weights in force, the rules of its day."""

    indices: Mapping[str, IndexVersion]
    weights: Mapping[str, float]
    rulebook: Rulebook


@dataclass(frozen=True)
class Paper:
    """What is signed of a call, and the list of its proposals to which it refers."""

    text: bytes
    proposals: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the paper's text, in hexadecimal digits."""
        return hashlib.sha256(self.text).hexdigest()


def living(call: Call, at: datetime) -> QuerySet[Application]:
    """Return the proposals to a call that were not withdrawn by an instant, in the order of their codes."""
    standing = Q(withdrawal=None) | Q(withdrawal__withdrawn_at__gt=at)
    return call.applications.filter(standing).order_by("code")


def paper(call: Call, basis: Basis, findings: Iterable[EligibilityFinding], at: datetime) -> Paper:
    """Return the paper that is signed of a call: goals, weights, indices, quotas, money, rules, proposals."""
    proposals = canonical({"call": call.code, "proposals": _proposals(call, findings, at)})
    text = {
        "call": {name: getattr(call, name) for name in CALL_FIELDS}
        | {
            "year_share": _written(call.year_share),
            "opens_on": call.opens_on.isoformat(),
            "closes_on": call.closes_on.isoformat(),
            "rules_on": call.rules_on.isoformat(),
        },
        "indices": {axis: basis.indices[axis].number for axis in AXES},
        "weights": dict(basis.weights),
        "money": _money(call),
        "quotas": _quotas(call),
        "rules": _rules(basis.rulebook),
        "proposals_sha256": hashlib.sha256(proposals).hexdigest(),
    }
    return Paper(canonical(text), proposals)


def _proposals(
    call: Call, findings: Iterable[EligibilityFinding], at: datetime
) -> Sequence[Mapping[str, object]]:
    found = {each.application_id: each for each in findings}
    rows = living(call, at).values("pk", "submitted_on", *APPLICATION_FIELDS)
    return [
        {name: row[name] for name in APPLICATION_FIELDS}
        | {
            "submitted_on": row["submitted_on"].isoformat(),
            "failures": [failure["code"] for failure in found[row["pk"]].failures],
        }
        for row in rows
    ]


def _money(call: Call) -> Sequence[Mapping[str, object]]:
    return [
        {name: getattr(part.agreement, name) for name in AGREEMENT_FIELDS}
        | {
            "agreement": part.agreement.code,
            "amount": part.amount,
            "max_share": _written(part.agreement.max_share),
        }
        for part in sorted(call.money.all(), key=lambda part: part.agreement.code)
    ]


def _quotas(call: Call) -> Sequence[Mapping[str, object]]:
    return [
        {name: getattr(quota, name) for name in QUOTA_FIELDS}
        | {"floor": _written(quota.floor), "ceiling": _written(quota.ceiling)}
        for quota in sorted(call.quotas.all(), key=lambda quota: quota.code)
    ]


def _rules(rulebook: Rulebook) -> Sequence[Mapping[str, object]]:
    return [
        {"key": rule.key, "value": rule.value, "low": rule.low, "high": rule.high}
        for family in DECISIVE_RULES
        for rule in rulebook.below(family)
    ]


def _written(number: object) -> str | None:
    """Return a decimal number as the text that is signed; None where there is none."""
    return None if number is None else str(number)
