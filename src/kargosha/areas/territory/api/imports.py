from datetime import datetime
from typing import Any

from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Status

from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.frames import plain_fault
from kargosha.areas.territory.queries import ImportShown
from kargosha.kernel.asking import Asked, current_language
from kargosha.kernel.attachments import MOST_BYTES

router = Router()


class FaultShape(Schema):
    code: str
    row: int | None
    column: str | None
    values: dict[str, Any]


class ImportShape(Schema):
    id: int
    file: str
    sha256: str
    mapping: str
    target: str
    state: str
    submitted_at: datetime
    share: float
    rows: int | None
    good: int | None
    fault_count: int | None
    faults: list[FaultShape]
    notes: list[FaultShape]
    counts: dict[str, int] | None


class ApplicationRequest(Schema):
    skip_bad: bool = False


@router.post("/imports", response={201: ImportShape}, summary="Hand in a file")
def submit_import(  # type: ignore[no-untyped-def]
    request: Asked, file: File[UploadedFile], mapping: Form[str]
):
    content = file.read(MOST_BYTES + 1)
    kept = actions.keep_file(name=file.name or "", content=content, by=request.actor)
    source = actions.submit_import(
        file_id=kept.pk, mapping=mapping, told_in=current_language(), by=request.actor
    )
    return Status(201, _shape(queries.import_page(by=request.actor, import_id=source.pk)))


@router.get("/imports/{import_id}", response=ImportShape, summary="A file, its check, its result")
def import_page(request: Asked, import_id: int):  # type: ignore[no-untyped-def]
    return _shape(queries.import_page(by=request.actor, import_id=import_id))


@router.post(
    "/imports/{import_id}/application",
    response={202: ImportShape},
    summary="Have a checked file taken in",
)
def order_import(request: Asked, import_id: int, asked: ApplicationRequest):  # type: ignore[no-untyped-def]
    actions.order_import(import_id=import_id, skip_bad=asked.skip_bad, by=request.actor)
    return Status(202, _shape(queries.import_page(by=request.actor, import_id=import_id)))


def _shape(shown: ImportShown) -> dict[str, object]:
    source, check = shown.source, shown.check
    return {
        "id": source.pk,
        "file": source.file_name,
        "sha256": source.file_sha256,
        "mapping": source.mapping.name,
        "target": source.mapping.target,
        "state": shown.state,
        "submitted_at": source.submitted_at,
        "share": source.progress.share,
        "rows": check and check.row_count,
        "good": check and check.good_count,
        "fault_count": check and check.fault_count,
        "faults": [plain_fault(fault) for fault in shown.faults],
        "notes": [plain_fault(note) for note in shown.notes],
        "counts": shown.result and shown.result.counts,
    }
