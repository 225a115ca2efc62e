"""Who may do what, where: the permissions, the roles, and the two questions asked of them.

An action begins with `require`; a query begins with `require` or `visible_to`. Scope is the
beginning of a place code: a role held for ``0311`` reaches that county and all below it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from django.db.models import Q

from kargosha.kernel.errors import NotAllowed, Refusal, Refused
from kargosha.kernel.roles import ROLES, Permission

WHOLE_PROVINCE = ""


@dataclass(frozen=True)
class Grant:
    """One permission over one scope (the beginning of a place code; empty for all places)."""

    permission: Permission
    scope: str = WHOLE_PROVINCE


@dataclass(frozen=True)
class Actor:
    """Who acts or asks: a signed-in person, the system at a named task, or anyone.

    ``code`` is what the journal keeps: ``user:<pk>``, ``system:<task>`` or ``anyone``; ``roles`` are the
    codes of what a person is, each once, for showing: what may be done stands in the grants.
    """

    code: str
    user_id: int | None = None
    office_id: int | None = None
    grants: frozenset[Grant] = frozenset()
    roles: tuple[str, ...] = ()

    def may(self, permission: Permission, place_code: str = WHOLE_PROVINCE) -> bool:
        """Say whether the permission is held for that place."""
        return any(
            grant.permission == permission and place_code.startswith(grant.scope)
            for grant in self.grants
        )

    def may_somewhere(self, permission: Permission) -> bool:
        """Say whether the permission is held for any place at all."""
        return any(True for _ in self.scopes(permission))

    @property
    def person(self) -> int:
        """The user who signs; the system and strangers cannot.

        Raises
        ------
        NotAllowed
            No person acts.
        """
        if self.user_id is None:
            raise NotAllowed("person.sign")
        return self.user_id

    def acting(self, *permissions: Permission) -> "Actor":
        """Return the same person, holding exactly the permissions that an action needs of
        another it calls."""
        return replace(self, grants=frozenset(Grant(each) for each in permissions))

    def scopes(self, permission: Permission) -> Iterator[str]:
        """Yield the scopes over which the permission is held."""
        return (grant.scope for grant in self.grants if grant.permission == permission)


ANYONE = Actor("anyone")


def system(task: str, *permissions: Permission) -> Actor:
    """Return the system at a named task, holding exactly the permissions that the task needs."""
    return Actor(f"system:{task}", grants=frozenset(Grant(each) for each in permissions))


class Placed(Protocol):
    """A thing that lies somewhere."""

    @property
    def place_code(self) -> str: ...


def require(by: Actor, permission: Permission, *, on: Placed | None = None) -> None:
    """Let pass who holds the permission where the thing lies; refuse all others.

    Raises
    ------
    NotAllowed
        The permission is not held, or not for that place.
    """
    if not by.may(permission, WHOLE_PROVINCE if on is None else on.place_code):
        raise NotAllowed(permission)


def require_other(by: Actor, *, than: int | None) -> None:
    """Refuse a second signature by the hand that gave the first.

    Raises
    ------
    Refused
        The same user proposed what is now to be decided.
    """
    if by.user_id is not None and by.user_id == than:
        raise Refused(Refusal("refusal.same_person"))


def visible_to(by: Actor, permission: Permission, field: str = "place_code") -> Q:
    """Return the filter for rows that the asker may see: those in the places of the permission."""
    seen = Q(pk__in=[])
    for scope in by.scopes(permission):
        if scope == WHOLE_PROVINCE:
            return Q()
        seen |= Q(**{f"{field}__startswith": scope})
    return seen


def grants_of(assignments: Iterable[tuple[str, str]]) -> frozenset[Grant]:
    """Return what role assignments, given as role code and scope, amount to."""
    return frozenset(
        Grant(permission, scope)
        for code, scope in assignments
        for permission in ROLES[code].permissions
    )
