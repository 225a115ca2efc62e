"""Early signs, and objections to figures."""

from datetime import date
from typing import Any

from ninja import File, Form, Router, Schema, UploadedFile
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.queries import ObjectionSeen, SignLine
from kargosha.kernel.asking import Asked
from kargosha.kernel.attachments import MOST_BYTES

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
    return [_sign(line) for line in found]


@router.get("/signs/{sign_id}", response=SignShape, summary="An early sign")
def sign(request: Asked, sign_id: int):  # type: ignore[no-untyped-def]
    return _sign(queries.sign_page(by=request.actor, sign_id=sign_id).line)


@router.post("/signs/{sign_id}/answer", response={201: SignShape}, summary="Answer a sign")
def answer_sign(request: Asked, sign_id: int, answer: AnswerRequest):  # type: ignore[no-untyped-def]
    actions.answer_sign(sign_id=sign_id, text=answer.text, by=request.actor)
    return Status(201, _sign(queries.sign_page(by=request.actor, sign_id=sign_id).line))


@router.get("/objections", response=list[ObjectionShape], summary="Objections to figures")
@paginate
def objections(request: Asked, state: str = "", place: str = ""):  # type: ignore[no-untyped-def]
    found = queries.objection_lines(by=request.actor, state=state, place=place)
    return [_objection(seen) for seen in found]


@router.get(
    "/objections/{objection_id}",
    response=ObjectionShape,
    auth=None,
    summary="An objection to a figure",
)
def objection(request: Asked, objection_id: int):  # type: ignore[no-untyped-def]
    return _objection(queries.objection_page(by=request.actor, objection_id=objection_id))


@router.post(
    "/observations/{observation_id}/objections",
    response={201: ObjectionShape},
    summary="Object to a figure, with evidence",
)
def object_to_figure(  # type: ignore[no-untyped-def]
    request: Asked,
    observation_id: int,
    asked: Form[ObjectionRequest],
    evidence: File[UploadedFile] | None = None,
):
    lodged = actions.object_to_figure(
        observation_id=observation_id,
        evidence=_evidence(evidence) if evidence else None,
        by=request.actor,
        **asked.dict(),
    )
    seen = queries.objection_page(by=request.actor, objection_id=lodged.pk)
    return Status(201, _objection(seen))


@router.post(
    "/objections/{objection_id}/answer",
    response={201: ObjectionShape},
    summary="Uphold or dismiss an objection",
)
def answer_objection(request: Asked, objection_id: int, answer: VerdictRequest):  # type: ignore[no-untyped-def]
    actions.answer_objection(objection_id=objection_id, by=request.actor, **answer.dict())
    seen = queries.objection_page(by=request.actor, objection_id=objection_id)
    return Status(201, _objection(seen))


def _evidence(file: UploadedFile) -> actions.Evidence:
    return actions.Evidence(file.name or "", file.read(MOST_BYTES + 1), file.content_type or "")


def _sign(line: SignLine) -> dict[str, Any]:
    sign, seen = line.sign, line.sign.observation
    answer = getattr(sign, "answer", None)
    return {
        "id": sign.pk,
        "state": line.state,
        "place_code": seen.place.place_code,
        "indicator": seen.indicator.code,
        "observed_on": seen.observed_on,
        "rule": sign.rule,
        "threshold": sign.threshold,
        "measured": sign.measured,
        "owner": line.duty and line.duty.owner.code,
        "due_on": line.duty and line.duty.due_on,
        "answer": answer and answer.text,
    }


def _objection(seen: ObjectionSeen) -> dict[str, Any]:
    objection, figure = seen.objection, seen.objection.observation
    answer = getattr(objection, "answer", None)
    return {
        "id": objection.pk,
        "state": seen.state,
        "place_code": figure.place.place_code,
        "indicator": figure.indicator.code,
        "observed_on": figure.observed_on,
        "shown_value": objection.shown_value,
        "claimed_value": objection.claimed_value if seen.is_full else None,
        "statement": objection.statement if seen.is_full else None,
        "due_on": seen.duty and seen.duty.due_on,
        "answer": answer and answer.text,
    }
