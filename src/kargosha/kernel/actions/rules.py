"""What can happen to the rules: one person proposes a change, another approves it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kargosha.analysis.rules import Rule
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require, require_other
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.models import RuleVersion
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import BOUNDS, rulebook_on


@dataclass(frozen=True)
class RuleChange:
    """A proposed value of a rule: from when, and on whose authority."""

    key: str
    value: float | str
    valid_from: date
    source: str
    low: float | None = None
    high: float | None = None


@transaction.atomic
def propose_rule(*, change: RuleChange, by: Actor) -> RuleVersion:
    """Propose a new value of a rule from a day on; it holds only when another person approves it.

    Raises
    ------
    NotFound
        The rule book holds no rule of that key.
    Refused
        The value is of another kind than the rule's or out of its unit's range, its interval does not
        hold it, or the day is past.
    """
    require(by, Permission.RULE_PROPOSE)
    rule = rulebook_on(max(change.valid_from, clock.today())).rules.get(change.key)
    if rule is None:
        raise NotFound("rule", change.key)
    _refuse_unfit(change, rule)
    version = RuleVersion(
        key=change.key,
        value=change.value,
        low=change.low,
        high=change.high,
        unit=rule.unit,
        valid_from=change.valid_from,
        source=change.source,
        proposed_by_id=by.person,
        proposed_at=clock.now(),
    )
    refuse_unfit([version])
    version.save()
    record("rule.proposed", by=by, subject=f"rule:{change.key}", version=version.pk)
    return version


@transaction.atomic
def approve_rule(*, version_id: int, by: Actor) -> RuleVersion:
    """Approve a proposed value; from its first day on it stands in the rule book.

    Raises
    ------
    NotFound
        There is no such proposal.
    Refused
        It is approved already, the approver proposed it, or its first day is past: decisions rest on
        the rules of past days.
    """
    require(by, Permission.RULE_APPROVE)
    version = RuleVersion.objects.select_for_update().filter(pk=version_id).first()
    if version is None:
        raise NotFound("rule", version_id)
    require_other(by, than=version.proposed_by_id)
    if version.approved_by_id is not None:
        raise Refused(Refusal("refusal.already_decided"))
    _refuse_past(version.valid_from)
    version.approved_by_id = by.person
    version.approved_at = clock.now()
    version.save(update_fields=["approved_by", "approved_at"])
    record("rule.approved", by=by, subject=f"rule:{version.key}", version=version.pk)
    return version


def _refuse_unfit(change: RuleChange, rule: Rule) -> None:
    is_text = isinstance(rule.value, str)
    if isinstance(change.value, str) != is_text:
        raise Refused(Refusal("refusal.rule_kind", {"key": change.key}))
    ends = (change.low, change.high)
    least, most = BOUNDS[rule.unit]
    for number in (change.value, *ends):
        if isinstance(number, int | float) and not least <= number <= most:
            bounds = {"key": change.key, "least": least, "most": most}
            raise Refused(Refusal("refusal.rule_range", bounds))
    if ends != (None, None) and (
        is_text or None in ends or not change.low <= change.value <= change.high  # type: ignore[operator]
    ):
        raise Refused(Refusal("refusal.rule_interval", {"key": change.key}))
    _refuse_past(change.valid_from)


def _refuse_past(day: date) -> None:
    if day < clock.today():
        raise Refused(Refusal("refusal.rule_past", {"day": day.isoformat()}))
