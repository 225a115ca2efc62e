from datetime import date, datetime

from ninja import Router, Schema
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.kernel import actions, queries
from kargosha.kernel.asking import Asked

router = Router()


class OfficeShape(Schema):
    code: str
    name_fa: str
    name_en: str
    place_code: str = ""


class RoleShape(Schema):
    role: str
    scope: str = ""


class UserShape(Schema):
    username: str
    name_fa: str
    name_en: str
    office_code: str
    is_active: bool
    held: list[RoleShape]


class UserRequest(Schema):
    username: str
    name_fa: str
    name_en: str
    office_code: str
    password: str


class PasswordRequest(Schema):
    password: str


class EntryShape(Schema):
    id: int
    at: datetime
    event: str
    actor: str
    subject: str
    detail: dict[str, object]


@router.get("/offices", response=list[OfficeShape], summary="Offices")
def offices(request: Asked):  # type: ignore[no-untyped-def]
    return queries.offices(by=request.actor)


@router.post("/offices", response={201: OfficeShape}, summary="Register an office")
def register_office(request: Asked, office: OfficeShape):  # type: ignore[no-untyped-def]
    made = actions.register_office(
        code=office.code,
        names=actions.Names(office.name_fa, office.name_en),
        place_code=office.place_code,
        by=request.actor,
    )
    return Status(201, made)


@router.get("/users", response=list[UserShape], summary="Users and the roles they hold")
@paginate
def users(  # type: ignore[no-untyped-def]
    request: Asked, search: str = "", office: str = "", role: str = "", state: str = ""
):
    chosen = {"search": search, "office": office, "role": role, "state": state}
    return queries.users(by=request.actor, **chosen)


@router.post("/users", response={201: UserShape}, summary="Register a user")
def register_user(request: Asked, user: UserRequest):  # type: ignore[no-untyped-def]
    made = actions.register_user(
        username=user.username,
        names=actions.Names(user.name_fa, user.name_en),
        office_code=user.office_code,
        password=user.password,
        by=request.actor,
    )
    return Status(201, queries.user_named(by=request.actor, username=made.username))


@router.get("/users/{username}", response=UserShape, summary="A user")
def user(request: Asked, username: str):  # type: ignore[no-untyped-def]
    return queries.user_named(by=request.actor, username=username)


@router.post("/users/{username}/roles", response={201: UserShape}, summary="Give a role")
def assign_role(request: Asked, username: str, role: RoleShape):  # type: ignore[no-untyped-def]
    actions.assign_role(username=username, **role.dict(), by=request.actor)
    return Status(201, queries.user_named(by=request.actor, username=username))


@router.post("/users/{username}/roles/end", response={201: UserShape}, summary="End a role")
def end_role(request: Asked, username: str, role: RoleShape):  # type: ignore[no-untyped-def]
    actions.end_role(username=username, **role.dict(), by=request.actor)
    return Status(201, queries.user_named(by=request.actor, username=username))


@router.post("/users/{username}/closing", response={201: UserShape}, summary="Close an account")
def close_account(request: Asked, username: str):  # type: ignore[no-untyped-def]
    actions.close_account(username=username, by=request.actor)
    return Status(201, queries.user_named(by=request.actor, username=username))


@router.post(
    "/users/{username}/opening", response={201: UserShape}, summary="Open an account again"
)
def open_account(request: Asked, username: str):  # type: ignore[no-untyped-def]
    actions.open_account(username=username, by=request.actor)
    return Status(201, queries.user_named(by=request.actor, username=username))


@router.post(
    "/users/{username}/password", response={204: None}, summary="Set a new password for a user"
)
def set_password(request: Asked, username: str, asked: PasswordRequest):  # type: ignore[no-untyped-def]
    actions.set_password(username=username, password=asked.password, by=request.actor)
    return Status(204, None)


@router.get("/journal", response=list[EntryShape], summary="Journal of acts, the latest first")
@paginate
def journal(  # type: ignore[no-untyped-def]
    request: Asked,
    subject: str = "",
    event: str = "",
    person: str = "",
    since: date | None = None,
    until: date | None = None,
):
    sought = queries.Sought(subject, event, person, since, until)
    return queries.journal_entries(by=request.actor, sought=sought)
