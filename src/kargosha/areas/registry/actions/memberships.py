"""What can happen to who is in a group: they enter, take a role, leave or are replaced."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from kargosha.areas.registry.frames.groups import HELD_BY_ONE, entry_faults
from kargosha.areas.registry.frames.people import new_keys, refuse
from kargosha.areas.registry.frames.rows import MemberRow
from kargosha.areas.registry.frames.shortfall import settle
from kargosha.areas.registry.models import Group, Membership, Person
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn

Exit = Membership.Exit
EXITS = (Exit.LEFT, Exit.REPLACED, Exit.EXCLUDED, Exit.DIED)
"""Why somebody is no longer a member; a change of role is none of them."""


@transaction.atomic
def enter_member(*, group_code: str, member: MemberRow, by: Actor) -> Membership:
    """Take a registered person into a group; without a day, today. Once the group has its legal number
    again, nobody owes its completion any more.

    Raises
    ------
    NotFound
        There is no such group or person.
    Refused
        The person is a member already, another holds the role, the day is to come, before the group
        was formed or before the person last left it, a value does not fit, or the group stays below
        its legal number and an office that would owe its completion is not registered.
    """
    group = _group(group_code)
    require(by, Permission.GROUP_REGISTER, on=group)
    take_turn(group.subject)
    entry = _entry(group, member, clock.today())
    refuse(_entry_refusals(entry))
    entry.save()
    settle([group])
    record(
        "membership.entered", by=by, subject=group.subject, person=entry.person_id, role=entry.role
    )
    return entry


@transaction.atomic
def end_membership(
    *,
    group_code: str,
    person_id: int,
    kind: str,
    on: date,
    replacement: MemberRow | None = None,
    by: Actor,
) -> Membership:
    """End somebody's membership, and have the replacement enter on that day where there is one.

    What has happened is kept even where it leaves the group below its legal number: whoever writes it
    is told at once, its page says so, an office of its county owes its completion, and a proposal of
    it is then found ineligible by that rule.

    Raises
    ------
    NotFound
        There is no such group, or the person never was in it.
    Refused
        The exit would lie before the entry or in the days to come, is of no known kind, a
        replacement is missing, not called for, a member already, earlier than the exit, or takes a
        role that another holds; or an office that would owe the group's completion is not registered.
    Conflict
        Someone else has ended it in the meantime.
    """
    group = _group(group_code)
    require(by, Permission.GROUP_REGISTER, on=group)
    take_turn(group.subject)
    ended = _open(group, person_id)
    _refuse_exit(ended, kind, on, replacement)
    if replacement is None:
        _end(ended, kind, on)
    else:
        _replace(ended, on, replacement)
    settle([group])
    left = group.memberships.filter(exited_on=None).count()
    record(
        "membership.ended",
        by=by,
        subject=group.subject,
        person=person_id,
        kind=kind,
        replaced_by=replacement and replacement.person_id,
        count=left,
    )
    return ended


@transaction.atomic
def change_role(*, group_code: str, person_id: int, role: str, on: date, by: Actor) -> Membership:
    """Give a member another role from a day on; the role before it stays in the history.

    Raises
    ------
    NotFound
        There is no such group, or the person never was in it.
    Refused
        The member holds the role already, another does, or the day does not fit.
    Conflict
        The membership has been ended in the meantime.
    """
    group = _group(group_code)
    require(by, Permission.GROUP_REGISTER, on=group)
    take_turn(group.subject)
    before = _open(group, person_id)
    if role == before.role:
        raise Refused(Refusal("refusal.role_same", {"row": before.person.code}))
    _refuse_day(before, on)
    after = Membership(
        group=group,
        person=before.person,
        role=role,
        production_years=before.production_years,
        entered_on=on,
    )
    refuse([*_labelled(entry_faults(after), after), *_role_taken(after)])
    _end(before, Exit.ROLE_CHANGED, on)
    after.save()
    record("membership.role_changed", by=by, subject=group.subject, person=person_id, role=role)
    return after


def _group(code: str) -> Group:
    group = Group.objects.select_related("place").filter(code=code).first()
    if group is None:
        raise NotFound("group", code)
    return group


def _open(group: Group, person_id: int) -> Membership:
    """Return the membership that is to change."""
    held = group.memberships.filter(person=person_id).select_related("person").order_by("-pk")
    last = held.first()
    if last is None:
        raise NotFound("membership", person_id)
    if last.exited_on is not None:
        raise Conflict("conflict.membership_ended", person=last.person.code, group=group.code)
    last.group = group
    return last


def _entry(group: Group, member: MemberRow, day: date) -> Membership:
    person = Person.objects.filter(pk=member.person_id or 0).first()
    if person is None:
        raise NotFound("person", member.person_id)
    return Membership(
        group=group,
        person=person,
        role=member.role,
        production_years=member.production_years,
        entered_on=member.entered_on or day,
    )


def _entry_refusals(entry: Membership, leaving: Membership | None = None) -> list[Refusal]:
    """Return what forbids an entry, with the one who leaves for it no longer there."""
    found = [*_labelled(entry_faults(entry), entry), *_role_taken(entry, leaving)]
    held = entry.group.memberships.filter(person=entry.person).order_by("-pk").first()
    values = {"person": entry.person.code, "group": entry.group.code}
    if held is not None and held.exited_on is None:
        is_replacement = leaving is not None
        code = "refusal.replacement_is_member" if is_replacement else "refusal.person_twice"
        found.append(Refusal(code, values))
    elif held is not None and held.exited_on > entry.entered_on:  # type: ignore[operator]
        found.append(Refusal("refusal.entry_before_exit", {**values, "day": held.exited_on}))
    return found


def _role_taken(entry: Membership, leaving: Membership | None = None) -> list[Refusal]:
    """Return the refusal of a role that one alone can hold and another member holds."""
    if entry.role not in HELD_BY_ONE:
        return []
    others = entry.group.memberships.filter(exited_on=None, role=entry.role)
    holder = others.select_related("person").first()
    if holder is None or holder == leaving:
        return []
    values = {"group": entry.group.code, "person": holder.person.code}
    return [Refusal(f"refusal.role_taken.{entry.role}", values)]


def _labelled(faults: Iterable[Refusal], entry: Membership) -> list[Refusal]:
    return [Refusal(each.code, {"row": entry.person.code, **each.values}) for each in faults]


def _refuse_exit(ended: Membership, kind: str, on: date, replacement: MemberRow | None) -> None:
    if kind not in EXITS:
        raise Refused(Refusal("refusal.no_such_exit", {"kind": kind}))
    _refuse_day(ended, on)
    if kind == Exit.REPLACED and replacement is None:
        raise Refused(Refusal("refusal.replacement_missing"))
    if kind != Exit.REPLACED and replacement is not None:
        raise Refused(Refusal("refusal.replacement_uncalled", {"kind": kind}))


def _refuse_day(ended: Membership, on: date) -> None:
    row = {"row": ended.person.code, "day": on}
    if on < ended.entered_on:
        values = {**row, "entered_on": ended.entered_on}
        raise Refused(Refusal("refusal.exit_before_entry", values))
    if on > clock.today():
        raise Refused(Refusal("refusal.day_future", row))


def _end(membership: Membership, kind: str, on: date, replaced_by: int | None = None) -> None:
    membership.exited_on, membership.exit_kind = on, kind
    membership.replaced_by_id = replaced_by
    membership.save(update_fields=["exited_on", "exit_kind", "replaced_by"])


def _replace(ended: Membership, on: date, replacement: MemberRow) -> None:
    """End a membership and begin the other one; the key is taken first, for an exit is written once."""
    entry = _entry(ended.group, replacement, on)
    refuse(_entry_refusals(entry, ended))
    if entry.entered_on < on:
        values = {"row": entry.person.code, "day": entry.entered_on, "exited_on": on}
        raise Refused(Refusal("refusal.replacement_early", values))
    (entry.pk,) = new_keys(Membership, 1)
    _end(ended, Exit.REPLACED, on, entry.pk)
    entry.save(force_insert=True)
