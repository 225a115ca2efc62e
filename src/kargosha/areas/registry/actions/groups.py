"""What can happen to groups and who is in them."""

from collections.abc import Sequence

from django.db import transaction

from kargosha.areas.registry.frames.groups import forming, store_groups
from kargosha.areas.registry.frames.people import refuse
from kargosha.areas.registry.frames.rows import GroupRow, MemberRow, PersonRow
from kargosha.areas.registry.models import Group
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission


@transaction.atomic
def form_group(*, row: GroupRow, members: Sequence[MemberRow], by: Actor) -> Group:
    """Register a group of people who are registered already; without a code it is given one.

    Raises
    ------
    Refused
        The group has fewer members than the law asks for, a person is in it twice, two hold an
        office for one, a code or legal id is taken or wrong, a day is to come or before the group
        was formed, or a value does not fit: everything that is wrong.
    """
    made = forming([(row, [(None, member) for member in members])], registered_by=by.user_id)
    (group,) = made.groups
    require(by, Permission.GROUP_REGISTER, on=group)
    refuse(made.reasons)
    store_groups(made)
    record("group.formed", by=by, subject=group.subject, count=len(members))
    return group


@transaction.atomic
def form_groups(
    *,
    groups: Sequence[tuple[GroupRow, Sequence[tuple[PersonRow | None, MemberRow]]]],
    by: Actor,
) -> list[Group]:
    """Register groups together with their people, all of them or none, in few statements.

    A person whose document is registered under the same names joins as who they are; a member row
    with ``person_id`` and no person row is somebody registered.

    Raises
    ------
    NotAllowed
        The actor may not register groups in one of the places.
    Refused
        As for `register_person` and `form_group`, with one reason for each thing that is wrong.
    """
    if not by.may_somewhere(Permission.GROUP_REGISTER):
        raise NotAllowed(Permission.GROUP_REGISTER)
    made = forming(groups, registered_by=by.user_id)
    for group in made.groups:
        require(by, Permission.GROUP_REGISTER, on=group)
    refuse(made.reasons)
    store_groups(made)
    counts = {"people": len(made.people.new), "memberships": len(made.memberships)}
    if len(made.groups) == 1:
        record("group.formed", by=by, subject=made.groups[0].subject, count=counts["memberships"])
    else:
        record("groups.formed", by=by, subject="groups", count=len(made.groups), **counts)
    return list(made.groups)
