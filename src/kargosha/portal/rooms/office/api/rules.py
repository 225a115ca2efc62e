from datetime import date

from ninja import Router, Schema
from ninja.responses import Status

from kargosha.kernel import actions
from kargosha.kernel.asking import Asked
from kargosha.portal.rooms.office.queries import rules_in_force

router = Router()


class RuleShape(Schema):
    key: str
    value: float | str
    unit: str
    valid_from: date
    source: str
    low: float | None
    high: float | None


class RuleChangeShape(Schema):
    key: str
    value: float | str
    valid_from: date
    source: str
    low: float | None = None
    high: float | None = None


class RuleVersionShape(RuleShape):
    id: int
    is_approved: bool

    @staticmethod
    def resolve_is_approved(version):  # type: ignore[no-untyped-def]
        return version.approved_by_id is not None


@router.get("/rules", response=list[RuleShape], auth=None, summary="Rules in force")
def rules(request: Asked):  # type: ignore[no-untyped-def]
    return rules_in_force(by=request.actor)


@router.post("/rules/versions", response={201: RuleVersionShape}, summary="Propose a rule")
def propose_rule(request: Asked, change: RuleChangeShape):  # type: ignore[no-untyped-def]
    proposed = actions.propose_rule(change=actions.RuleChange(**change.dict()), by=request.actor)
    return Status(201, proposed)


@router.post(
    "/rules/versions/{version_id}/approval",
    response={201: RuleVersionShape},
    summary="Approve a rule",
)
def approve_rule(request: Asked, version_id: int):  # type: ignore[no-untyped-def]
    return Status(201, actions.approve_rule(version_id=version_id, by=request.actor))
