"""What is kept of a list of groups: the file, what a dry run found in it, what came of it."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import cast

from kargosha.analysis.errors import Fault
from kargosha.areas.registry.frames.groups import entry_faults
from kargosha.areas.registry.frames.people import (
    places_of,
    refusals_of_households,
    refuse,
    registration,
    store_people,
)
from kargosha.areas.registry.frames.rosters import Entry
from kargosha.areas.registry.frames.shortfall import settle_owing
from kargosha.areas.registry.models import Group, Membership, Person, RosterImport, RosterResult
from kargosha.files.registry import CheckedRoster, bad_rows_file, kept_fault, plain_fault
from kargosha.files.words import Language
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.attachments import attach
from kargosha.kernel.errors import Refusal
from kargosha.kernel.models import Attachment

MOST_KEPT = 500
"""Faults that are kept; the file of bad rows holds the others."""


def keep_roster(
    file: Attachment, result: CheckedRoster, *, told_in: str, by: Actor
) -> RosterImport:
    """Store what was found in a list, with the groups at fault as a file to mend."""
    told = [kept_fault(result, fault) for fault in result.faults[:MOST_KEPT]]
    return RosterImport.objects.create(
        file=file,
        told_in=told_in,
        submitted_by_id=by.user_id,
        submitted_at=clock.now(),
        row_count=result.read.row_count,
        good_count=result.good_count,
        fault_count=len(result.faults),
        faults=[plain_fault(each) for each in (*told, *result.notes)],
        bad_rows=_bad_rows(file, result, told_in, by),
    )


def keep_unreadable(
    file: Attachment, faults: Sequence[Fault], *, told_in: str, by: Actor
) -> RosterImport:
    """Store why nothing of a list could be read."""
    return RosterImport.objects.create(
        file=file,
        told_in=told_in,
        submitted_by_id=by.user_id,
        submitted_at=clock.now(),
        row_count=0,
        good_count=0,
        fault_count=len(faults),
        faults=[plain_fault(each) for each in faults[:MOST_KEPT]],
    )


def keep_result(
    source: RosterImport, counts: Mapping[str, int], *, skipped_bad: bool, by: Actor
) -> RosterResult:
    """Store that a list was taken in, and what it changed."""
    return RosterResult.objects.create(
        source=source,
        applied_by_id=by.user_id,
        applied_at=clock.now(),
        skipped_bad=skipped_bad,
        counts=dict(counts),
    )


def enter_members(entries: Sequence[Entry], by: Actor) -> None:
    """Write who enters groups that are registered, with the people who are not yet.

    Raises
    ------
    Refused
        Something of a person or an entry does not fit.
    """
    groups = Group.objects.in_bulk({each.group_code for each in entries}, field_name="code")
    typed = [(each.label, each.person) for each in entries if each.person is not None]
    made = registration(
        [person for _, person in typed],
        [label for label, _ in typed],
        join=True,
        places=places_of({person.place_code for _, person in typed}),
    )
    known = Person.objects.in_bulk([each.member.person_id for each in entries])
    people = iter(made.people)
    memberships = [
        Membership(
            group=groups[each.group_code],
            person=next(people) if each.person is not None else known[each.member.person_id],
            role=each.member.role,
            production_years=each.member.production_years,
            entered_on=each.member.entered_on or clock.today(),
        )
        for each in entries
    ]
    reasons = [*made.reasons, *refusals_of_households(made, by)]
    for entry, membership in zip(entries, memberships, strict=True):
        faults = entry_faults(membership)
        reasons += (Refusal(each.code, {"row": entry.label, **each.values}) for each in faults)
    refuse(reasons)
    store_people(made)
    Membership.objects.bulk_create(memberships)
    settle_owing(groups.values())


def _bad_rows(
    file: Attachment, result: CheckedRoster, told_in: str, by: Actor
) -> Attachment | None:
    if not result.left_out:
        return None
    content = bad_rows_file(result, cast("Language", told_in))
    name = f"bad-rows-{PurePath(file.name).stem}.csv"
    return attach(name=name, content=content, by=by, media_type="text/csv")
