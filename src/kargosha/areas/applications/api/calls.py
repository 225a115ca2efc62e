from datetime import date

from ninja import Router, Schema
from ninja.pagination import paginate

from kargosha.areas.applications import queries
from kargosha.areas.applications.models import Application
from kargosha.kernel.asking import Asked

router = Router()


class CallShape(Schema):
    code: str
    name_fa: str
    name_en: str
    opens_on: date
    closes_on: date
    rules_on: date
    application_count: int
    asked_amount: int | None


class ApplicationShape(Schema):
    code: str
    kind: str
    name_fa: str
    name_en: str
    place_code: str
    activity: str
    amount: int
    jobs_promised: int
    submitted_on: date

    @staticmethod
    def resolve_activity(application: Application) -> str:
        return application.activity.code


@router.get("/calls", response=list[CallShape], auth=None, summary="Calls")
def calls(request: Asked):  # type: ignore[no-untyped-def]
    return queries.calls(by=request.actor)


@router.get(
    "/calls/{code}/applications", response=list[ApplicationShape], summary="Proposals to a call"
)
@paginate
def applications(request: Asked, code: str, search: str = ""):  # type: ignore[no-untyped-def]
    return queries.applications(by=request.actor, call_code=code, search=search)
