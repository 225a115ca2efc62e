from ninja import Router, Schema
from ninja.responses import Status

from kargosha.kernel import actions
from kargosha.kernel.asking import Asked

router = Router()


class PasswordRequest(Schema):
    old: str
    new: str


@router.post("/password", response={204: None}, summary="Change one's own password")
def change_password(request: Asked, asked: PasswordRequest):  # type: ignore[no-untyped-def]
    actions.change_password(old=asked.old, new=asked.new, by=request.actor)
    return Status(204, None)
