"""What a closed call is decided by, drawn up before it is signed and made again afterwards."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from kargosha.areas.applications.frames.classes import holds
from kargosha.areas.applications.frames.eligibility import findings
from kargosha.areas.applications.frames.papers import Basis, Paper, paper
from kargosha.areas.applications.models import (
    Application,
    Call,
    CallFreeze,
    CallMoney,
    EligibilityFinding,
)
from kargosha.areas.funding.models import Quota
from kargosha.areas.territory.models import AXES, IndexVersion
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.rulebook import rulebook_on

WEIGHTS: Mapping[str, str] = {
    "deprivation_weight": "need.deprivation_weight",
    "emigration_weight": "need.emigration_weight",
    "household_weight": "household.weight",
}
"""Weights that a call may sign, each with the rule that holds where it does not."""


@dataclass(frozen=True)
class Signing:
    """What is, or would be, signed of a call at an instant."""

    call: Call
    basis: Basis
    findings: Sequence[EligibilityFinding]
    at: datetime

    @cached_property
    def paper(self) -> Paper:
        """The document that the signature stands under."""
        return paper(self.call, self.basis, self.findings, self.at)

    @cached_property
    def eligible(self) -> Sequence[int]:
        """Keys of the proposals that may be funded."""
        return [each.application_id for each in self.findings if each.is_eligible]

    @cached_property
    def idle_floors(self) -> Sequence[Quota]:
        """Quotas whose floor is for a class in which no eligible proposal stands."""
        return idle_floors(self.call, Application.objects.filter(pk__in=self.eligible))

    @cached_property
    def failed_rules(self) -> Sequence[tuple[str, int]]:
        """Each rule that proposals fail by its key, with how many fail it, the most first."""
        failed = Counter(failure["rule"] for each in self.findings for failure in each.failures)
        return failed.most_common()


def drawn_up(call: Call, at: datetime) -> Signing:
    """Return what would be signed of a call now, by the rules and indices as they are known.

    Raises
    ------
    Refused
        An index of need is not published.
    """
    known = basis(call, published_indices(), at)
    return Signing(call, known, findings(call, known.rulebook), at)


def signed(freeze: CallFreeze) -> Signing:
    """Return what was signed of a call, made again from what the database holds: the paper's
    fingerprint is the signed one unless something was changed since."""
    call = freeze.call
    indices = {axis: getattr(freeze, axis) for axis in AXES}
    weights = {name: getattr(freeze, name) for name in WEIGHTS}
    rulebook = rulebook_on(call.rules_on, as_known_at=freeze.signed_at)
    stored = list(EligibilityFinding.objects.filter(application__call=call))
    return Signing(call, Basis(indices, weights, rulebook), stored, freeze.signed_at)


def basis(call: Call, indices: Mapping[str, IndexVersion], known_at: datetime) -> Basis:
    """Return by what a call is decided, with the rules as they are known at an instant."""
    rulebook = rulebook_on(call.rules_on, as_known_at=known_at)
    weights = {
        name: rulebook.number(rule) if own is None else own
        for name, rule in WEIGHTS.items()
        for own in [getattr(call, name)]
    }
    return Basis(indices, weights, rulebook)


def published_indices() -> Mapping[str, IndexVersion]:
    """Return the latest version of the index of each axis.

    Raises
    ------
    Refused
        There is none of an axis.
    """
    latest = {axis: IndexVersion.objects.latest_of(axis) for axis in AXES}
    known = {axis: version for axis, version in latest.items() if version is not None}
    if missing := [axis for axis in AXES if axis not in known]:
        raise Refused(Refusal("refusal.index_missing", {"codes": missing}))
    return known


def idle_floors(call: Call, eligible: QuerySet[Application]) -> Sequence[Quota]:
    """Return the quotas of the call whose floor is for a class without any of the eligible proposals."""
    kinds = eligible.order_by().values("place_code", "activity__code", "kind", "tags").distinct()
    standing = list(kinds)
    return [
        quota
        for quota in sorted(call.quotas.all(), key=lambda quota: quota.code)
        if quota.floor and not holds(quota.member_class, standing)
    ]


def with_terms(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Return calls with their money and quotas, asked for together."""
    agreements = CallMoney.objects.select_related("agreement__source")
    return calls.prefetch_related(Prefetch("money", agreements), "quotas")
