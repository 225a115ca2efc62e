"""What can happen to groups and who is in them."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kargosha.areas.registry.frames.groups import forming, store_groups
from kargosha.areas.registry.frames.people import PEOPLE, refusals_of_households, refuse
from kargosha.areas.registry.frames.rows import GroupRow, MemberRow, PersonRow
from kargosha.areas.registry.models import Group
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.attachments import attach
from kargosha.kernel.errors import NotAllowed, NotFound, Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


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
    take_turn(PEOPLE)
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
    take_turn(PEOPLE)
    made = forming(groups, registered_by=by.user_id)
    for group in made.groups:
        require(by, Permission.GROUP_REGISTER, on=group)
    refuse([*made.reasons, *refusals_of_households(made.people, by)])
    store_groups(made)
    counts = {"people": len(made.people.new), "memberships": len(made.memberships)}
    if len(made.groups) == 1:
        record("group.formed", by=by, subject=made.groups[0].subject, count=counts["memberships"])
    else:
        record("groups.formed", by=by, subject="groups", count=len(made.groups), **counts)
    return list(made.groups)


@transaction.atomic
def set_bylaws(*, group_code: str, adopted_on: date, file: Evidence | None, by: Actor) -> Group:
    """Keep the by-laws that a group adopted; without a file, only the day, where a paper is kept apart.

    Raises
    ------
    NotFound
        There is no such group.
    Refused
        The day is to come or before the group was formed, or the file is empty or too large.
    """
    group = Group.objects.filter(code=group_code).first()
    if group is None:
        raise NotFound("group", group_code)
    require(by, Permission.GROUP_REGISTER, on=group)
    take_turn(group.subject)
    if adopted_on > clock.today():
        raise Refused(Refusal("refusal.day_future", {"row": group.code, "day": adopted_on}))
    if adopted_on < group.formed_on:
        values = {"row": group.code, "day": adopted_on, "formed_on": group.formed_on}
        raise Refused(Refusal("refusal.bylaws_before_forming", values))
    if file is not None:
        group.bylaws = attach(
            name=file.name, content=file.content, media_type=file.media_type, by=by
        )
    group.bylaws_on = adopted_on
    group.save(update_fields=["bylaws", "bylaws_on"])
    record("group.bylaws_set", by=by, subject=group.subject, attachment=group.bylaws_id)
    return group
