"""What can happen to users and to the roles they hold."""

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from kargosha.files import identifiers
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require, require_other
from kargosha.kernel.actions.offices import Names
from kargosha.kernel.errors import NotFound, Refusal, Refused
from kargosha.kernel.fitness import refuse_unfit
from kargosha.kernel.journal import record
from kargosha.kernel.models import Office, RoleAssignment, User
from kargosha.kernel.roles import APART, ROLES, GroupMember, Permission


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
    record("user.registered", by=by, subject=user.subject, office=office_code)
    return user


@transaction.atomic
def register_group_user(*, names: Names, mobile: str, by: Actor) -> User:
    """Register a member of a group, who signs in by a code to the mobile and sees the own group only.

    The name under which they are kept tells nothing of them.

    Raises
    ------
    Refused
        It is no mobile, another user has it, or a name does not fit.
    """
    require(by, Permission.GROUP_REGISTER)
    known = _free_mobile(mobile)
    username = f"member-{secrets.token_hex(6)}"
    user = User(username=username, name_fa=names.fa, name_en=names.en, mobile=known)
    user.set_unusable_password()
    refuse_unfit([user])
    user.save()
    record("user.registered", by=by, subject=user.subject, office="")
    RoleAssignment.objects.create(user=user, role=GroupMember.code, given_at=clock.now())
    record("role.assigned", by=by, subject=user.subject, role=GroupMember.code, scope="")
    return user


@transaction.atomic
def change_mobile(*, user_id: int, mobile: str, by: Actor) -> User:
    """Have the codes of a member of a group sent to another mobile; codes sent before are void.

    Raises
    ------
    NotFound
        There is no such member of a group.
    Refused
        It is no mobile, or another user has it.
    """
    require(by, Permission.GROUP_REGISTER)
    user = User.objects.select_for_update().filter(pk=user_id, mobile__isnull=False).first()
    if user is None:
        raise NotFound("user", user_id)
    user.mobile = _free_mobile(mobile)
    user.save(update_fields=["mobile"])
    user.codes.filter(used_at=None).update(used_at=clock.now())
    record("user.moved", by=by, subject=user.subject, fields=["mobile"])
    return user


@transaction.atomic
def close_account(*, username: str, by: Actor) -> User:
    """Let a user sign in no longer, from the next page on; the roles stay written.

    Raises
    ------
    NotFound
        There is no such user.
    Refused
        The account is closed already, or is one's own.
    """
    require(by, Permission.USER_MANAGE)
    user = _user(username)
    require_other(by, than=user.pk)
    if not user.is_active:
        raise Refused(Refusal("refusal.account_closed", {"username": username}))
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("account.closed", by=by, subject=user.subject)
    return user


@transaction.atomic
def open_account(*, username: str, by: Actor) -> User:
    """Let a user sign in again.

    Raises
    ------
    NotFound
        There is no such user.
    Refused
        The account is open already.
    """
    require(by, Permission.USER_MANAGE)
    user = _user(username)
    if user.is_active:
        raise Refused(Refusal("refusal.account_open", {"username": username}))
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("account.opened", by=by, subject=user.subject)
    return user


@transaction.atomic
def change_password(*, old: str, new: str, by: Actor) -> User:
    """Change one's own password; all other places where one is signed in are signed out by it.

    Raises
    ------
    Refused
        The old password is not right, or the new one is weak or the same.
    """
    require(by, Permission.ACCOUNT_KEEP)
    user = User.objects.select_for_update().get(pk=by.person)
    if not user.check_password(old):
        raise Refused(Refusal("refusal.password_wrong"))
    if old == new:
        raise Refused(Refusal("refusal.password_same"))
    _set_password(user, new)
    user.save(update_fields=["password"])
    record("password.changed", by=by, subject=user.subject)
    return user


@transaction.atomic
def set_password(*, username: str, password: str, by: Actor) -> User:
    """Give a user a new password in place of a forgotten one; wherever they are signed in ends by it.

    Raises
    ------
    NotFound
        There is no such user.
    Refused
        It is one's own account, the user signs in by codes, or the password is weak.
    """
    require(by, Permission.USER_MANAGE)
    user = _user(username)
    require_other(by, than=user.pk)
    if user.mobile is not None:
        raise Refused(Refusal("refusal.no_password", {"username": username}))
    _set_password(user, password)
    user.save(update_fields=["password"])
    record("password.set", by=by, subject=user.subject)
    return user


@transaction.atomic
def assign_role(*, username: str, role: str, scope: str, by: Actor) -> RoleAssignment:
    """Give a user a role over the places whose codes begin with the scope.

    Raises
    ------
    NotFound
        There is no such user or role.
    Refused
        The user holds it already, or holds one that no person holds together with it, or would
        give it to themselves, or is a member of a group, or the scope is no place's.
    """
    require(by, Permission.USER_MANAGE)
    user = _user(username)
    require_other(by, than=user.pk)
    if role not in ROLES:
        raise NotFound("role", role)
    assignment = RoleAssignment(user=user, role=role, scope=scope, given_at=clock.now())
    refuse_unfit([assignment])
    if (role == GroupMember.code) != (user.office_id is None):
        raise Refused(Refusal("refusal.role_of_another_kind", {"role": role}))
    _refuse_together(user, role)
    if user.roles.filter(role=role, scope=scope, ended_at=None).exists():
        raise Refused(Refusal("refusal.role_held", {"role": role, "scope": scope}))
    assignment.save()
    record("role.assigned", by=by, subject=user.subject, role=role, scope=scope)
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
    record("role.ended", by=by, subject=user.subject, role=role, scope=scope)
    return assignment


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NotFound("user", username)
    return user


def _refuse_together(user: User, role: str) -> None:
    held = set(user.roles.filter(ended_at=None).values_list("role", flat=True))
    for apart in APART:
        if role in apart and (others := apart & held - {role}):
            values = {"role": role, "held": min(others)}
            raise Refused(Refusal("refusal.roles_apart", values))


def _free_mobile(mobile: str) -> str:
    known = identifiers.mobile(mobile)
    if known is None:
        raise Refused(Refusal("refusal.mobile_unfit"))
    if User.objects.filter(mobile=known).exists():
        raise Refused(Refusal("refusal.mobile_taken"))
    return known


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError:
        raise Refused(Refusal("refusal.password_weak")) from None
    user.set_password(password)
