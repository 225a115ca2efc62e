"""What can happen to lists of groups: one is handed in and checked, a checked one is taken in."""

from dataclasses import dataclass

from django.db import transaction

from kargosha.analysis.errors import BadTable
from kargosha.areas.registry import queries
from kargosha.areas.registry.actions.groups import form_groups
from kargosha.areas.registry.frames.people import PEOPLE
from kargosha.areas.registry.frames.roster_records import (
    enter_members,
    keep_result,
    keep_roster,
    keep_unreadable,
)
from kargosha.areas.registry.frames.rosters import roster_judged, roster_rows
from kargosha.areas.registry.models import Group, Person, RosterImport, RosterResult
from kargosha.files.registry import CheckedRoster, read_roster
from kargosha.kernel.access import WHOLE_PROVINCE, Actor, require
from kargosha.kernel.attachments import attach
from kargosha.kernel.errors import Conflict, Refusal, Refused
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.turns import take_turn


@dataclass(frozen=True)
class Somewhere:
    """One of the places in which somebody may act; which groups lie elsewhere is told row by row."""

    place_code: str


@transaction.atomic
def check_roster(*, name: str, content: bytes, told_in: str, by: Actor) -> RosterImport:
    """Hand in a list of groups and members, and keep what is wrong with it; nobody is registered.

    Raises
    ------
    Refused
        The file is empty or too large.
    """
    require(by, Permission.GROUP_REGISTER, on=_somewhere(by))
    file = attach(name=name, content=content, by=by)
    try:
        result = roster_judged(read_roster(file.name, content), by)
    except BadTable as error:
        source = keep_unreadable(file, error.faults, told_in=told_in, by=by)
        record(
            "roster.refused",
            by=by,
            subject=source.subject,
            sha256=file.sha256,
            faults=source.fault_count,
        )
        return source
    source = keep_roster(file, result, told_in=told_in, by=by)
    record(
        "roster.checked",
        by=by,
        subject=source.subject,
        sha256=file.sha256,
        rows=source.row_count,
        good=source.good_count,
        faults=source.fault_count,
    )
    return source


@transaction.atomic
def import_roster(*, roster_id: int, skip_bad: bool, by: Actor) -> RosterResult:
    """Take in a checked list, all of it or none; without the groups at fault if so asked.

    It is judged again beside what is registered by now. New groups are formed, new members enter
    those that are registered, and nobody is removed or changed; what was taken in is not taken in
    twice.

    Raises
    ------
    NotFound
        There is no such list, or none that the actor may take in.
    Refused
        Groups are at fault that are not to be left out, none is without a fault, or a value does
        not fit.
    Conflict
        Other rows are at fault now than when it was checked.
    """
    require(by, Permission.GROUP_REGISTER, on=_somewhere(by))
    source = queries.roster_to_take_in(by=by, roster_id=roster_id)
    take_turn(PEOPLE, source.subject)
    done = RosterResult.objects.filter(source=source).first()
    if done is not None:
        return done
    if source.good_count == 0:
        raise Refused(Refusal("refusal.roster_nothing_good"))
    if source.fault_count and not skip_bad:
        raise Refused(Refusal("refusal.roster_faulty", {"count": source.fault_count}))
    read = read_roster(source.file.name, bytes(source.file.content))
    known = Group.objects.filter(code__in=read.frame["group_code"].unique().to_list())
    take_turn(*(group.subject for group in known))
    judged = roster_judged(read, by)
    if (len(judged.faults), judged.good_count) != (source.fault_count, source.good_count):
        raise Conflict("conflict.roster_otherwise")
    return _taken_in(source, judged, by, skipped_bad=skip_bad)


def _somewhere(by: Actor) -> Somewhere:
    """Return a place in which the actor may register groups, if there is any."""
    return Somewhere(next(by.scopes(Permission.GROUP_REGISTER), WHOLE_PROVINCE))


def _taken_in(
    source: RosterImport, judged: CheckedRoster, by: Actor, *, skipped_bad: bool
) -> RosterResult:
    """Store what the good groups of a list add, and one entry in the journal."""
    rows = roster_rows(judged.good)
    known = Person.objects.count()
    formed = form_groups(groups=rows.groups, by=by) if rows.groups else []
    enter_members(rows.entries, by)
    counts = {
        "groups": len(formed),
        "people": Person.objects.count() - known,
        "memberships": sum(len(members) for _, members in rows.groups) + len(rows.entries),
        "unchanged": rows.unchanged_count,
        "left_out": len(judged.left_out),
    }
    result = keep_result(source, counts, skipped_bad=skipped_bad, by=by)
    record(
        "roster.imported",
        by=by,
        subject=source.subject,
        sha256=source.file.sha256,
        skipped_bad=skipped_bad,
        **counts,
    )
    return result
