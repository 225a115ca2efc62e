"""What can happen to offices, users, roles and rules."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require, require_other
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.models import Instance, Office, RoleAssignment, RuleVersion, User
from kargosha.kernel.roles import ROLES, Permission
from kargosha.kernel.rulebook import rulebook_on


@dataclass(frozen=True)
class Names:
    """The name of a person or an office in both languages."""

    fa: str
    en: str


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
def begin_instance(*, purpose: str, by: Actor) -> Instance:
    """Say once and for all whether this database holds rehearsal or real work.

    Raises
    ------
    Refused
        The database already serves the other purpose: the two never share one.
    """
    require(by, Permission.USER_MANAGE)
    instance, is_new = Instance.objects.get_or_create(
        only=True, defaults={"purpose": purpose, "began_at": clock.now()}
    )
    if instance.purpose != purpose:
        raise Refused(Refusal("refusal.other_purpose", {"purpose": instance.purpose}))
    if is_new:
        record("instance.begun", by=by, subject=f"instance:{purpose}")
    return instance


@transaction.atomic
def register_office(*, code: str, names: Names, place_code: str, by: Actor) -> Office:
    """Register a desk that can hold users and owe duties.

    Raises
    ------
    Refused
        An office of that code exists.
    """
    require(by, Permission.USER_MANAGE)
    if Office.objects.filter(code=code).exists():
        raise Refused(Refusal("refusal.code_taken", {"code": code}))
    office = Office.objects.create(
        code=code, name_fa=names.fa, name_en=names.en, place_code=place_code
    )
    record("office.registered", by=by, subject=f"office:{code}")
    return office


@transaction.atomic
def register_user(
    *, username: str, names: Names, office_code: str, password: str, by: Actor
) -> User:
    """Register a person who signs in; without a role they see nothing.

    Raises
    ------
    Refused
        A user of that name exists.
    NotFound
        There is no office of that code.
    """
    require(by, Permission.USER_MANAGE)
    if User.objects.filter(username=username).exists():
        raise Refused(Refusal("refusal.code_taken", {"code": username}))
    office = Office.objects.filter(code=office_code).first()
    if office is None:
        raise NotFound("office", office_code)
    user = User(username=username, name_fa=names.fa, name_en=names.en, office=office)
    user.set_password(password)
    user.save()
    record("user.registered", by=by, subject=f"user:{user.pk}", office=office_code)
    return user


@transaction.atomic
def assign_role(*, username: str, role: str, scope: str, by: Actor) -> RoleAssignment:
    """Give a user a role over the places whose codes begin with the scope.

    Raises
    ------
    NotFound
        There is no such user or role.
    Refused
        The user holds it already, or would give it to themselves.
    """
    require(by, Permission.USER_MANAGE)
    user = _user(username)
    require_other(by, than=user.pk)
    if role not in ROLES:
        raise NotFound("role", role)
    if user.roles.filter(role=role, scope=scope, ended_at=None).exists():
        raise Refused(Refusal("refusal.role_held", {"role": role, "scope": scope}))
    assignment = user.roles.create(role=role, scope=scope, given_at=clock.now())
    record("role.assigned", by=by, subject=f"user:{user.pk}", role=role, scope=scope)
    return assignment


@transaction.atomic
def end_role(*, username: str, role: str, scope: str, by: Actor) -> RoleAssignment:
    """End a role that a user holds.

    Raises
    ------
    NotFound
        The user does not hold it.
    """
    require(by, Permission.USER_MANAGE)
    user = _user(username)
    assignment = user.roles.filter(role=role, scope=scope, ended_at=None).first()
    if assignment is None:
        raise NotFound("role", role)
    assignment.ended_at = clock.now()
    assignment.save(update_fields=["ended_at"])
    record("role.ended", by=by, subject=f"user:{user.pk}", role=role, scope=scope)
    return assignment


@transaction.atomic
def propose_rule(*, change: RuleChange, by: Actor) -> RuleVersion:
    """Propose a new value of a rule from a day on; it holds only when another person approves it.

    Raises
    ------
    NotFound
        The rule book holds no rule of that key.
    Refused
        The value is of another kind than the rule's, its interval does not hold it, or the day is past.
    """
    require(by, Permission.RULE_PROPOSE)
    rule = rulebook_on(max(change.valid_from, clock.today())).rules.get(change.key)
    if rule is None:
        raise NotFound("rule", change.key)
    _refuse_unfit(change, isinstance(rule.value, str))
    version = RuleVersion.objects.create(
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
        It is approved already, or the approver proposed it.
    """
    require(by, Permission.RULE_APPROVE)
    version = RuleVersion.objects.select_for_update().filter(pk=version_id).first()
    if version is None:
        raise NotFound("rule", version_id)
    require_other(by, than=version.proposed_by_id)
    if version.approved_by_id is not None:
        raise Refused(Refusal("refusal.already_decided"))
    version.approved_by_id = by.person
    version.approved_at = clock.now()
    version.save(update_fields=["approved_by", "approved_at"])
    record("rule.approved", by=by, subject=f"rule:{version.key}", version=version.pk)
    return version


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NotFound("user", username)
    return user


def _refuse_unfit(change: RuleChange, is_text: bool) -> None:
    if isinstance(change.value, str) != is_text:
        raise Refused(Refusal("refusal.rule_kind", {"key": change.key}))
    ends = (change.low, change.high)
    if ends != (None, None) and (
        is_text or None in ends or not change.low <= change.value <= change.high  # type: ignore[operator]
    ):
        raise Refused(Refusal("refusal.rule_interval", {"key": change.key}))
    if change.valid_from < clock.today():
        raise Refused(Refusal("refusal.rule_past", {"day": change.valid_from.isoformat()}))
