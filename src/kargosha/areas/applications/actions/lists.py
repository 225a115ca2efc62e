"""What is received from a list that an office or an agency keeps: proposals, kinds of production."""

import hashlib

from django.db import transaction

from kargosha.areas.applications.actions.calls import ActivityRow, register_activities
from kargosha.areas.applications.actions.proposals import receive_applications
from kargosha.areas.applications.frames.activities import ACTIVITIES, activities_of
from kargosha.areas.applications.frames.drafts import call_of
from kargosha.areas.applications.frames.handed_in import frame_of
from kargosha.areas.applications.frames.lists import LIST, rows_of
from kargosha.areas.applications.frames.rows import Spot
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.journal import record
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on


@transaction.atomic
def receive_list(*, call_code: str, name: str, content: bytes, by: Actor) -> int:
    """Receive the proposals of a CSV or XLSX file, all of them or none; a row that names a registered
    group takes its members from there.

    Raises
    ------
    BadTable
        With every fault of the file, each by its row.
    NotFound
        There is no call of that code.
    NotAllowed
        A proposal lies where the actor has no say.
    Refused
        The file is empty or too large, or as `receive_applications`.
    """
    if not by.may_somewhere(Permission.APPLICATION_SUBMIT):
        raise NotAllowed(Permission.APPLICATION_SUBMIT)
    call = call_of(call_code)
    frame = frame_of(name, content, LIST)
    rows = rows_of(call, frame, rulebook_on(call.rules_on))
    for place_code in {row.place_code for row in rows}:
        require(by, Permission.APPLICATION_SUBMIT, on=Spot(place_code))
    count = receive_applications(call_code=call_code, applications=rows, by=by)
    digest = hashlib.sha256(content).hexdigest()
    record("applications.listed", by=by, subject=call.subject, sha256=digest, count=count)
    return count


@transaction.atomic
def receive_activities(*, name: str, content: bytes, by: Actor) -> int:
    """Register the kinds of production of a CSV or XLSX file, all of them or none; one known by its
    code is brought up to date.

    Raises
    ------
    BadTable
        With every fault of the file, each by its row.
    Refused
        The file is empty or too large, or a value does not fit.
    """
    require(by, Permission.CALL_OPEN)
    frame = frame_of(name, content, ACTIVITIES)
    rows = [ActivityRow(**each) for each in activities_of(frame, rulebook_on(clock.today()))]
    count = register_activities(activities=rows, by=by)
    digest = hashlib.sha256(content).hexdigest()
    record("activities.listed", by=by, subject="activities", sha256=digest, count=count)
    return count
