"""Kinds of production: what a job costs in each, and taking in a list of them."""

from ninja import File, Router, Schema, UploadedFile
from ninja.responses import Status

from kargosha.areas.applications import actions, queries
from kargosha.kernel.asking import Asked
from kargosha.kernel.attachments import MOST_BYTES

router = Router()


class ActivityShape(Schema):
    code: str
    sector: str
    name_fa: str
    name_en: str
    cost_per_job: int
    cost_low: int | None
    cost_high: int | None
    rule: str
    source: str


class TakenInShape(Schema):
    count: int


@router.get(
    "/activities",
    response=list[ActivityShape],
    auth=None,
    summary="Activities, with what a job costs in each",
)
def activities(request: Asked, search: str = "", sector: str = "", sort: str = "code"):  # type: ignore[no-untyped-def]
    found = queries.activities(by=request.actor, search=search, sector=sector, sort=sort)
    return [each.row for each in found]


@router.post(
    "/activities/list",
    response={201: TakenInShape},
    summary="Take in the activities of a CSV or XLSX file, all or none",
)
def receive_activities(request: Asked, file: File[UploadedFile]):  # type: ignore[no-untyped-def]
    content = file.read(MOST_BYTES + 1)
    count = actions.receive_activities(name=file.name or "", content=content, by=request.actor)
    return Status(201, {"count": count})
