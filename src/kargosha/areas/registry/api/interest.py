"""People who look for a group, and groups proposed to them, over the API."""

from datetime import date

from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.models import Consent
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel.asking import Asked

router = Router()


class InterestShape(Schema):
    id: int
    person: str
    name: str | None
    mobile: str | None
    place_code: str
    skills: list[str]
    production_years: int
    registered_on: date


class FittingShape(InterestShape):
    km: float | None


class InterestRequest(Schema):
    person_id: int
    skills: list[str]
    production_years: int = 0
    note: str = ""


class EndedShape(Schema):
    id: int
    end_kind: str


class ProposedShape(Schema):
    id: int
    name_fa: str
    name_en: str
    activity: str
    place_code: str
    proposed_on: date
    state: str
    invited: int
    agreed: int
    declined: int
    due_on: date | None
    group: str | None


class InvitationShape(Schema):
    id: int
    person: str
    answer: str


class ProposedPageShape(ProposedShape):
    invitations: list[InvitationShape]


class ProposedRequest(Schema):
    name_fa: str
    name_en: str = ""
    activity: str
    place_code: str
    person_ids: list[int]


class ReplyRequest(Schema):
    answer: str
    way: str = Consent.Way.OWN_CODE.value


class FormingRequest(Schema):
    head_id: int
    formed_on: date | None = None
    code: str = ""


class FormedShape(Schema):
    code: str


@router.get("/interests", response=list[InterestShape], summary="Who looks for a group")
@paginate
def interests(request: Asked, search: str = "", place: str = "", skill: str = ""):  # type: ignore[no-untyped-def]
    found = queries.interests(by=request.actor, search=search, place=place, skill=skill)
    return [_line(each) for each in queries.interest_lines(by=request.actor, found=list(found))]


@router.post("/interests", response={201: EndedShape}, summary="Put a person on the list")
def register_interest(request: Asked, asked: InterestRequest):  # type: ignore[no-untyped-def]
    made = actions.register_interest(
        person_id=asked.person_id,
        row=actions.InterestRow(asked.skills, asked.production_years, asked.note),
        by=request.actor,
    )
    return Status(201, {"id": made.pk, "end_kind": made.end_kind})


@router.post(
    "/interests/{interest_id}/end", response=EndedShape, summary="Take a person off the list"
)
def end_interest(request: Asked, interest_id: int):  # type: ignore[no-untyped-def]
    ended = actions.end_interest(interest_id=interest_id, by=request.actor)
    return {"id": ended.pk, "end_kind": ended.end_kind}


@router.get("/fitting", response=list[FittingShape], summary="Who would fit a group at a place")
def who_fits(request: Asked, place: str = "", skill: str = ""):  # type: ignore[no-untyped-def]
    found = queries.who_fits(by=request.actor, place=place, skill=skill)
    return [_line(line) | {"km": line.km} for line in found.lines]


@router.get("/proposed-groups", response=list[ProposedShape], summary="Proposed groups")
@paginate
def proposed_groups(request: Asked, state: str = "", place: str = ""):  # type: ignore[no-untyped-def]
    found = queries.proposed_groups(by=request.actor, state=state, place=place)
    return [each.row for each in queries.proposed_lines(by=request.actor, found=list(found))]


@router.post("/proposed-groups", response={201: ProposedPageShape}, summary="Propose a group")
def propose_group(request: Asked, asked: ProposedRequest):  # type: ignore[no-untyped-def]
    row = actions.ProposedRow(
        name_fa=asked.name_fa,
        activity_code=asked.activity,
        place_code=asked.place_code,
        name_en=asked.name_en,
    )
    made = actions.propose_group(row=row, person_ids=asked.person_ids, by=request.actor)
    return Status(201, _page(request, made.pk))


@router.get(
    "/proposed-groups/{proposed_id}", response=ProposedPageShape, summary="A proposed group"
)
def proposed_group(request: Asked, proposed_id: int):  # type: ignore[no-untyped-def]
    return _page(request, proposed_id)


@router.post(
    "/invitations/{invitation_id}/answer",
    response={201: InvitationShape},
    summary="Answer the proposal of a group",
)
def answer_invitation(  # type: ignore[no-untyped-def]
    request: Asked,
    invitation_id: int,
    asked: Form[ReplyRequest],
    evidence: File[UploadedFile | None] = None,
):
    said = actions.answer_invitation(
        invitation_id=invitation_id,
        answer=asked.answer,
        way=asked.way,
        evidence=Evidence.handed_in(evidence),
        by=request.actor,
    )
    return Status(201, {"id": said.pk, "person": said.person.code, "answer": said.answer})


@router.post(
    "/proposed-groups/{proposed_id}/forming",
    response={201: FormedShape},
    summary="Form a proposed group of those who agreed",
)
def form_proposed_group(request: Asked, proposed_id: int, asked: FormingRequest):  # type: ignore[no-untyped-def]
    row = actions.FormedRow(**asked.dict())
    group = actions.form_proposed_group(proposed_id=proposed_id, row=row, by=request.actor)
    return Status(201, {"code": group.code})


@router.post(
    "/proposed-groups/{proposed_id}/end",
    response=ProposedPageShape,
    summary="Give a proposed group up",
)
def give_up_proposed_group(request: Asked, proposed_id: int):  # type: ignore[no-untyped-def]
    actions.give_up_proposed_group(proposed_id=proposed_id, by=request.actor)
    return _page(request, proposed_id)


def _line(line: queries.InterestLine) -> dict[str, object]:
    return {**line.row, "id": line.interest.pk}


def _page(request: Asked, proposed_id: int) -> dict[str, object]:
    page = queries.proposed_page(by=request.actor, proposed_id=proposed_id)
    invitations = [
        {"id": line.invitation.pk, "person": line.seen.code, "answer": line.answer}
        for line in page.lines
    ]
    return {**page.shown.row, "invitations": invitations}
