"""Lists of groups over the API."""

from datetime import datetime
from typing import Any

from ninja import File, Router, Schema
from ninja.files import UploadedFile
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.areas.registry import actions, queries
from kargosha.files.registry import plain_fault
from kargosha.kernel.asking import Asked, current_language
from kargosha.kernel.attachments import MOST_BYTES

router = Router()


class RosterFaultShape(Schema):
    code: str
    row: int | None
    column: str | None
    values: dict[str, Any]


class RosterLineShape(Schema):
    id: int
    file: str
    sha256: str
    state: str
    submitted_at: datetime
    rows: int
    good: int
    fault_count: int
    counts: dict[str, int] | None


class RosterShape(RosterLineShape):
    faults: list[RosterFaultShape]
    notes: list[RosterFaultShape]


class RosterApplicationRequest(Schema):
    skip_bad: bool = False


@router.get("/rosters", response=list[RosterLineShape], summary="Lists of groups handed in")
@paginate
def rosters(request: Asked):  # type: ignore[no-untyped-def]
    return [_line(shown) for shown in queries.roster_lines(by=request.actor)]


@router.post("/rosters", response={201: RosterShape}, summary="Hand in a list of groups")
def check_roster(request: Asked, file: File[UploadedFile]):  # type: ignore[no-untyped-def]
    source = actions.check_roster(
        name=file.name or "",
        content=file.read(MOST_BYTES + 1),
        told_in=current_language(),
        by=request.actor,
    )
    return Status(201, _shape(queries.roster_page(by=request.actor, roster_id=source.pk)))


@router.get("/rosters/{roster_id}", response=RosterShape, summary="A list and its check")
def roster(request: Asked, roster_id: int):  # type: ignore[no-untyped-def]
    return _shape(queries.roster_page(by=request.actor, roster_id=roster_id))


@router.post(
    "/rosters/{roster_id}/application",
    response={201: RosterShape},
    summary="Take a checked list in",
)
def import_roster(  # type: ignore[no-untyped-def]
    request: Asked, roster_id: int, asked: RosterApplicationRequest
):
    actions.import_roster(roster_id=roster_id, skip_bad=asked.skip_bad, by=request.actor)
    return Status(201, _shape(queries.roster_page(by=request.actor, roster_id=roster_id)))


def _line(shown: queries.RosterShown) -> dict[str, object]:
    source = shown.source
    return {
        "id": source.pk,
        "file": source.file.name,
        "sha256": source.file.sha256,
        "state": shown.state,
        "submitted_at": source.submitted_at,
        "rows": source.row_count,
        "good": source.good_count,
        "fault_count": source.fault_count,
        "counts": shown.result and shown.result.counts,
    }


def _shape(shown: queries.RosterShown) -> dict[str, object]:
    return _line(shown) | {
        "faults": [plain_fault(fault) for fault in shown.faults],
        "notes": [plain_fault(note) for note in shown.notes],
    }
