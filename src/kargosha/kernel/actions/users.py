"""What can happen to users and to the roles they hold."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require, require_other
from kargosha.kernel.actions.offices import Names
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.models import Office, RoleAssignment, User
from kargosha.kernel.roles import ROLES, Permission


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
