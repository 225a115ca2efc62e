"""What a closed call is decided by, drawn up before it is signed and made again afterwards."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kargosha.analysis.rules import Rulebook
from kargosha.areas.applications.frames.classes import holds
from kargosha.areas.applications.frames.papers import Basis, Paper, living, paper
from kargosha.areas.applications.models import Application, Call, CallFreeze, EligibilityFinding
from kargosha.areas.funding.models import Quota
from kargosha.areas.territory.models import AXES, IndexVersion
from kargosha.kernel import clock
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
    def failed_rules(self) -> Sequence[tuple[str, int]]:
        """Each rule that proposals fail, with how many fail it, the most first."""
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
    return Signing(call, known, _findings(call, known.rulebook), at)


def signed(freeze: CallFreeze) -> Signing:
    """Return what was signed of a call, made again from what the database holds: the paper's
    fingerprint is the signed one unless something was changed since."""
    call = freeze.call
    indices = {axis: getattr(freeze, axis) for axis in AXES}
    weights = {name: getattr(freeze, name) for name in WEIGHTS}
    rulebook = rulebook_on(call.rules_on, as_known_at=freeze.signed_at)
    findings = list(EligibilityFinding.objects.filter(application__call=call))
    return Signing(call, Basis(indices, weights, rulebook), findings, freeze.signed_at)


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


def idle_floors(signing: Signing) -> Sequence[Quota]:
    """Return the quotas of the call whose floor is for a class without any eligible proposal."""
    floors = signing.call.quotas.filter(floor__gt=0).order_by("code")
    asked = Application.objects.filter(pk__in=signing.eligible)
    kinds = asked.order_by().values("place_code", "activity__code", "kind", "tags").distinct()
    eligible = list(kinds)
    return [quota for quota in floors if not holds(quota.member_class, eligible)]


def _findings(call: Call, rulebook: Rulebook) -> Sequence[EligibilityFinding]:
    """Find every living proposal eligible, until the rules of eligibility are asked."""
    return [
        EligibilityFinding(
            application=each, rules_on=rulebook.day, is_eligible=True, found_at=clock.now()
        )
        for each in living(call, clock.now())
    ]
