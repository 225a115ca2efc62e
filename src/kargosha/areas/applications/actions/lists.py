"""Proposals received from a list that an office or an agency keeps."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from kargosha.areas.applications.actions.proposals import receive_applications
from kargosha.areas.applications.frames.drafts import call_of
from kargosha.areas.applications.frames.lists import LIST, rows_of
from kargosha.areas.applications.frames.rows import Spot
from kargosha.files.tables import read
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
        As `receive_applications`.
    """
    if not by.may_somewhere(Permission.APPLICATION_SUBMIT):
        raise NotAllowed(Permission.APPLICATION_SUBMIT)
    call = call_of(call_code)
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{LIST.name}{Path(name).suffix}"
        file.write_bytes(content)
        frame = read(file, LIST)
    rows = rows_of(call, frame, rulebook_on(call.rules_on))
    for place_code in {row.place_code for row in rows}:
        require(by, Permission.APPLICATION_SUBMIT, on=Spot(place_code))
    count = receive_applications(call_code=call_code, applications=rows, by=by)
    digest = hashlib.sha256(content).hexdigest()
    record("applications.listed", by=by, subject=call.subject, sha256=digest, count=count)
    return count
