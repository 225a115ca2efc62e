"""People, their households, what they agreed to and what money they have for work."""

from datetime import date, datetime

from ninja import File, Form, Router, Schema, UploadedFile
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.api.shapes import PersonInGroupsShape, PersonRequest, PersonShape
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel.access import Actor
from kargosha.kernel.asking import Asked

router = Router()


class HouseholdRequest(Schema):
    member_count: int | None = None
    earner_count: int | None = None
    stated_on: date
    code: str = ""


class CorrectionRequest(Schema):
    """What is to be corrected; what is left out stays as it is."""

    given_name: str = ""
    family_name: str = ""
    father_name: str = ""
    born_on: date | None = None
    sex: str = ""
    document_kind: str = ""
    document_number: str = ""
    mobile: str = ""
    place_code: str = ""


class UserRequest(Schema):
    user_id: int


class ConsentRequest(Schema):
    purpose: str
    way: str
    group_code: str = ""


class ConsentShape(Schema):
    id: int
    purpose: str
    way: str
    given_at: datetime
    revoked_at: datetime | None


class CommitmentRequest(Schema):
    code: str
    lender: str
    amount: int
    began_on: date
    source: str
    person_id: int | None = None
    group_code: str = ""


class CommitmentShape(Schema):
    code: str
    lender: str
    amount: int
    began_on: date
    source: str


class CommitmentEndRequest(Schema):
    code: str
    ended_on: date
    source: str


@router.get("/people", response=list[PersonInGroupsShape], summary="People")
@paginate
def people(request: Asked, search: str = "", place: str = "", sort: str = "name"):  # type: ignore[no-untyped-def]
    found = list(queries.people(by=request.actor, search=search, place=place, sort=sort))
    return [
        {**line.seen.row, "groups": [held.group.code for held in line.memberships]}
        for line in queries.person_lines(by=request.actor, found=found)
    ]


@router.get("/people/{person_id}", response=PersonInGroupsShape, summary="A person")
def person(request: Asked, person_id: int):  # type: ignore[no-untyped-def]
    page = queries.person_page(by=request.actor, person_id=person_id)
    held = [each.group.code for each in page.memberships if each.exited_on is None]
    return {**page.seen.row, "groups": held}


@router.post("/people", response={201: PersonShape}, summary="Register a person")
def register_person(request: Asked, asked: PersonRequest):  # type: ignore[no-untyped-def]
    row = actions.PersonRow(**asked.dict())
    registered = actions.register_person(row=row, by=request.actor)
    return Status(201, _row(request.actor, registered.pk))


@router.post(
    "/people/{person_id}/correction",
    response={201: PersonShape},
    summary="Correct what is registered of a person; only the fields that are given",
)
def correct_person(request: Asked, person_id: int, asked: CorrectionRequest):  # type: ignore[no-untyped-def]
    corrections = asked.dict(exclude_unset=True)
    actions.correct_person(person_id=person_id, corrections=corrections, by=request.actor)
    return Status(201, _row(request.actor, person_id))


@router.post(
    "/people/{person_id}/household", response={201: PersonShape}, summary="State the household"
)
def state_household(request: Asked, person_id: int, asked: HouseholdRequest):  # type: ignore[no-untyped-def]
    row = actions.HouseholdRow(**asked.dict())
    actions.state_household(person_id=person_id, household=row, by=request.actor)
    return Status(201, _row(request.actor, person_id))


@router.post(
    "/people/{person_id}/user", response={201: PersonShape}, summary="Tie a person to a user"
)
def link_user(request: Asked, person_id: int, asked: UserRequest):  # type: ignore[no-untyped-def]
    actions.link_user(person_id=person_id, user_id=asked.user_id, by=request.actor)
    return Status(201, _row(request.actor, person_id))


@router.post(
    "/people/{person_id}/sign-in",
    response={201: PersonShape},
    summary="Let a person sign in by a code to the mobile",
)
def let_sign_in(request: Asked, person_id: int):  # type: ignore[no-untyped-def]
    actions.let_sign_in(person_id=person_id, by=request.actor)
    return Status(201, _row(request.actor, person_id))


@router.post("/people/{person_id}/consents", response={201: ConsentShape}, summary="Keep a consent")
def give_consent(  # type: ignore[no-untyped-def]
    request: Asked,
    person_id: int,
    asked: Form[ConsentRequest],
    evidence: File[UploadedFile | None] = None,
):
    paper = Evidence.handed_in(evidence)
    given = actions.give_consent(
        person_id=person_id, evidence=paper, by=request.actor, **asked.dict()
    )
    return Status(201, given)


@router.post(
    "/consents/{consent_id}/revocation", response={201: ConsentShape}, summary="Take a consent back"
)
def revoke_consent(request: Asked, consent_id: int):  # type: ignore[no-untyped-def]
    return Status(201, actions.revoke_consent(consent_id=consent_id, by=request.actor))


@router.post(
    "/commitments", response={201: CommitmentShape}, summary="Record money received for work"
)
def record_commitment(request: Asked, asked: CommitmentRequest):  # type: ignore[no-untyped-def]
    row = actions.CommitmentRow(**asked.dict())
    return Status(201, actions.record_commitment(row=row, by=request.actor))


@router.post(
    "/commitments/end",
    response={201: CommitmentShape},
    summary="Record that it was repaid or closed",
)
def end_commitment(request: Asked, asked: CommitmentEndRequest):  # type: ignore[no-untyped-def]
    return Status(201, actions.end_commitment(by=request.actor, **asked.dict()).commitment)


def _row(by: Actor, person_id: int) -> dict[str, object]:
    return queries.person_page(by=by, person_id=person_id).seen.row
