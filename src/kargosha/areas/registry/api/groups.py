"""Groups and who is in them."""

from datetime import date

from ninja import File, Form, Router, Schema, UploadedFile
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.api.shapes import (
    ExitShape,
    GroupPageShape,
    GroupRequest,
    GroupShape,
    MemberRequest,
    MembershipShape,
    PersonRequest,
    exit_row,
    group_row,
    membership_row,
    page_row,
)
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel.asking import Asked

router = Router()


class FormingRequest(GroupRequest):
    members: list[MemberRequest]


class NewMemberRequest(Schema):
    person: PersonRequest | None = None
    person_id: int | None = None
    role: str = "member"
    production_years: int = 0
    entered_on: date | None = None


class GroupWithPeopleRequest(GroupRequest):
    members: list[NewMemberRequest]


class ExitRequest(Schema):
    kind: str
    on: date
    replacement: MemberRequest | None = None


class RoleRequest(Schema):
    role: str
    on: date


class BylawsRequest(Schema):
    adopted_on: date


@router.get("/groups", response=list[GroupShape], summary="Groups")
@paginate
def groups(  # type: ignore[no-untyped-def]
    request: Asked, search: str = "", place: str = "", kind: str = "", sort: str = "code"
):
    found = queries.groups(by=request.actor, search=search, place=place, kind=kind, sort=sort)
    return [group_row(each, each.member_count) for each in found]  # type: ignore[attr-defined]


@router.get("/my-groups", response=list[GroupShape], summary="The groups one is a member of")
@paginate
def my_groups(request: Asked):  # type: ignore[no-untyped-def]
    found = queries.own_groups(by=request.actor)
    return [group_row(each, each.member_count) for each in found]  # type: ignore[attr-defined]


@router.get("/groups/{code}", response=GroupPageShape, summary="A group with its members")
def group(request: Asked, code: str):  # type: ignore[no-untyped-def]
    return page_row(queries.group_page(by=request.actor, code=code))


@router.post("/groups", response={201: GroupPageShape}, summary="Form a group of registered people")
def form_group(request: Asked, asked: FormingRequest):  # type: ignore[no-untyped-def]
    said = asked.dict()
    members = [actions.MemberRow(**each) for each in said.pop("members")]
    formed = actions.form_group(row=actions.GroupRow(**said), members=members, by=request.actor)
    return Status(201, page_row(queries.group_page(by=request.actor, code=formed.code)))


@router.post(
    "/groups-with-people",
    response={201: list[str]},
    summary="Form groups together with their people, all or none; gives their codes",
)
def form_groups(request: Asked, asked: list[GroupWithPeopleRequest]):  # type: ignore[no-untyped-def]
    formed = actions.form_groups(groups=[_with_people(each) for each in asked], by=request.actor)
    return Status(201, [each.code for each in formed])


@router.post(
    "/groups/{code}/members", response={201: MembershipShape}, summary="Take a person into a group"
)
def enter_member(request: Asked, code: str, asked: MemberRequest):  # type: ignore[no-untyped-def]
    row = actions.MemberRow(**asked.dict())
    entered = actions.enter_member(group_code=code, member=row, by=request.actor)
    return Status(201, membership_row(entered))


@router.post(
    "/groups/{code}/members/{person_id}/exit",
    response={201: ExitShape},
    summary="End a membership, with a replacement where there is one",
)
def end_membership(request: Asked, code: str, person_id: int, asked: ExitRequest):  # type: ignore[no-untyped-def]
    after = asked.replacement
    ended = actions.end_membership(
        group_code=code,
        person_id=person_id,
        kind=asked.kind,
        on=asked.on,
        replacement=None if after is None else actions.MemberRow(**after.dict()),
        by=request.actor,
    )
    page = queries.group_page(by=request.actor, code=code)
    return Status(201, exit_row(ended, page))


@router.post(
    "/groups/{code}/members/{person_id}/role",
    response={201: MembershipShape},
    summary="Give a member another role",
)
def change_role(request: Asked, code: str, person_id: int, asked: RoleRequest):  # type: ignore[no-untyped-def]
    changed = actions.change_role(
        group_code=code, person_id=person_id, by=request.actor, **asked.dict()
    )
    return Status(201, membership_row(changed))


@router.post("/groups/{code}/bylaws", response={201: GroupPageShape}, summary="Keep by-laws")
def set_bylaws(  # type: ignore[no-untyped-def]
    request: Asked,
    code: str,
    asked: Form[BylawsRequest],
    file: File[UploadedFile | None] = None,
):
    paper = Evidence.handed_in(file)
    actions.set_bylaws(group_code=code, adopted_on=asked.adopted_on, file=paper, by=request.actor)
    return Status(201, page_row(queries.group_page(by=request.actor, code=code)))


def _with_people(
    asked: GroupWithPeopleRequest,
) -> tuple[actions.GroupRow, list[tuple[actions.PersonRow | None, actions.MemberRow]]]:
    said = asked.dict(exclude={"members"})
    members = []
    for each in asked.members:
        person = None if each.person is None else actions.PersonRow(**each.person.dict())
        members.append((person, actions.MemberRow(**each.dict(exclude={"person"}))))
    return actions.GroupRow(**said), members
