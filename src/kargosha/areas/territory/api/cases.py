"""Early signs, and objections to figures."""

from datetime import date

from ninja import File, Form, Router, Schema, UploadedFile
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.areas.territory import actions, queries
from kargosha.kernel.asking import Asked

router = Router()


class SignShape(Schema):
    id: int
    state: str
    place_code: str
    indicator: str
    observed_on: date
    rule: str
    threshold: float
    measured: float
    owner: str | None
    due_on: date | None
    answer: str | None


class ObjectionShape(Schema):
    id: int
    state: str
    place_code: str
    indicator: str
    observed_on: date
    shown_value: float | None
    claimed_value: float | None
    statement: str | None
    due_on: date | None
    answer: str | None


class AnswerRequest(Schema):
    text: str


class VerdictRequest(AnswerRequest):
    verdict: str


class ObjectionRequest(Schema):
    statement: str
    claimed_value: float | None = None


@router.get("/signs", response=list[SignShape], summary="Early signs")
@paginate
def signs(request: Asked, state: str = "", place: str = "", rule: str = ""):  # type: ignore[no-untyped-def]
    found = queries.sign_lines(by=request.actor, state=state, place=place, rule=rule)
    return [line.row for line in found]


@router.get("/signs/{sign_id}", response=SignShape, summary="An early sign")
def sign(request: Asked, sign_id: int):  # type: ignore[no-untyped-def]
    return queries.sign_page(by=request.actor, sign_id=sign_id).line.row


@router.post("/signs/{sign_id}/answer", response={201: SignShape}, summary="Answer a sign")
def answer_sign(request: Asked, sign_id: int, answer: AnswerRequest):  # type: ignore[no-untyped-def]
    actions.answer_sign(sign_id=sign_id, text=answer.text, by=request.actor)
    return Status(201, queries.sign_page(by=request.actor, sign_id=sign_id).line.row)


@router.get("/objections", response=list[ObjectionShape], summary="Objections to figures")
@paginate
def objections(request: Asked, state: str = "", place: str = ""):  # type: ignore[no-untyped-def]
    found = queries.objection_lines(by=request.actor, state=state, place=place)
    return [seen.row for seen in found]


@router.get(
    "/objections/{objection_id}",
    response=ObjectionShape,
    auth=None,
    summary="An objection to a figure",
)
def objection(request: Asked, objection_id: int):  # type: ignore[no-untyped-def]
    return queries.objection_page(by=request.actor, objection_id=objection_id).row


@router.post(
    "/observations/{observation_id}/objections",
    response={201: ObjectionShape},
    summary="Object to a figure, with evidence",
)
def object_to_figure(  # type: ignore[no-untyped-def]
    request: Asked,
    observation_id: int,
    asked: Form[ObjectionRequest],
    evidence: File[UploadedFile | None] = None,
):
    lodged = actions.object_to_figure(
        observation_id=observation_id,
        evidence=actions.Evidence.handed_in(evidence),
        by=request.actor,
        **asked.dict(),
    )
    seen = queries.objection_page(by=request.actor, objection_id=lodged.pk)
    return Status(201, seen.row)


@router.post(
    "/objections/{objection_id}/answer",
    response={201: ObjectionShape},
    summary="Uphold or dismiss an objection",
)
def answer_objection(request: Asked, objection_id: int, answer: VerdictRequest):  # type: ignore[no-untyped-def]
    actions.answer_objection(objection_id=objection_id, by=request.actor, **answer.dict())
    seen = queries.objection_page(by=request.actor, objection_id=objection_id)
    return Status(201, seen.row)
