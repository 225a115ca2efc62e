"""What can happen to offices, users, roles and rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from kargosha.analysis.rules import Rule
from kargosha.kernel import clock
from kargosha.kernel.access import WHOLE_PROVINCE, Actor, require, require_other
from kargosha.kernel.duties import PROGRAMME_OFFICE
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.models import Instance, Office, RoleAssignment, RuleVersion, User
from kargosha.kernel.roles import ROLES, Administrator, Permission
from kargosha.kernel.rulebook import BOUNDS, rulebook_on


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
        The database already serves the other purpose, for the two never share one; or there is no
        such purpose.
    """
    require(by, Permission.USER_MANAGE)
    return _begun(purpose, by)


@transaction.atomic
def begin_real_work(
    *, username: str, names: Names, password: str, offices: Mapping[str, Names], by: Actor
) -> User:
    """Begin real work: the offices that owe its duties, and the first officer, who gives the others roles.

    Repeated, it makes what is missing and changes nothing that is there, the password neither.

    Raises
    ------
    Refused
        The database serves the rehearsal, or the password is weak.
    NotFound
        The programme's office is not among the offices.
    """
    require(by, Permission.USER_MANAGE)
    _begun(Instance.Purpose.REAL, by)
    there = set(Office.objects.values_list("code", flat=True))
    for code in offices.keys() - there:
        register_office(code=code, names=offices[code], place_code=WHOLE_PROVINCE, by=by)
    user = User.objects.filter(username=username).first() or register_user(
        username=username, names=names, office_code=PROGRAMME_OFFICE, password=password, by=by
    )
    role = {"role": Administrator.code, "scope": WHOLE_PROVINCE}
    if not user.roles.filter(**role, ended_at=None).exists():
        assign_role(username=username, **role, by=by)
    return user


@transaction.atomic
def register_office(*, code: str, names: Names, place_code: str, by: Actor) -> Office:
    """Register a desk that can hold users and owe duties.

    Raises
    ------
    Refused
        An office of that code exists, or the code or a name does not fit.
    """
    require(by, Permission.USER_MANAGE)
    office = Office(code=code, name_fa=names.fa, name_en=names.en, place_code=place_code)
    refuse_unfit([office])
    if Office.objects.filter(code=code).exists():
        raise Refused(Refusal("refusal.code_taken", {"code": code}))
    office.save()
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
        A user of that name exists, a name does not fit, or the password is weak.
    NotFound
        There is no office of that code.
    """
    require(by, Permission.USER_MANAGE)
    office = Office.objects.filter(code=office_code).first()
    if office is None:
        raise NotFound("office", office_code)
    user = User(username=username, name_fa=names.fa, name_en=names.en, office=office)
    _set_password(user, password)
    refuse_unfit([user])
    if User.objects.filter(username=username).exists():
        raise Refused(Refusal("refusal.code_taken", {"code": username}))
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
        The user holds it already, or would give it to themselves, or the scope is no place's.
    """
    require(by, Permission.USER_MANAGE)
    user = _user(username)
    require_other(by, than=user.pk)
    if role not in ROLES:
        raise NotFound("role", role)
    assignment = RoleAssignment(user=user, role=role, scope=scope, given_at=clock.now())
    refuse_unfit([assignment])
    if user.roles.filter(role=role, scope=scope, ended_at=None).exists():
        raise Refused(Refusal("refusal.role_held", {"role": role, "scope": scope}))
    assignment.save()
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


def _begun(purpose: str, by: Actor) -> Instance:
    refuse_unfit([Instance(purpose=purpose, began_at=clock.now())])
    instance, is_new = Instance.objects.get_or_create(
        only=True, defaults={"purpose": purpose, "began_at": clock.now()}
    )
    if instance.purpose != purpose:
        raise Refused(Refusal("refusal.other_purpose", {"purpose": instance.purpose}))
    if is_new:
        record("instance.begun", by=by, subject=f"instance:{purpose}")
    return instance


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NotFound("user", username)
    return user


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError:
        raise Refused(Refusal("refusal.password_weak")) from None
    user.set_password(password)


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
